"""The reports of stock, each a function from what was asked to a sheet."""
