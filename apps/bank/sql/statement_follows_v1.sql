-- At commit a bank statement has all its lines, they lead from its opening to its closing balance, and it opens with
-- what the statement before it in the row closed with; the row has no hole.
CREATE FUNCTION bank_statement_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('erp.company_id', true);
    lines bigint;
    moved numeric;
BEGIN
    PERFORM set_config('erp.company_id', NEW.company_id::text, true);
    SELECT count(*), coalesce(sum(amount), 0) INTO lines, moved FROM bank_bankstatementline WHERE statement_id = NEW.id;
    IF lines <> NEW.line_count OR NEW.opening_balance + moved <> NEW.closing_balance THEN
        RAISE EXCEPTION 'Statement % must have % lines that lead from % to %; it has % that come to %.',
            NEW.id, NEW.line_count, NEW.opening_balance, NEW.closing_balance, lines, moved
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_adds_up', TABLE = 'bank_bankstatement';
    END IF;
    IF EXISTS (
        SELECT FROM bank_bankstatement s WHERE s.bank_account_id = NEW.bank_account_id
        AND ((s.sequence = NEW.sequence - 1 AND s.closing_balance <> NEW.opening_balance)
          OR (s.sequence = NEW.sequence + 1 AND s.opening_balance <> NEW.closing_balance))
    ) OR (
        SELECT max(sequence) - min(sequence) + 1 <> count(*) FROM bank_bankstatement
        WHERE bank_account_id = NEW.bank_account_id
    ) THEN
        RAISE EXCEPTION 'Statement % must open with what the one before it closed with.', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'statement_follows', TABLE = 'bank_bankstatement';
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER statement_follows AFTER INSERT ON bank_bankstatement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bank_statement_follows();
