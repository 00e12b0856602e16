DROP TRIGGER account_type_stays ON ledger_account;
DROP FUNCTION ledger_account_type_stays();
