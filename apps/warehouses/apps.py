"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK = ["warehouses.view_warehouse", "warehouses.view_location"]
EVERYWHERE = "warehouses.access_warehouse"


class WarehousesConfig(AppConfig):
    """Where goods are: warehouses and their tree of locations.

    A warehouse manager works in the warehouses granted one by one; the others in all of them.
    """

    name = "apps.warehouses"
    verbose_name = _("Warehouses")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [*LOOK, EVERYWHERE],
        "warehouse_manager": [
            *LOOK,
            "warehouses.change_warehouse",
            "warehouses.add_location",
            "warehouses.change_location",
        ],
        "quality": LOOK,
        "salesperson": [*LOOK, EVERYWHERE],
        "buyer": [*LOOK, EVERYWHERE],
        "auditor": [EVERYWHERE],
    }
