"""Screens of the ledger: books, entries, periods, reports."""
