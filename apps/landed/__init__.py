"""Freight, duty and other costs that are spread over goods received."""
