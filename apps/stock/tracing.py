"""Reads of lots and serial numbers: what is left of them, where they came from and who got them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from apps.companies.selectors import company_in_force
from apps.core.money import ZERO
from apps.stock.models import Level, Lot, Move
from apps.stock.selectors import QUANTITY
from apps.warehouses.choices import STAGING, LocationKind
from apps.warehouses.selectors import allowed_warehouses

SOON: Final = timedelta(days=30)


@dataclass(slots=True)
class FreeLot:
    """What is free of a lot in one location, in the stock unit."""

    lot: Lot
    location_id: UUID
    free: Decimal


def free_lots(products: Collection[UUID], warehouse: UUID, on: date) -> dict[UUID, list[FreeLot]]:
    """Return the lots of products that may leave a warehouse on a day, the first to expire first."""
    rows = Level.objects.filter(
        product_id__in=products,
        lot__isnull=False,
        location__warehouse_id=warehouse,
        location__kind=LocationKind.STORAGE,
        location__is_active=True,
        location__is_held=False,
        on_hand__gt=F("reserved"),
    ).exclude(Q(location__role__in=STAGING) | Q(lot__is_blocked=True) | Q(lot__expires_on__lt=on))
    rows = rows.select_related("lot").order_by(
        F("lot__expires_on").asc(nulls_last=True),
        "-location__is_default",
        "location__code",
        "since",
    )
    found: dict[UUID, list[FreeLot]] = defaultdict(list)
    for row in rows:
        assert row.lot is not None
        found[row.product_id].append(FreeLot(row.lot, row.location_id, row.on_hand - row.reserved))
    return found


def visible_lots(user: Any) -> QuerySet[Lot]:
    """Return the lots with what is left of them (``on_hand``) where ``user`` may work."""
    levels = _levels(user).filter(lot_id=OuterRef("pk")).order_by()
    total = levels.values("lot_id").annotate(total=Sum("on_hand")).values("total")
    rows = Lot.objects.select_related("product__unit", "supplier")
    rows = rows.annotate(on_hand=Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY))
    return rows.order_by("product__sku", "number", "pk")


def _levels(user: Any) -> QuerySet[Level]:
    rows = Level.objects.filter(lot__isnull=False)
    allowed = allowed_warehouses(user)
    return rows if allowed is None else rows.filter(location__warehouse_id__in=allowed)


def lots_in_stock(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    """Keep the lots of which something is left."""
    return rows.filter(Exists(Level.objects.filter(lot_id=OuterRef("pk"), on_hand__gt=0)))


def lots_to_use_soon(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    """Keep the lots in stock that are to be used within thirty days and have not expired."""
    today = company_in_force().today()
    return lots_in_stock(rows).filter(expires_on__gte=today, expires_on__lte=today + SOON)


def lots_expired(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    """Keep the lots in stock that may not leave any more."""
    return lots_in_stock(rows).filter(expires_on__lt=company_in_force().today())


def lots_blocked(rows: QuerySet[Lot]) -> QuerySet[Lot]:
    """Keep the lots that are blocked."""
    return rows.filter(is_blocked=True)


def levels_of_lot(lot: Lot, user: Any) -> list[Level]:
    """Return where a lot lies, as far as ``user`` may see it."""
    rows = _levels(user).filter(lot=lot, on_hand__gt=0)
    return list(rows.select_related("location__warehouse").order_by("location__code", "pk"))


@dataclass(frozen=True, slots=True)
class Trace:
    """What became of a lot: each of its moves, oldest first, those it came with and those it left with apart."""

    came: list[Move]
    inside: list[Move]
    left: list[Move]


def trace_of(lot: Lot) -> Trace:
    """Return the moves of a lot: up to whom it came from, down to whom it went to, reversed ones included."""
    rows = Move.objects.filter(lot=lot).select_related(
        "document__party", "product__unit", "from_location__warehouse", "to_location__warehouse"
    )
    trace = Trace([], [], [])
    for move in rows.order_by("pk"):
        into, out_of = move.to_location.warehouse_id, move.from_location.warehouse_id
        if into is not None and out_of is None:
            trace.came.append(move)
        elif into is None and out_of is not None:
            trace.left.append(move)
        else:
            trace.inside.append(move)
    return trace
