-- At commit the parts of a started deferral come to its amount. A part keeps its day and amount, and gets its entry once.
CREATE FUNCTION ledger_deferral_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('erp.company_id', true);
    parts numeric;
BEGIN
    PERFORM set_config('erp.company_id', NEW.company_id::text, true);
    SELECT coalesce(sum(amount), 0) INTO parts FROM ledger_deferralpart WHERE deferral_id = NEW.id;
    IF parts <> NEW.amount THEN
        RAISE EXCEPTION 'The parts of deferral % come to %; its amount is %.', NEW.number, parts, NEW.amount
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deferral_adds_up', TABLE = 'ledger_deferral';
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER deferral_adds_up AFTER UPDATE ON ledger_deferral DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW WHEN (OLD.status = 'draft' AND NEW.status = 'running') EXECUTE FUNCTION ledger_deferral_adds_up();

CREATE FUNCTION ledger_deferral_part_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        PERFORM FROM ledger_deferral WHERE id = NEW.deferral_id AND status = 'draft' FOR UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'A deferral that was started takes no further part.'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'deferral_part_stands', TABLE = 'ledger_deferralpart';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.entry_id IS NOT NULL OR NEW.entry_id IS NULL
        OR (NEW.id, NEW.company_id, NEW.deferral_id, NEW."on", NEW.amount)
            IS DISTINCT FROM (OLD.id, OLD.company_id, OLD.deferral_id, OLD."on", OLD.amount) THEN
        RAISE EXCEPTION 'A part of a deferral gets its entry once, and nothing else of it changes.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'deferral_part_stands', TABLE = 'ledger_deferralpart';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER deferral_part_stands BEFORE INSERT OR UPDATE ON ledger_deferralpart
    FOR EACH ROW EXECUTE FUNCTION ledger_deferral_part_stands();
