"""The wiring as an app: the checks of ``erp.checks`` and what log lines carry."""

from django.apps import AppConfig
from django_structlog.signals import bind_extra_request_metadata

from erp import checks, logs


class ErpConfig(AppConfig):
    """Registers the checks that keep Plumb from running on an unsafe database."""

    name = "erp"
    verbose_name = "Plumb"
    checks = checks.REGISTERED

    def ready(self) -> None:
        """Let log lines carry the id that events and audit rows carry."""
        bind_extra_request_metadata.connect(logs.bind_request_id)
