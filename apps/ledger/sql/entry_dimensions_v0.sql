DROP TRIGGER entry_dimensions ON ledger_entryline;
DROP FUNCTION ledger_entry_dimensions();
DROP FUNCTION ledger_dimension_rules(uuid[]);
