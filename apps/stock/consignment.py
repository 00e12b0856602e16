"""Reads of goods that suppliers left on consignment: counted, and not ours until they are taken over."""

from typing import Any

from django.db.models import QuerySet

from apps.stock.models import Level
from apps.warehouses.choices import LocationKind
from apps.warehouses.selectors import allowed_warehouses


def visible_consigned(user: Any) -> QuerySet[Level]:
    """Return what lies on consignment in the warehouses ``user`` may work in, by owner."""
    rows = Level.objects.filter(location__kind=LocationKind.CONSIGNMENT, on_hand__gt=0)
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(location__warehouse_id__in=allowed)
    rows = rows.select_related(
        "product__unit",
        "product__purchase_unit",
        "product__purchase_tax",
        "product__category",
        "lot",
        "location__warehouse",
        "location__owner__supplier_term",
    )
    return rows.order_by("location__owner__name", "product__sku", "location__code", "pk")
