-- The application may delete no delivery; this function deletes, of the company in force, those made more than a week ago.
CREATE FUNCTION core_sweep_deliveries(made_before timestamptz, most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    swept integer;
BEGIN
    DELETE FROM core_delivery WHERE id IN (
        SELECT id FROM core_delivery
        WHERE company_id = nullif(current_setting('erp.company_id', true), '')::uuid
          AND status = 'done' AND done_at < least(made_before, now() - interval '7 days')
        ORDER BY done_at LIMIT most);
    GET DIAGNOSTICS swept = ROW_COUNT;
    RETURN swept;
END $$;
