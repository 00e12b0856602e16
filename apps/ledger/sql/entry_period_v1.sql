-- An entry is posted into an open period that holds its date. The period's row is held until commit, so that no closing can overtake.
-- The shared advisory locks queue behind a closing, or a lock date, that waits: a stream of postings cannot starve it. They are taken
-- before the row is written, for the row's foreign key locks the period too: a posting that waits must not hold what the closing waits for.
-- The company's lock dates come first, then its periods: everybody takes them in this order.
CREATE OR REPLACE FUNCTION ledger_hold_period(period uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger.locks:' || current_setting('erp.company_id', true), 0));
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger.period:' || period, 0));
    PERFORM FROM ledger_period WHERE id = period FOR SHARE;
END $$;

CREATE OR REPLACE FUNCTION ledger_entry_queues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger.locks:' || NEW.company_id, 0));
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger.period:' || NEW.period_id, 0));
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER entry_queues BEFORE INSERT ON ledger_entry FOR EACH ROW EXECUTE FUNCTION ledger_entry_queues();

CREATE OR REPLACE FUNCTION ledger_entry_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held uuid;
    wrong date;
BEGIN
    FOR held IN SELECT DISTINCT period_id FROM new_rows ORDER BY period_id LOOP
        PERFORM ledger_hold_period(held);
    END LOOP;
    SELECT n.date INTO wrong
    FROM new_rows n
    LEFT JOIN ledger_period p
        ON p.id = n.period_id AND p.company_id = n.company_id AND p.status = 'open' AND n.date BETWEEN p.start AND p."end"
    WHERE p.id IS NULL
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'To post on %, use a date in an open period.', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'entry_in_open_period', TABLE = 'ledger_entry';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER entry_in_open_period AFTER INSERT ON ledger_entry REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_period();
