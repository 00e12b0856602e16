"""Wiring: settings, URLs, the Celery app and the database backend."""

from erp.celery import app as celery_app

__all__ = ["celery_app"]
