DROP FUNCTION ledger_seal(uuid, uuid, integer);
DROP FUNCTION ledger_link(text, text);
DROP FUNCTION ledger_canonical(ledger_entry);
DROP FUNCTION IF EXISTS ledger_canonical(ledger_entry, integer);
DROP FUNCTION IF EXISTS ledger_entry_content(ledger_entry, jsonb);
DROP FUNCTION IF EXISTS ledger_line_content(ledger_entryline);
