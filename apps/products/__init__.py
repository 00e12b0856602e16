"""What is bought, stocked and sold: products, categories, units and prices."""
