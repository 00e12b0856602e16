-- Fiscal years and their periods follow one another without a hole or an overlap, and a period lies inside its year.
ALTER TABLE ledger_fiscalyear ADD CONSTRAINT fiscal_years_do_not_overlap
    EXCLUDE USING gist (company_id WITH =, daterange(start, "end", '[]') WITH &&);
ALTER TABLE ledger_period ADD CONSTRAINT periods_do_not_overlap
    EXCLUDE USING gist (company_id WITH =, daterange(start, "end", '[]') WITH &&);

CREATE FUNCTION ledger_calendar() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    company uuid := coalesce(NEW.company_id, OLD.company_id);
    before text := current_setting('erp.company_id', true);
    wrong text;
BEGIN
    PERFORM set_config('erp.company_id', company::text, true);
    SELECT y.code INTO wrong
    FROM ledger_fiscalyear y LEFT JOIN ledger_period p ON p.fiscal_year_id = y.id
    WHERE y.company_id = company
    GROUP BY y.id
    HAVING coalesce(sum(p."end" - p.start + 1), 0) <> y."end" - y.start + 1
        OR min(p.start) < y.start OR max(p."end") > y."end"
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'The periods of fiscal year % must cover each of its days once; add or correct periods.', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'periods_cover_the_year';
    END IF;
    SELECT code INTO wrong
    FROM (SELECT code, start, lag("end") OVER (ORDER BY start) AS last FROM ledger_fiscalyear WHERE company_id = company) y
    WHERE last + 1 <> start
    LIMIT 1;
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Fiscal year % must begin the day after the one before it; open the years between first.', wrong
            USING ERRCODE = 'check_violation', CONSTRAINT = 'fiscal_years_have_no_hole';
    END IF;
    PERFORM set_config('erp.company_id', coalesce(before, ''), true);
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER calendar AFTER INSERT OR UPDATE OR DELETE ON ledger_fiscalyear
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_calendar();
CREATE CONSTRAINT TRIGGER calendar AFTER INSERT OR UPDATE OF start, "end", fiscal_year_id OR DELETE ON ledger_period
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_calendar();
