-- Whoever asks for a reopening, or decides on it, is the user at work: nobody signs for somebody else.
CREATE FUNCTION ledger_reopening_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    at_work uuid := nullif(current_setting('erp.user_id', true), '')::uuid;
    signs uuid := CASE TG_OP WHEN 'INSERT' THEN NEW.requested_by_id ELSE NEW.decided_by_id END;
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.period_id, NEW.requested_by_id, NEW.reason, NEW.requested_at)
        IS DISTINCT FROM (OLD.period_id, OLD.requested_by_id, OLD.reason, OLD.requested_at) THEN
        RAISE EXCEPTION 'What was asked for stays as it was asked; ask again.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reopening_keeps_its_request', TABLE = 'ledger_reopening';
    END IF;
    IF at_work <> signs THEN
        RAISE EXCEPTION 'To ask for a reopening, or to decide on it, sign as yourself.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reopening_by_its_user', TABLE = 'ledger_reopening';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reopening_by_its_user BEFORE INSERT OR UPDATE ON ledger_reopening
    FOR EACH ROW EXECUTE FUNCTION ledger_reopening_user();
