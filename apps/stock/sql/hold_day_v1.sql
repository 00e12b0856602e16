-- Hold the period of the day a document is posted on (its own date unless another is given) and return how it stands.
-- Two statements, for the status is read after the period is held.
CREATE FUNCTION stock_hold_day(document uuid, wanted date) RETURNS TABLE (day date, period text, status text)
    LANGUAGE plpgsql AS $$
DECLARE
    held uuid;
BEGIN
    day := coalesce(wanted, (SELECT d.date FROM stock_stockdocument d WHERE d.id = document));
    SELECT p.id INTO held FROM ledger_period p
    WHERE p.company_id = nullif(current_setting('erp.company_id', true), '')::uuid AND p.start <= day AND p."end" >= day;
    PERFORM ledger_hold_period(held);
    SELECT p.code, p.status INTO period, status FROM ledger_period p WHERE p.id = held;
    RETURN NEXT;
END $$;
