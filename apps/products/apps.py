"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK = ["products.view_product", "products.view_category", "products.view_unit"]
KEEP = [
    f"products.{verb}_{model}"
    for verb in ("add", "change")
    for model in ("product", "category", "unit")
]


class ProductsConfig(AppConfig):
    """What is bought, stocked and sold: products, categories, units and prices."""

    name = "apps.products"
    verbose_name = _("Products")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [*LOOK, "products.change_category", "products.view_cost"],
        "warehouse_manager": LOOK,
        "salesperson": [*LOOK, "products.add_product", "products.change_product"],
        "buyer": [*LOOK, *KEEP, "products.archive_product", "products.view_cost"],
        "hr": [],
    }
