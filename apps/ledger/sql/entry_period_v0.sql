DROP TRIGGER entry_in_open_period ON ledger_entry;
DROP FUNCTION ledger_entry_period();
DROP TRIGGER entry_queues ON ledger_entry;
DROP FUNCTION ledger_entry_queues();
DROP FUNCTION ledger_hold_period(uuid);
