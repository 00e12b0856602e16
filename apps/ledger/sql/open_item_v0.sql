DROP TRIGGER account_settled ON ledger_account;
DROP FUNCTION ledger_account_settled();
DROP TRIGGER open_items ON ledger_entryline;
DROP FUNCTION ledger_open_items();
