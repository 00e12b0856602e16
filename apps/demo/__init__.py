"""The demonstration companies: real order data played through the services of the other apps, in date order."""
