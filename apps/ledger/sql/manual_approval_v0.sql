DROP TRIGGER manual_approval ON ledger_manualentry;
DROP FUNCTION ledger_manual_approval();
