"""Budgets: what may be spent in a year, and what was."""
