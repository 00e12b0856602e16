"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """The demonstration companies; nothing imports this app, and a real company never needs it."""

    name = "apps.demo"
    verbose_name = _("Demonstration")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
