"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """Money, life cycles, numbering, outbox, idempotency, company context and the pieces every screen shares."""

    name = "apps.core"
    verbose_name = _("Core")
    role_permissions: ClassVar[dict[str, list[str]]] = {}

    def ready(self) -> None:
        """Import each app's ``subscribers`` and ``checks``: what listens to events, what is proved."""
        autodiscover_modules("subscribers", "checks")
