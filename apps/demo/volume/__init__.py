"""Years of a distributor's trade written by bulk SQL: what the services would have made, much faster."""
