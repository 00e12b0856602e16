"""How fast Plumb is, as ratios to the same rows written without it, measured in one run."""
