-- At commit a reconciliation has all its movements and entry lines, both of its bank account, and they come to the same sum
-- in the account's currency; one without movements clears entry lines that cancel each other, or an opening balance.
CREATE FUNCTION bank_reconciliation_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('erp.company_id', true);
    moved numeric;
    booked numeric;
    lines bigint;
    postings bigint;
BEGIN
    PERFORM set_config('erp.company_id', NEW.company_id::text, true);
    SELECT count(*), coalesce(sum(l.amount), 0) INTO lines, moved
    FROM bank_reconciledline c JOIN bank_bankstatementline l ON l.id = c.line_id
    WHERE c.reconciliation_id = NEW.id AND l.bank_account_id = NEW.bank_account_id;
    SELECT count(*), coalesce(sum(CASE WHEN b.currency_id = k.currency_id THEN l.debit - l.credit ELSE l.amount_currency END), 0)
    INTO postings, booked
    FROM bank_reconciledposting c
    JOIN bank_bankaccount b ON b.id = NEW.bank_account_id
    JOIN companies_company k ON k.id = NEW.company_id
    JOIN ledger_entryline l ON l.id = c.posting_id AND l.account_id = b.account_id
    WHERE c.reconciliation_id = NEW.id;
    IF lines <> NEW.line_count OR postings <> NEW.posting_count OR moved + NEW.opening_amount <> booked THEN
        RAISE EXCEPTION 'Reconciliation % must join % movements and % entry lines of one sum; it has % of % and % of %.',
            NEW.id, NEW.line_count, NEW.posting_count, lines, moved, postings, booked
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_balances', TABLE = 'bank_reconciliation';
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER reconciliation_balances AFTER INSERT ON bank_reconciliation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bank_reconciliation_balances();
