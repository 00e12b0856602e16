-- Every amount of a company is in its currency, so that never changes: programs may remember it.
CREATE FUNCTION companies_keep_currency() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A company keeps the currency of its books; make another company.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'company_keeps_currency', TABLE = TG_TABLE_NAME;
END $$;
CREATE TRIGGER keep_currency BEFORE UPDATE ON companies_company
    FOR EACH ROW WHEN (OLD.currency_id IS DISTINCT FROM NEW.currency_id) EXECUTE FUNCTION companies_keep_currency();
