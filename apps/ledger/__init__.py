"""Chart of accounts, journals, periods, entries, taxes and the closing of the books."""
