"""Screens of the warehouse floor."""
