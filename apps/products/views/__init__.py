"""Screens of products: goods and families, part numbers, pictures, tax rules."""
