"""Money, life cycles, numbering, outbox, idempotency, company context and the pieces every screen shares."""
