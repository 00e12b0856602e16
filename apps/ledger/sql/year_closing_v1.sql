-- A period that was opened to close its fiscal year is closed again at commit, and only the year's last period holds
-- one entry more: that of the year.
CREATE FUNCTION ledger_year_closing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('erp.company_id', true);
    then_count bigint;
    now_count bigint;
    of_year bigint;
    is_last bigint;
    state text;
BEGIN
    PERFORM set_config('erp.company_id', NEW.company_id::text, true);
    SELECT status INTO state FROM ledger_period WHERE id = NEW.period_id;
    SELECT c.entry_count INTO then_count FROM ledger_periodclosing c
    WHERE c.period_id = NEW.period_id AND c.action = 'close' AND c.id < NEW.id ORDER BY c.id DESC LIMIT 1;
    SELECT c.entry_count INTO now_count FROM ledger_periodclosing c
    WHERE c.period_id = NEW.period_id AND c.action = 'close' AND c.id > NEW.id ORDER BY c.id LIMIT 1;
    SELECT count(*) INTO is_last FROM ledger_period p JOIN ledger_fiscalyear y ON y.id = NEW.year_id AND y."end" = p."end"
    WHERE p.id = NEW.period_id;
    SELECT count(*) INTO of_year FROM ledger_entry e
    WHERE e.period_id = NEW.period_id AND e.source_type = 'ledger.fiscalyear' AND e.source_id = NEW.year_id AND e.created_at >= NEW.at;
    IF state <> 'closed' OR now_count - then_count IS DISTINCT FROM is_last OR of_year <> is_last THEN
        RAISE EXCEPTION 'Closing a year posts one entry into its last period and closes it again.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'year_closing_complete', TABLE = 'ledger_periodclosing';
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER year_closing AFTER INSERT ON ledger_periodclosing DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (NEW.action = 'reopen' AND NEW.year_id IS NOT NULL) EXECUTE FUNCTION ledger_year_closing();
