"""Purchase orders, from draft to received and billed."""
