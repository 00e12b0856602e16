"""Screens of replenishment."""
