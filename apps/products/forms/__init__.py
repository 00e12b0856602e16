"""Forms of products, families, part numbers, substitutes and tax rules."""
