DROP TRIGGER IF EXISTS reopening_by_its_user ON ledger_reopening;
DROP FUNCTION IF EXISTS ledger_reopening_user();
