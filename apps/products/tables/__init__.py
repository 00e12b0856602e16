"""Tables of products, families, part numbers and tax rules."""
