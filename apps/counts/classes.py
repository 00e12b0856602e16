"""The class of each product by the value of it that was shipped, read from the moves."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, F, Q, Sum, When

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.counts.abc import classify
from apps.counts.choices import AbcClass
from apps.counts.models import CountPlan
from apps.stock.models import Level, Move
from apps.warehouses.choices import LocationKind


def shipped_values(warehouse: UUID, days: int) -> dict[UUID, Decimal]:
    """Return the value a warehouse shipped of each product over some days, what came back taken off."""
    since = company_in_force().today() - timedelta(days=days)
    left = Q(to_location__kind=LocationKind.CUSTOMER, from_location__warehouse_id=warehouse)
    came = Q(from_location__kind=LocationKind.CUSTOMER, to_location__warehouse_id=warehouse)
    moves = Move.objects.filter(left | came, company_id=company_id(), date__gt=since)
    value: Any = Case(When(left, then=F("value")), default=-F("value"))
    return dict(moves.order_by().values_list("product_id").annotate(total=Sum(value)))


def classes_of(warehouse: UUID, plan: CountPlan) -> dict[UUID, str]:
    """Return the class of each product that lies in a warehouse or was shipped from it."""
    shipped = dict.fromkeys(
        Level.objects.filter(
            location__warehouse_id=warehouse, location__kind=LocationKind.STORAGE, on_hand__gt=0
        )
        .order_by()
        .values_list("product_id", flat=True)
        .distinct(),
        Decimal(0),
    )
    shipped |= shipped_values(warehouse, plan.days)
    return classify(shipped, share_a=plan.share_a, share_b=plan.share_b)


def products_of_class(warehouse: UUID, wanted: str, plan: CountPlan) -> set[UUID]:
    """Return the products of a class in a warehouse."""
    found = classes_of(warehouse, plan)
    return {product for product, name in found.items() if name == AbcClass(wanted)}
