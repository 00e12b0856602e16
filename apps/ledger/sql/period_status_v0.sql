DROP TRIGGER period_closing ON ledger_periodclosing;
DROP FUNCTION ledger_period_closing();
DROP TRIGGER period_begins ON ledger_period;
DROP FUNCTION ledger_period_begins();
GRANT UPDATE ON ledger_period TO erp_app;
