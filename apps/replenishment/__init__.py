"""What runs out, and what to buy or bring for it."""
