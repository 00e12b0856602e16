"""What posting and reversing share: locks, and the last step with the number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.numbering import take_number
from apps.ledger import services as ledger
from apps.ledger.choices import PeriodStatus
from apps.stock.choices import NUMBER_PREFIX, DocumentKind
from apps.stock.costing import FIFO, Layer, Pool
from apps.stock.models import CostLayer, CostPool, StockDocument, StockDocumentLine
from apps.warehouses.choices import STOCKED, LocationKind
from apps.warehouses.services import require_access

SOURCE = "stock.stockdocument"
CARRIED = (
    "company_id",
    "kind",
    "warehouse_id",
    "to_warehouse_id",
    "party_id",
    "reference",
    "reason",
    "origin_type",
    "origin_id",
)
"""What a backorder and a reversal take over from the document they come of."""


@dataclass(slots=True)
class Stock:
    """The pools and levels a document touches, locked, as they stand now.

    Attributes:
        free: on hand and not promised to others, by (product, location, lot).
        accounts: where the value of a product lies; none while there is no stock.
    """

    currency: str
    pools: dict[UUID, Pool] = field(default_factory=dict)
    accounts: dict[UUID, UUID] = field(default_factory=dict)
    free: dict[tuple[UUID, UUID, UUID | None], Decimal] = field(default_factory=dict)
    outside: frozenset[str] = frozenset(set(LocationKind.values) - set(STOCKED))


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


def lock_document(actor: User | None, pk: UUID, kind: str) -> StockDocument:
    """Lock a document of a kind and return it with its company's currency as ``currency``.

    Raises:
        NotAllowed: the actor has no access to its warehouse.
    """
    rows = StockDocument.objects.select_for_update(of=("self",), no_key=True)
    document = rows.annotate(currency=F("company__currency_id")).get(pk=pk, kind=kind)
    require_access(actor, document.warehouse_id, document.to_warehouse_id)
    return document


def lock_stock(document: Any, lines: Sequence[StockDocumentLine]) -> Stock:
    """Lock the pools and levels of the lines, in key order, and read them: one statement, two with layers."""
    stock = Stock(document.currency)
    products = {line.product_id: line.product for line in lines}
    places = {line.from_location_id for line in lines} | {line.to_location_id for line in lines}
    lots = {line.lot_id for line in lines if line.lot_id}
    ships = document.kind == DocumentKind.SHIPMENT
    origins = {line.origin_line_id for line in lines if ships and line.origin_line_id}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, location_id, lot_id, quantity, reserved, value, costing_method, account_id"
            " FROM stock_lock(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])",
            [list(products), list(places), list(lots), list(origins)],
        )
        rows = cursor.fetchall()
    for product, place, lot, quantity, reserved, value, method, account in rows:
        if place is not None:
            stock.free[product, place, lot] = quantity - reserved
            continue
        if quantity:
            stock.accounts[product] = account
        else:
            method = products[product].category.costing_method
        stock.pools[product] = Pool(method, document.currency, quantity, value)
    _read_layers(stock)
    return stock


def _read_layers(stock: Stock) -> None:
    layered = [product for product, pool in stock.pools.items() if pool.method == FIFO]
    if layered:
        _add_layers(stock, CostLayer.objects.filter(product_id__in=layered, quantity__gt=0))


def read_empty_layers(stock: Stock, ids: Sequence[UUID]) -> None:
    """Add used-up layers to the pools that have layers: goods may go back into them."""
    layered = [product for product, pool in stock.pools.items() if pool.method == FIFO]
    if layered and ids:
        _add_layers(stock, CostLayer.objects.filter(product_id__in=layered, pk__in=ids, quantity=0))


def _add_layers(stock: Stock, layers: QuerySet[CostLayer]) -> None:
    for row in layers.order_by("date", "pk"):
        stock.pools[row.product_id].layers.append(Layer(row.pk, row.quantity, row.value))


def consume_reservations(document: StockDocument, stock: Stock) -> None:
    """Use up what is reserved for the lines of a shipment; it is free for this shipment now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, location_id, lot_id, quantity FROM stock_consume(%s)", [document.pk]
        )
        for product, place, lot, quantity in cursor.fetchall():
            stock.free[product, place, lot] += quantity


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


def lock_pools(products: Sequence[UUID]) -> dict[UUID, CostPool]:
    """Lock the pools of products in key order and return them by product, empty if one has none yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, quantity, value, costing_method, account_id"
            " FROM stock_lock(%s::uuid[], '{}', '{}', '{}') WHERE location_id IS NULL",
            [list(products)],
        )
        return {
            product: CostPool(
                product_id=product,
                quantity=quantity,
                value=value,
                costing_method=method,
                account_id=account,
            )
            for product, quantity, value, method, account in cursor.fetchall()
        }
