"""The Celery app; its settings are the ``CELERY_`` ones, what beat starts is ``CELERY_BEAT_SCHEDULE``."""

import os
import sys
from importlib import import_module
from typing import Any

from celery import Celery
from celery.signals import worker_init
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue

from apps.core.queues import QUEUES
from erp.checks import refuse_unsafe_database

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erp.settings")

app = Celery("plumb")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.task_queues = [Queue(name) for name in QUEUES]
app.conf.broker_transport_options |= {"queue_order_strategy": "priority"}  # the first queue first


@worker_init.connect
def refuse_to_start(**_: Any) -> None:
    """End the worker at once on a database it must not run on; Celery would only log an error."""
    try:
        refuse_unsafe_database()
    except ImproperlyConfigured as reason:
        sys.exit(f"The worker cannot start: {reason}")


@worker_init.connect
def load_typesetting(**_: Any) -> None:
    """Load what prints before the children fork: they share it, and the first document does not wait."""
    import_module("apps.core.typesetting")
