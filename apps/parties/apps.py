"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    """Customers and suppliers with their contacts, addresses, tax numbers and payment terms."""

    name = "apps.parties"
    verbose_name = _("Parties")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
