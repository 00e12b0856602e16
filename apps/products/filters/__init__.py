"""What lists of products, families, part numbers and tax rules can be narrowed to."""
