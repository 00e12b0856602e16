"""Reservations: goods promised to lines of orders, in one statement, never more than there is."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO
from apps.core.retry import in_tx
from apps.products.models import Product
from apps.stock.models import LIMIT, Reservation, SalesChannel
from apps.stock.selectors import free_goods
from apps.warehouses.allocation import ways
from apps.warehouses.models import Warehouse
from apps.warehouses.services import require_access


class NotEnoughStock(BusinessError):
    """Less is free than is wanted."""


class QuotaReached(NotEnoughStock):
    """The quota of the order's channel leaves less than is wanted."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a line of an order wants of a product, in its stock unit; > 0."""

    origin_line_id: UUID
    product_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Promised:
    """What came of it: how much was newly reserved for a line, what was free before, and what its quota left."""

    reserved: Decimal
    free: Decimal
    rest: Decimal | None


@in_tx
def reserve(
    *,
    actor: User | None,
    origin_type: str,
    origin_id: UUID,
    wanted: Sequence[Wanted],
    warehouse: Warehouse | UUID,
    channel: UUID | None = None,
    partial: bool = False,
) -> dict[UUID, Decimal]:
    """Promise goods of a warehouse to the lines of an order: all of them or none.

    Args:
        origin_type: model of the order, ``app.model``.
        wanted: in the order of preference; several lines may want one product.
        channel: the sales channel of the order, whose quotas limit what it gets.
        partial: take what there is instead of refusing.

    Returns:
        What was newly reserved for each line, in stock units; blocked and expired lots are left alone, and which goods
        go first is the warehouse's way.

    Raises:
        InvalidInput: a quantity is not above zero.
        NotEnoughStock: less is free than all lines together want, and not ``partial``.
        QuotaReached: so much is free, but the channel's quota leaves less.
        NotAllowed: the actor has no access to the warehouse.
    """
    place = warehouse.pk if isinstance(warehouse, Warehouse) else warehouse
    require_access(actor, place)
    if not wanted:
        return {}
    if not all(line.quantity.is_finite() and 0 < line.quantity < LIMIT for line in wanted):
        raise InvalidInput(_("To reserve, write quantities above zero."), field="quantity")
    promised = _reserve(place, origin_type, origin_id, wanted, channel, partial=partial)
    if not partial:
        _require_all(wanted, promised, channel)
    return {line: answer.reserved for line, answer in promised.items()}


@transaction.atomic
def release(
    *, actor: User | None, origin_line_ids: Sequence[UUID], keeping: Collection[UUID] = ()
) -> Decimal:
    """Drop what is promised to lines of an order and return how much that was, over all products.

    Args:
        keeping: draft shipments whose goods stay promised; the caller holds them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stock_release(%s::uuid[], %s::uuid[])", [list(origin_line_ids), list(keeping)]
        )
        return Decimal(cursor.fetchone()[0])


@transaction.atomic
def release_reservation(*, actor: User | None, pk: UUID) -> Product:
    """Drop what is promised to the order line of a reservation, wherever it lies; return the product.

    Raises:
        NotAllowed: the actor has no access to the warehouse.
    """
    reservation = Reservation.objects.select_related("location", "product").get(pk=pk)
    require_access(actor, reservation.location.warehouse_id)
    release(actor=actor, origin_line_ids=[reservation.origin_line_id])
    events.publish(
        "stock.reservation_released",
        reservation.product,
        origin_type=reservation.origin_type,
        origin_id=str(reservation.origin_id),
    )
    return reservation.product


def _reserve(
    warehouse: UUID,
    origin_type: str,
    origin_id: UUID,
    wanted: Sequence[Wanted],
    channel: UUID | None,
    *,
    partial: bool,
) -> dict[UUID, Promised]:
    preferred = _preferred(warehouse, [line.product_id for line in wanted]) if ways else []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT line_id, reserved, free, rest"
            " FROM stock_reserve(%s, %s, %s, %s::uuid[], %s::uuid[], %s::numeric[], %s, %s::uuid[], %s)",
            [
                warehouse,
                origin_type,
                origin_id,
                [line.origin_line_id for line in wanted],
                [line.product_id for line in wanted],
                [line.quantity for line in wanted],
                partial,
                preferred,
                channel,
            ],
        )
        return {line: Promised(*figures) for line, *figures in cursor.fetchall()}


def _preferred(warehouse: UUID, products: Sequence[UUID]) -> list[UUID]:
    """Return the levels in the order a plug-in's way puts them; none where the statement knows the way itself.

    What is read here may be gone a moment later; the statement takes only what is free then.
    """
    code = Warehouse.objects.filter(pk=warehouse).values_list("allocation", flat=True).first()
    way = ways.get(code or "")
    return [row.level_id for row in way.rank(free_goods(products, warehouse))] if way else []


def _require_all(
    wanted: Sequence[Wanted], promised: dict[UUID, Promised], channel: UUID | None
) -> None:
    totals: dict[UUID, Decimal] = {}
    for line in wanted:
        totals[line.product_id] = totals.get(line.product_id, ZERO) + line.quantity
    for line in wanted:
        total, answer = totals[line.product_id], promised[line.origin_line_id]
        if total > answer.free:
            words = _words_for(line.product_id, total) | {"free": f"{answer.free.normalize():f}"}
            raise NotEnoughStock(
                _(
                    "To reserve %(wanted)s %(unit)s of %(product)s, receive more first; %(free)s are free."
                )
                % words
            )
        if channel is not None and answer.rest is not None and total > answer.rest:
            raise QuotaReached(
                _(
                    "To reserve %(wanted)s %(unit)s of %(product)s, raise the quota of %(channel)s; it leaves %(rest)s."
                )
                % (
                    _words_for(line.product_id, total)
                    | {
                        "channel": SalesChannel.objects.get(pk=channel),
                        "rest": f"{answer.rest.normalize():f}",
                    }
                )
            )


def _words_for(product_id: UUID, wanted: Decimal) -> dict[str, Any]:
    product = Product.objects.select_related("unit").get(pk=product_id)
    return {"wanted": f"{wanted.normalize():f}", "unit": product.unit, "product": product}
