"""Screens of payments, of matching open items, of the reasons to write something off."""
