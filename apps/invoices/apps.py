"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InvoicesConfig(AppConfig):
    """Customer invoices, supplier bills and their credit notes, from draft to archived PDF."""

    name = "apps.invoices"
    verbose_name = _("Invoices")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
