DROP TRIGGER calendar ON ledger_period;
DROP TRIGGER calendar ON ledger_fiscalyear;
DROP FUNCTION ledger_calendar();
ALTER TABLE ledger_period DROP CONSTRAINT periods_do_not_overlap;
ALTER TABLE ledger_fiscalyear DROP CONSTRAINT fiscal_years_do_not_overlap;
