"""What posting and reversing share: locks, and the last step with the number."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.numbering import take_number
from apps.ledger import services as ledger
from apps.ledger.choices import PeriodStatus
from apps.stock.choices import NUMBER_PREFIX, DocumentKind
from apps.stock.models import Reservation, StockDocument, StockDocumentLine
from apps.stock.on_the_way import goes_in_two_steps
from apps.stock.services.pools import Stock
from apps.warehouses.services import require_access, require_access_to_one

SOURCE = "stock.stockdocument"
CARRIED = (
    "company_id",
    "kind",
    "warehouse_id",
    "to_warehouse_id",
    "party_id",
    "reference",
    "reason",
    "why_id",
    "origin_type",
    "origin_id",
)
"""What a backorder and a reversal take over from the document they come of."""


def period_date(pk: UUID, on: date | None) -> date:
    """Return the day a document is posted on, its period held open until commit: the first lock of all.

    Raises:
        NoPeriod: no period holds the day.
        PeriodClosed: its period is closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT day, period, status FROM stock_hold_day(%s, %s)", [pk, on])
        day, period, status = cursor.fetchone()
    if day is None:
        raise StockDocument.DoesNotExist
    if period is None:
        raise ledger.NoPeriod(
            _(
                "To move goods on %(date)s, open the fiscal year that holds this day; no period does."
            )
            % {"date": date_format(day)},
            field="on",
        )
    if status != PeriodStatus.OPEN:
        raise ledger.PeriodClosed(
            _(
                "To move goods on %(date)s, reopen period %(period)s or use a later date; it is closed."
            )
            % {"date": date_format(day), "period": period},
            field="on",
        )
    return day


def houses_of(document: StockDocument) -> list[UUID | None]:
    """Return the warehouses whose goods a document moves: of one that takes goods off their way, where they go."""
    if document.kind == DocumentKind.TRANSFER and document.origin_type == SOURCE:
        return [document.to_warehouse_id]
    return [document.warehouse_id, document.to_warehouse_id]


def require_access_to_draft(actor: User | None, document: StockDocument) -> None:
    """Refuse unless the actor may write this draft: of a transfer in two steps, from either end.

    Raises:
        NotAllowed: a warehouse is closed to the actor.
    """
    require = require_access_to_one if goes_in_two_steps(document) else require_access
    require(actor, document.warehouse_id, document.to_warehouse_id)


def lock_document(
    actor: User | None,
    pk: UUID,
    kind: str,
    *,
    houses: Callable[[StockDocument], Sequence[UUID | None]] = houses_of,
) -> StockDocument:
    """Lock a document of a kind and return it with its company's currency as ``currency``.

    Raises:
        NotAllowed: the actor has no access to its warehouses, those that ``houses`` says.
    """
    rows = StockDocument.objects.select_for_update(of=("self",), no_key=True)
    document = rows.annotate(currency=F("company__currency_id")).get(pk=pk, kind=kind)
    require_access(actor, *houses(document))
    return document


def consume_reservations(document: StockDocument, stock: Stock) -> None:
    """Use up what is reserved for the lines of a shipment; it is free for this shipment now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, location_id, lot_id, quantity FROM stock_consume(%s)", [document.pk]
        )
        for product, place, lot, quantity in cursor.fetchall():
            stock.free[product, place, lot] += quantity


def take_promises_along(lines: Sequence[StockDocumentLine], stock: Stock) -> None:
    """Count goods promised to the order lines that a transfer names as free for it; a trigger carries the promises."""
    wanted: dict[tuple[Any, ...], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.origin_line_id:
            place = (line.product_id, line.from_location_id, line.lot_id)
            wanted[line.origin_line_id, *place] += line.stock_quantity
    if not wanted:
        return
    for row in Reservation.objects.filter(origin_line_id__in={key[0] for key in wanted}):
        spot = (row.product_id, row.location_id, row.lot_id)
        if spot in stock.free:
            stock.free[spot] += min(row.quantity, wanted[row.origin_line_id, *spot])


def number(document: StockDocument) -> None:
    """Give a document its number, when all that can be refused is behind it and only its entry follows."""
    kind = DocumentKind(document.kind)
    document.number = take_number(
        f"stock_{kind}", year=document.date.year, prefix=NUMBER_PREFIX[kind]
    )


def finish(actor: User | None, document: StockDocument) -> None:
    """Store the posted document and say that it happened."""
    document.version += 1
    document.posted_by = actor
    document.posted_at = timezone.now()
    events.publish(f"stock.{document.kind}_posted", document, number=document.number)
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(
        update_fields=["status", "date", "entry", "number", "version", "posted_by", "posted_at"]
    )


def summed(amounts: Sequence[tuple[Any, Decimal]]) -> dict[Any, Decimal]:
    """Return the sum per key, in order of first appearance."""
    totals: dict[Any, Decimal] = defaultdict(Decimal)
    for key, amount in amounts:
        totals[key] += amount
    return totals
