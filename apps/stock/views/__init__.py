"""Screens of stock: what lies where, what moved, receipts, shipments, transfers and adjustments."""
