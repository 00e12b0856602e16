"""Where goods of a shipment are taken from: told to the shipment, so that posting it takes them there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from decimal import Decimal
from uuid import UUID

from apps.access.models import User
from apps.core.ids import uuid7
from apps.picking.planning import Promise, Spot, spots_for
from apps.stock import services as stock
from apps.stock.models import Reservation, StockDocument, StockDocumentLine

Promises = dict[tuple[UUID, UUID], list[Promise]]


def settle_spots(actor: User | None, shipments: Sequence[StockDocument]) -> None:
    """Let the lines of draft shipments take their goods where they are reserved for their order's line now."""
    rows = StockDocumentLine.objects.filter(
        document_id__in=[shipment.pk for shipment in shipments]
    ).select_related("product__unit", "product__category", "unit")
    by_shipment: dict[UUID, list[StockDocumentLine]] = defaultdict(list)
    for line in rows.order_by("position", "pk"):
        by_shipment[line.document_id].append(line)
    promises = _promises(rows)
    for shipment in shipments:
        lines = by_shipment[shipment.pk]
        told = [part for line in lines for part in _parts(line, promises)]
        if len(told) != len(lines) or any(a is not b for a, b in zip(told, lines, strict=True)):
            stock.save_document(actor=actor, document=shipment, lines=told)


def _promises(lines: Iterable[StockDocumentLine]) -> Promises:
    origins = {line.origin_line_id for line in lines if line.origin_line_id}
    found: Promises = defaultdict(list)
    if origins:
        for row in Reservation.objects.filter(origin_line_id__in=origins).order_by("pk"):
            key = (row.origin_line_id, row.product_id)
            found[key].append(Promise((row.location_id, row.lot_id), row.quantity))
    return found


def _parts(line: StockDocumentLine, promises: Promises) -> list[StockDocumentLine]:
    """Return the line itself, or one line for each spot its goods are promised in."""
    if line.origin_line_id is None:
        return [line]
    here: Spot = (line.from_location_id, line.lot_id)
    spots = spots_for(
        line.stock_quantity, here, promises.get((line.origin_line_id, line.product_id), [])
    )
    if spots == [(here, line.stock_quantity)]:
        return [line]
    return split(line, spots)


def split(
    line: StockDocumentLine, spots: Sequence[tuple[Spot, Decimal]]
) -> list[StockDocumentLine]:
    """Return a line for each spot, in the stock unit; the first keeps its id."""
    parts = []
    for number, ((location, lot), quantity) in enumerate(spots):
        part = copy(line)
        part._state = copy(line._state)
        part._state.fields_cache = dict(line._state.fields_cache)
        if number:
            part.pk = uuid7()
            part._state.adding = True
        part.from_location_id, part.lot_id = location, lot
        part.unit, part.quantity = part.product.unit, quantity
        parts.append(part)
    return parts
