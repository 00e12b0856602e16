-- A period is closed and reopened by writing a row in ledger_periodclosing, and in no other way.
-- The row is written under the lock that postings share, so whatever was being posted is in the books first.
-- Reopening takes two: somebody asks and says why, somebody else approves. Only closing a fiscal year opens its last period
-- (and closed ones after it, whose balances follow from it) without asking, posts the year's entry, and closes in the same transaction.
REVOKE UPDATE ON ledger_period FROM erp_app;
GRANT UPDATE (code) ON ledger_period TO erp_app;

CREATE OR REPLACE FUNCTION ledger_period_begins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'open' THEN
        RAISE EXCEPTION 'A period begins open; close it with close_period.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_begins_open', TABLE = 'ledger_period';
    END IF;
    IF EXISTS (SELECT FROM ledger_period WHERE company_id = NEW.company_id AND status = 'closed' AND start > NEW.start) THEN
        RAISE EXCEPTION 'Period % lies before a closed one, whose balances are frozen; reopen that first.', NEW.code
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_begins_after_closed', TABLE = 'ledger_period';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER period_begins BEFORE INSERT ON ledger_period FOR EACH ROW EXECUTE FUNCTION ledger_period_begins();

CREATE OR REPLACE FUNCTION ledger_period_closing() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was text;
    neighbour text;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger.locks:' || NEW.company_id, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended('ledger.period:' || NEW.period_id, 0));
    SELECT status INTO was FROM ledger_period WHERE id = NEW.period_id AND company_id = NEW.company_id FOR UPDATE;
    IF was IS DISTINCT FROM (CASE NEW.action WHEN 'close' THEN 'open' ELSE 'closed' END) THEN
        RAISE EXCEPTION 'To % a period it must be %; it is %.',
            NEW.action, CASE NEW.action WHEN 'close' THEN 'open' ELSE 'closed' END, coalesce(was, 'not there')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_status', TABLE = 'ledger_period';
    END IF;
    SELECT other.code INTO neighbour
    FROM ledger_period p JOIN ledger_period other ON other.company_id = p.company_id
    WHERE p.id = NEW.period_id AND (
        (NEW.action = 'close' AND other.start < p.start AND other.status = 'open')
        OR (NEW.action = 'reopen' AND other.start > p.start AND other.status = 'closed'))
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'Periods are closed in order and reopened in reverse: % first.', neighbour
            USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_close_in_order', TABLE = 'ledger_period';
    END IF;
    IF NEW.action = 'reopen' AND NEW.year_id IS NULL AND NOT EXISTS (
        SELECT FROM ledger_reopening r WHERE r.id = NEW.reopening_id AND r.period_id = NEW.period_id AND r.status = 'approved'
            AND r.decided_by_id <> r.requested_by_id AND r.decided_by_id = NEW.actor_id) THEN
        RAISE EXCEPTION 'To reopen a period, let somebody ask for it and somebody else approve.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reopening_takes_two', TABLE = 'ledger_periodclosing';
    END IF;
    IF NEW.action = 'reopen' AND NEW.year_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM ledger_period p JOIN ledger_fiscalyear y ON y.company_id = p.company_id
        WHERE p.id = NEW.period_id AND y.id = NEW.year_id AND p."end" >= y."end") THEN
        RAISE EXCEPTION 'Closing a year opens its last period and those after it, no other.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'year_opens_its_last_period', TABLE = 'ledger_periodclosing';
    END IF;
    UPDATE ledger_period SET status = CASE NEW.action WHEN 'close' THEN 'closed' ELSE 'open' END WHERE id = NEW.period_id;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER period_closing AFTER INSERT ON ledger_periodclosing FOR EACH ROW EXECUTE FUNCTION ledger_period_closing();
