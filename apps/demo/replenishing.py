"""The replenishment rules of the demonstration companies, made at the end: what they ask for is left to decide on."""

from decimal import Decimal
from typing import Any

from django.db import transaction

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.money import ZERO
from apps.demo.fresh import DRAFT_TRANSFER, TRANSFER
from apps.products.models import Product
from apps.replenishment import services as replenishment
from apps.replenishment.choices import Method, Source
from apps.replenishment.models import Rule
from apps.warehouses.models import Warehouse

CASE = Decimal(6)
SAFETY = Decimal(5)


def leave_rules(company: Company, who: User) -> None:
    """Give the goods of ``company`` rules in the name of ``who``, and leave what they propose; once and no more."""
    with company_context(company.pk, user_id=who.pk), transaction.atomic():
        if Rule.objects.exists():
            return
        houses = {house.code: house for house in Warehouse.objects.all()}
        main = houses.get("SEA") or houses["CAS"]
        bought = Product.objects.filter(
            kind="goods", is_active=True, supplier_prices__supplier__is_active=True
        )
        for product in bought.select_related("unit").distinct().order_by("sku"):
            _rule(product, main, **_figures(product))
        if "TAC" in houses:
            skus = [f"NW{int(key):03d}" for key in (*TRANSFER, *DRAFT_TRANSFER)]
            for product in Product.objects.filter(sku__in=skus).order_by("sku"):
                _rule(
                    product, houses["TAC"], minimum=Decimal(8), target=Decimal(20), source=Source.TRANSFER,
                    from_warehouse=main, lead_days=1,
                )  # fmt: skip
        replenishment.propose(actor=None)


def _figures(product: Product) -> dict[str, Any]:
    """Return a minimum where the product's record names a level, else a point that follows demand."""
    level = product.reorder_level
    if level > ZERO:
        return {"minimum": level, "target": level * 3, "order_multiple": CASE}
    return {"method": Method.DEMAND, "safety_stock": SAFETY, "order_multiple": CASE}


def _rule(product: Product, house: Warehouse, **fields: Any) -> None:
    rule = Rule(product=product, warehouse=house, **fields)
    replenishment.save_rule(actor=None, document=rule)
