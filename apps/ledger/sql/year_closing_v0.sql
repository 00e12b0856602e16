DROP TRIGGER IF EXISTS year_closing ON ledger_periodclosing;
DROP FUNCTION IF EXISTS ledger_year_closing();
