DROP TRIGGER reconciliation_balances ON bank_reconciliation;
DROP FUNCTION bank_reconciliation_balances();
