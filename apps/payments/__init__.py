"""Receipts, disbursements and the matching of open items."""
