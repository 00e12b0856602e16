"""Where goods are: warehouses and their tree of locations."""
