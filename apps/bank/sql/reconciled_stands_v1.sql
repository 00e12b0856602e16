-- What a reconciliation joins stands: rows are added up to its declared counts while it is done, never changed or deleted;
-- they are freed, all at once, by undoing the reconciliation, and by nothing else.
CREATE FUNCTION bank_reconciled_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    wrong boolean;
BEGIN
    EXECUTE format('SELECT EXISTS (SELECT FROM new_rows n JOIN bank_reconciliation c ON c.id = n.reconciliation_id
                    WHERE c.status <> ''done'' OR NOT n.active OR n.position NOT BETWEEN 1 AND c.%I)', TG_ARGV[0]) INTO wrong;
    IF wrong THEN
        RAISE EXCEPTION 'Make another reconciliation; this one is complete.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciled_fits', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER reconciled_fits AFTER INSERT ON bank_reconciledline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION bank_reconciled_fits('line_count');
CREATE TRIGGER reconciled_fits AFTER INSERT ON bank_reconciledposting REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION bank_reconciled_fits('posting_count');
CREATE FUNCTION bank_reconciliation_frees() RETURNS trigger LANGUAGE plpgsql
    SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE bank_reconciledline SET active = false WHERE reconciliation_id = NEW.id AND active;
    UPDATE bank_reconciledposting SET active = false WHERE reconciliation_id = NEW.id AND active;
    RETURN NULL;
END $$;
CREATE TRIGGER reconciliation_frees AFTER UPDATE ON bank_reconciliation FOR EACH ROW
    WHEN (OLD.status = 'done' AND NEW.status = 'undone') EXECUTE FUNCTION bank_reconciliation_frees();
REVOKE UPDATE, DELETE, TRUNCATE ON bank_reconciledline, bank_reconciledposting FROM erp_app;
