-- A manual entry above its journal's limit is posted only from "submitted", approved by somebody who neither wrote nor submitted it.
-- While it waits, nothing of it changes; who approves is who acts.
CREATE FUNCTION ledger_manual_approval() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    ceiling numeric;
    total numeric;
    acting uuid := nullif(current_setting('erp.user_id', true), '')::uuid;
BEGIN
    IF OLD.status = 'submitted' AND (NEW.journal_id, NEW.date, NEW.memo, NEW.reverse_on, NEW.created_by_id)
        IS DISTINCT FROM (OLD.journal_id, OLD.date, OLD.memo, OLD.reverse_on, OLD.created_by_id) THEN
        RAISE EXCEPTION 'To change an entry that waits for approval, reject it first.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'submitted_entry_stands_still', TABLE = 'ledger_manualentry';
    END IF;
    IF NEW.status = 'posted' AND OLD.status = 'submitted' AND (
        NEW.approved_by_id IS NULL OR NEW.approved_by_id = OLD.submitted_by_id
        OR NEW.submitted_by_id IS DISTINCT FROM OLD.submitted_by_id
        OR NEW.approved_by_id IS NOT DISTINCT FROM OLD.created_by_id OR NEW.approved_by_id <> coalesce(acting, NEW.approved_by_id)
    ) THEN
        RAISE EXCEPTION 'An entry is approved by somebody who neither wrote nor submitted it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'approver_is_not_maker', TABLE = 'ledger_manualentry';
    END IF;
    IF NEW.status = 'posted' AND OLD.status = 'draft' THEN
        SELECT approval_limit INTO ceiling FROM ledger_journal WHERE id = NEW.journal_id;
        SELECT sum(debit) INTO total FROM ledger_manualentryline WHERE manual_entry_id = NEW.id;
        IF total > ceiling THEN
            RAISE EXCEPTION 'An entry of % is above the limit of % of its journal: submit it for approval.', total, ceiling
                USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_above_limit_approved', TABLE = 'ledger_manualentry';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER manual_approval BEFORE UPDATE ON ledger_manualentry
    FOR EACH ROW WHEN (OLD.status IN ('draft', 'submitted')) EXECUTE FUNCTION ledger_manual_approval();
