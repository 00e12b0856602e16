DROP TRIGGER entry_complete ON ledger_entry;
DROP FUNCTION ledger_entry_complete();
