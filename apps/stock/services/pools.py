"""The cost pools and levels that a command touches, locked and read as they stand."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from apps.core.money import ZERO
from apps.products.models import Category
from apps.stock.choices import DocumentKind, PoolScope
from apps.stock.costing import FIFO, Layer, Own, Part, Pool
from apps.stock.models import CostLayer, CostPart, CostPool, StockDocumentLine, ValueLine
from apps.warehouses.choices import STOCKED, LocationKind
from apps.warehouses.models import Location


@dataclass(slots=True)
class Stock:
    """The pools and levels a document touches, locked, as they stand now.

    Attributes:
        kept: pool of a product, with the method, scope and account it keeps, or would take now.
        pools: the parts of them that are valued together.
        free: on hand and not promised to others, by (product, location, lot).
        own: what is left of the goods that lines take on or back, by the line that sent or received them.
    """

    currency: str
    kept: dict[UUID, CostPool] = field(default_factory=dict)
    pools: dict[Part, Pool] = field(default_factory=dict)
    free: dict[tuple[UUID, UUID, UUID | None], Decimal] = field(default_factory=dict)
    own: dict[UUID, Own] = field(default_factory=dict)
    outside: frozenset[str] = frozenset(set(LocationKind.values) - set(STOCKED))

    def pool(self, product: UUID, place: Location, lot: UUID | None) -> Pool:
        """Return what the goods are valued with when they lie in ``place``."""
        scope = self.kept[product].scope
        part = Part(
            product,
            place.warehouse_id if scope == PoolScope.WAREHOUSE else None,
            lot if scope == PoolScope.LOT else None,
        )
        return self.part(part)

    def part(self, part: Part) -> Pool:
        """Return a part as it stands; one nobody knew is empty."""
        if part not in self.pools:
            method = self.kept[part.product].costing_method
            self.pools[part] = Pool(method, self.currency, part=part)
        return self.pools[part]

    def own_of(self, line: StockDocumentLine) -> Own | None:
        """Return the goods a line takes on or back, as long as they are valued as they were when they came."""
        own = self.own.get(line.source_line_id) if line.source_line_id else None
        return own if own and own.quantity >= line.stock_quantity else None


def lock_stock(document: Any, lines: Sequence[StockDocumentLine]) -> Stock:
    """Lock the pools and levels of the lines, in key order, and read them.

    One statement; one more for layers, and one for parts, where a product has them.
    """
    stock = Stock(document.currency)
    homes = {line.product_id: line.product.category for line in lines}
    places = {line.from_location_id for line in lines} | {line.to_location_id for line in lines}
    lots = {line.lot_id for line in lines if line.lot_id}
    ships = document.kind == DocumentKind.SHIPMENT
    origins = {line.origin_line_id for line in lines if ships and line.origin_line_id}
    for row in _lock(list(homes), list(places), list(lots), list(origins)):
        if row[1] is not None:
            stock.free[row[0], row[1], row[2]] = row[3] - row[4]
            continue
        kept = _as_pool(row)
        stock.kept[kept.product_id] = _take_method(kept, homes[kept.product_id])
    _read_pools(stock, lots)
    _read_own(stock, lines)
    return stock


def lock_pools(products: Iterable[UUID]) -> dict[UUID, CostPool]:
    """Lock the pools of products in key order and return them by product, empty if one has none yet."""
    rows = _lock(list(products), [], [], [])
    return {row[0]: _as_pool(row) for row in rows if row[1] is None}


def read_stock(
    kept: Mapping[UUID, CostPool], currency: str, lots: Collection[UUID] | None = None
) -> Stock:
    """Return locked pools with their parts, those of all lots unless some are named."""
    stock = Stock(currency, dict(kept))
    _read_pools(stock, lots)
    return stock


def read_empty_layers(stock: Stock, ids: Sequence[UUID]) -> None:
    """Add used-up layers to the pools that have layers: goods may go back into them."""
    layered = [product for product, kept in stock.kept.items() if kept.costing_method == FIFO]
    if layered and ids:
        _add_layers(stock, CostLayer.objects.filter(product_id__in=layered, pk__in=ids, quantity=0))


def _read_own(stock: Stock, lines: Sequence[StockDocumentLine]) -> None:
    """Read what is left of what was received, or sent on its way out of a pool kept by warehouse."""
    sent = [
        line.source_line_id
        for line in lines
        if line.source_line_id
        and line.from_location.kind == LocationKind.TRANSIT
        and stock.kept[line.product_id].scope == PoolScope.WAREHOUSE
    ]
    received = [
        line.source_line_id
        for line in lines
        if line.source_line_id and line.to_location.kind == LocationKind.SUPPLIER
    ]
    _add_own(stock, sent, ValueLine.objects.filter(warehouse=None))
    _add_own(stock, received, ValueLine.objects.all())


def _add_own(stock: Stock, sent: Collection[UUID], rows: QuerySet[ValueLine]) -> None:
    if not sent:
        return
    layers: dict[UUID, set[UUID]] = defaultdict(set)
    rows = rows.filter(Q(move__line_id__in=sent) | Q(move__line__source_line_id__in=sent))
    for row in rows.select_related("move__line"):
        assert row.move is not None
        key = row.move.line_id if row.move.line_id in sent else row.move.line.source_line_id
        assert key is not None
        own = stock.own.setdefault(key, Own(ZERO, ZERO))
        own.quantity, own.value = own.quantity + row.quantity, own.value + row.value
        if row.layer_id:
            layers[key].add(row.layer_id)
    for key, found in layers.items():
        stock.own[key].layers = frozenset(found)


def lock_spots(product: UUID, *, locations: Sequence[UUID], lots: Sequence[UUID]) -> None:
    """Lock what lies of a product in several places, in key order, before promises move between them."""
    _lock([product], list(locations), list(lots), [])


def _lock(*keys: list[UUID]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id, location_id, lot_id, quantity, reserved, value, costing_method, scope,"
            " account_id FROM stock_lock(%s::uuid[], %s::uuid[], %s::uuid[], %s::uuid[])",
            keys,
        )
        return cursor.fetchall()


def _as_pool(row: tuple[Any, ...]) -> CostPool:
    product, _place, _lot, quantity, _reserved, value, method, scope, account = row
    return CostPool(
        product_id=product,
        quantity=quantity,
        value=value,
        costing_method=method,
        scope=scope,
        account_id=account,
    )


def _take_method(pool: CostPool, category: Category) -> CostPool:
    """Let an empty pool take what the category says now; one that holds stock keeps what it has."""
    if not pool.quantity:
        pool.costing_method = category.costing_method
        pool.scope = category.pool_scope
        pool.account_id = None
    return pool


def _read_pools(stock: Stock, lots: Collection[UUID] | None) -> None:
    parted = []
    for product, kept in stock.kept.items():
        if kept.scope == PoolScope.COMPANY:
            pool = stock.part(Part(product))
            pool.quantity, pool.value = kept.quantity, kept.value
        elif kept.quantity:
            parted.append(product)
    if parted:
        rows = CostPart.objects.filter(product_id__in=parted)
        if lots is not None:
            rows = rows.filter(Q(lot=None) | Q(lot_id__in=lots))
        for row in rows.order_by("pk"):
            pool = stock.part(Part(row.product_id, row.warehouse_id, row.lot_id))
            pool.quantity, pool.value = row.quantity, row.value
    layered = [product for product, kept in stock.kept.items() if kept.costing_method == FIFO]
    if layered:
        _add_layers(stock, CostLayer.objects.filter(product_id__in=layered, quantity__gt=0))


def _add_layers(stock: Stock, layers: QuerySet[CostLayer]) -> None:
    for row in layers.order_by("date", "pk"):
        pool = stock.part(Part(row.product_id, row.warehouse_id))
        pool.layers.append(Layer(row.pk, row.quantity, row.value))
