-- A payment run is approved by who acts, and neither drafted, wrote nor submitted it; it is posted when each transfer has its payment.
-- Its items are its own while it is open, and free again when it is posted or cancelled.
CREATE FUNCTION bank_payment_run_decided() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    acting uuid := nullif(current_setting('erp.user_id', true), '')::uuid;
BEGIN
    IF NEW.created_by_id IS DISTINCT FROM OLD.created_by_id
        OR ((NEW.approved_by_id, NEW.number) IS DISTINCT FROM (OLD.approved_by_id, OLD.number)
            AND NOT (OLD.status = 'submitted' AND NEW.status = 'approved')) THEN
        RAISE EXCEPTION 'Who wrote and who approved a payment run stays as it is.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_run_signed', TABLE = 'bank_paymentrun';
    END IF;
    IF OLD.status = 'submitted' AND NEW.status = 'approved' AND (
        NEW.approved_by_id IS NULL OR NEW.approved_by_id <> coalesce(acting, NEW.approved_by_id)
        OR NEW.approved_by_id IS NOT DISTINCT FROM OLD.created_by_id
        OR NEW.approved_by_id IS NOT DISTINCT FROM OLD.written_by_id
        OR NEW.approved_by_id IS NOT DISTINCT FROM OLD.submitted_by_id
        OR (NEW.written_by_id, NEW.submitted_by_id) IS DISTINCT FROM (OLD.written_by_id, OLD.submitted_by_id)
    ) THEN
        RAISE EXCEPTION 'A payment run is approved by somebody who neither wrote nor submitted it.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'run_approver_is_not_maker', TABLE = 'bank_paymentrun';
    END IF;
    IF OLD.status <> 'posted' AND NEW.status = 'posted'
        AND EXISTS (SELECT FROM bank_paymenttransfer WHERE run_id = NEW.id AND payment_id IS NULL) THEN
        RAISE EXCEPTION 'A payment run is posted when each of its transfers has its payment.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_run_paid', TABLE = 'bank_paymentrun';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER payment_run_decided BEFORE UPDATE ON bank_paymentrun
    FOR EACH ROW EXECUTE FUNCTION bank_payment_run_decided();

CREATE FUNCTION bank_payment_run_frees() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE bank_paymentrunline SET active = false WHERE run_id = NEW.id AND active;
    RETURN NULL;
END $$;
CREATE TRIGGER payment_run_frees AFTER UPDATE ON bank_paymentrun FOR EACH ROW
    WHEN (OLD.status NOT IN ('posted', 'cancelled') AND NEW.status IN ('posted', 'cancelled'))
    EXECUTE FUNCTION bank_payment_run_frees();

CREATE FUNCTION bank_transfer_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.payment_id IS NOT NULL
        OR NOT EXISTS (SELECT FROM bank_paymentrun WHERE id = NEW.run_id AND status = 'approved') THEN
        RAISE EXCEPTION 'A transfer gets its payment once, when its approved run is posted.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_paid_once', TABLE = 'bank_paymenttransfer';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER transfer_paid BEFORE UPDATE ON bank_paymenttransfer FOR EACH ROW
    WHEN (OLD.payment_id IS DISTINCT FROM NEW.payment_id) EXECUTE FUNCTION bank_transfer_paid();
CREATE TRIGGER transfer_begins BEFORE INSERT ON bank_paymenttransfer FOR EACH ROW
    WHEN (NEW.payment_id IS NOT NULL) EXECUTE FUNCTION bank_transfer_paid();

CREATE FUNCTION bank_run_line_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'An item of a payment run is its own as long as the run is open.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'run_line_begins', TABLE = 'bank_paymentrunline';
END $$;
CREATE TRIGGER run_line_begins BEFORE INSERT ON bank_paymentrunline FOR EACH ROW
    WHEN (NOT NEW.active) EXECUTE FUNCTION bank_run_line_begins();
REVOKE UPDATE, TRUNCATE ON bank_paymentrunline FROM erp_app;
