-- Open items about to be matched are held until commit, in key order; the application may read them but not lock them itself.
CREATE FUNCTION payments_hold_items(items uuid[]) RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM FROM ledger_openitem WHERE id = ANY (items) ORDER BY id FOR NO KEY UPDATE;
END $$;
