-- At commit an entry has all its lines, its debits and its credits both sum to its total, a reversal mirrors its
-- original line by line, dimensions too, and what was written by hand has its posted manual entry, off the accounts sub-ledgers keep.
CREATE FUNCTION ledger_entry_complete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := current_setting('erp.company_id', true);
    lines bigint;
    debits numeric;
    credits numeric;
    controlled text;
BEGIN
    PERFORM set_config('erp.company_id', NEW.company_id::text, true);
    SELECT count(*), sum(debit), sum(credit) INTO lines, debits, credits FROM ledger_entryline WHERE entry_id = NEW.id;
    IF lines <> NEW.line_count OR debits IS DISTINCT FROM NEW.total OR credits IS DISTINCT FROM NEW.total THEN
        RAISE EXCEPTION 'Entry % must have % lines whose debits and credits both sum to %; it has %, % and %.',
            NEW.id, NEW.line_count, NEW.total, lines, coalesce(debits, 0), coalesce(credits, 0)
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_complete', TABLE = 'ledger_entry';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND (
        EXISTS (SELECT FROM ledger_entry WHERE id = NEW.reverses_id AND reverses_id IS NOT NULL)
        OR EXISTS (
            SELECT account_id, party_id, debit, credit, currency_id, amount_currency, tax_id, dimensions
            FROM ledger_entryline WHERE entry_id = NEW.id
            EXCEPT ALL
            SELECT account_id, party_id, credit, debit, currency_id, -amount_currency, tax_id, dimensions
            FROM ledger_entryline WHERE entry_id = NEW.reverses_id)
        OR NEW.line_count <> (SELECT line_count FROM ledger_entry WHERE id = NEW.reverses_id)
    ) THEN
        RAISE EXCEPTION 'Entry % must mirror every line of the entry it reverses.', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reversal_mirrors', TABLE = 'ledger_entry';
    END IF;
    IF NEW.source_type = 'ledger.manualentry' THEN
        SELECT a.code INTO controlled
        FROM ledger_entryline l JOIN ledger_account a ON a.id = l.account_id
        WHERE l.entry_id = NEW.id AND a.control <> '' LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION 'Account % is kept by its sub-ledger; post there instead of by hand.', controlled
                USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_entry_off_control', TABLE = 'ledger_entry';
        END IF;
        IF NEW.kind = 'post' AND NOT EXISTS (
            SELECT FROM ledger_manualentry
            WHERE id = NEW.source_id AND entry_id = NEW.id AND status IN ('posted', 'reversed')
        ) THEN
            RAISE EXCEPTION 'Entry % says it was written by hand; no posted manual entry is behind it.', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_entry_behind', TABLE = 'ledger_entry';
        END IF;
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER entry_complete AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_entry_complete();
