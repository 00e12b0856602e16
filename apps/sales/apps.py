"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SalesConfig(AppConfig):
    """Sales orders, from draft to shipped and invoiced."""

    name = "apps.sales"
    verbose_name = _("Sales")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
