-- What kind of account it is decides where its lines stand in the statements, also in those of closed years.
CREATE FUNCTION ledger_account_type_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_entryline WHERE account_id = OLD.id AND company_id = OLD.company_id) THEN
        RAISE EXCEPTION 'Account % has lines and keeps its type; use a new account.', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'account_type_stays', TABLE = 'ledger_account';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER account_type_stays BEFORE UPDATE ON ledger_account FOR EACH ROW
    WHEN (OLD.type <> NEW.type) EXECUTE FUNCTION ledger_account_type_stays();
