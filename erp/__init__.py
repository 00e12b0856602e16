"""Wiring: settings, URLs, the Celery app and the database backend."""
