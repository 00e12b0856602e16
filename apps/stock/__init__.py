"""Moves of goods, reservations, valuation and the documents that cause them."""
