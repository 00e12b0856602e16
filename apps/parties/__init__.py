"""Customers and suppliers with their contacts, addresses, tax numbers and payment terms."""
