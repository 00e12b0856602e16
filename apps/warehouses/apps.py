"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WarehousesConfig(AppConfig):
    """Where goods are: warehouses and their tree of locations."""

    name = "apps.warehouses"
    verbose_name = _("Warehouses")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
