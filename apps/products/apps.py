"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK = [
    f"products.view_{model}"
    for model in ("product", "category", "unit", "partnumber", "attribute", "family")
]
KEEP = [
    f"products.{verb}_{model}"
    for verb in ("add", "change")
    for model in ("product", "category", "unit", "partnumber", "attribute", "family")
]
TAXES = [
    f"products.{verb}_{model}"
    for verb in ("view", "add", "change")
    for model in ("taxrule", "taxexemption")
]


class ProductsConfig(AppConfig):
    """What is bought, stocked and sold: products, categories, units and prices."""

    name = "apps.products"
    verbose_name = _("Products")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [*LOOK, *TAXES, "products.change_category", "products.view_cost"],
        "warehouse_manager": LOOK,
        "quality": LOOK,
        "salesperson": [
            *LOOK,
            *(
                f"products.{verb}_{model}"
                for verb in ("add", "change")
                for model in ("product", "partnumber")
            ),
        ],
        "buyer": [*LOOK, *KEEP, "products.archive_product", "products.view_cost"],
        "hr": [],
    }

    def ready(self) -> None:
        """Give a new chart the tax rules of its country."""
        from apps.ledger.services import charts  # noqa: PLC0415 - models are loaded only now
        from apps.products.services.taxes import install_tax_rules  # noqa: PLC0415

        charts.followers.append(install_tax_rules)
