-- A line belongs to an entry of its company and carries that entry's date and number of lines.
ALTER TABLE ledger_entryline ADD CONSTRAINT ledger_entryline_entry_shape
    FOREIGN KEY (company_id, entry_id, date, line_count) REFERENCES ledger_entry (company_id, id, date, line_count);
