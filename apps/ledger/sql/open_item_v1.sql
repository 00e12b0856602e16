-- Every line on a matched account opens an item of its own; nobody else makes one.
-- The accounts are an array, read once: a plan made for one line is then right for a hundred thousand as well.
CREATE FUNCTION ledger_open_items() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO ledger_openitem (id, company_id, entry_id, account_id, party_id, side, date, due_date, currency_id,
                                 amount, open_amount, amount_currency, open_currency)
    SELECT n.id, n.company_id, n.entry_id, n.account_id, n.party_id, CASE WHEN n.debit > 0 THEN 'debit' ELSE 'credit' END,
           n.date, coalesce(n.due_date, n.date), n.currency_id,
           n.debit + n.credit, n.debit + n.credit, abs(n.amount_currency), abs(n.amount_currency)
    FROM new_rows n
    WHERE n.account_id = ANY (ARRAY(SELECT id FROM ledger_account WHERE reconcile));
    RETURN NULL;
END $$;

CREATE TRIGGER open_items AFTER INSERT ON ledger_entryline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_open_items();

-- Whether an account is matched is settled by its first line.
CREATE FUNCTION ledger_account_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM ledger_entryline WHERE account_id = OLD.id AND company_id = OLD.company_id) THEN
        RAISE EXCEPTION 'Account % has lines; to change how it is matched or who keeps it, use a new account.', OLD.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'account_settled_by_lines', TABLE = 'ledger_account';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER account_settled BEFORE UPDATE ON ledger_account FOR EACH ROW
    WHEN (OLD.reconcile <> NEW.reconcile OR OLD.control <> NEW.control OR OLD.currency_id IS DISTINCT FROM NEW.currency_id)
    EXECUTE FUNCTION ledger_account_settled();
