"""Django's PostgreSQL backend, with the company context sent at the start of each transaction."""
