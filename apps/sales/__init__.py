"""Sales orders, from draft to shipped and invoiced."""
