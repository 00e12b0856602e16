"""A cost that comes late: freight, duty, a bill that differs from the order. Posted entries stay as they are.

What is still on hand takes its part of the cost; the part of what has left goes to cost of goods sold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import currency_in_force
from apps.core.exceptions import BusinessError
from apps.core.ids import uuid7
from apps.core.money import ZERO, allocate
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Account, Entry
from apps.ledger.services import Posting, Take, account_for
from apps.products.choices import CostingMethod
from apps.stock import costing
from apps.stock.choices import ValueKind
from apps.stock.costing import Change, Part, Pool
from apps.stock.models import CostLayer, CostPool, Move, ValueLine
from apps.stock.on_hold import returned_quantity
from apps.stock.services.common import summed
from apps.stock.services.pools import Stock, lock_pools, read_stock
from apps.warehouses.choices import BOUGHT_FROM, LocationKind


class NothingReceived(BusinessError):
    """Nothing came in for the line whose cost is corrected."""


@dataclass(frozen=True, slots=True)
class CostAdjustment:
    """A cost to add to what came in for one line of an order, or with one move; negative takes away.

    Attributes:
        origin_line_id: the line of the order; None when ``move_id`` says which goods.
        amount: company currency.
        dimensions: value id by dimension id, of the line that brought the cost.
        from_account: where this cost lies; None is where the whole entry takes it from.
    """

    origin_line_id: UUID | None
    amount: Decimal
    dimensions: Mapping[str, str] = field(default_factory=dict)
    move_id: UUID | None = None
    from_account: UUID | None = None

    @property
    def goods(self) -> UUID | None:
        """Return what names the goods that came in."""
        return self.move_id or self.origin_line_id


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one cost went: to what is on hand, to cost of goods sold, or to a variance; together its amount."""

    adjustment: CostAdjustment
    kept: Decimal
    sold: Decimal
    variance: Decimal


class Adjusted(NamedTuple):
    """The entry of late costs, None when they move nothing, and where each went."""

    entry: Entry | None
    placed: list[Placed]


@dataclass(slots=True)
class _Share:
    """How one adjustment falls on what is left and on what is gone."""

    adjustment: CostAdjustment
    move: Move
    account_id: Any
    kept: list[Change] = field(default_factory=list)
    sold: Decimal = ZERO
    variance: Decimal = ZERO

    @property
    def value(self) -> Decimal:
        """Return what stock gains."""
        return sum((change.value for change in self.kept), ZERO)

    @property
    def placed(self) -> Placed:
        """Return the same as the caller is told."""
        return Placed(self.adjustment, self.value, self.sold, self.variance)


@dataclass(slots=True)
class _Batch:
    """What came in for some goods into one part of their pool.

    Attributes:
        came: quantity of the moves less what went back to the supplier, stock unit.
        layers: what is left of the layers they opened.
        left: how much of it still lies there; of an averaged part, which cannot tell, what came in last is
            there the longest.
    """

    pool: Pool
    came: Decimal
    layers: list[CostLayer]
    left: Decimal = ZERO


@dataclass(slots=True)
class _Received:
    """What came in for the goods of the adjustments, by the part of the pool it came into."""

    moves: dict[UUID, list[Move]]
    stock: Stock
    lots: dict[UUID, list[_Batch]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        opened = _layers(self.moves)
        free: dict[Part | None, Decimal] = {}
        for goods, rows in sorted(
            self.moves.items(), key=lambda item: item[1][-1].pk, reverse=True
        ):
            self.lots[goods] = [
                self._lot(own, pool, opened, free) for pool, own in self._by_part(rows)
            ]

    def _by_part(self, rows: Sequence[Move]) -> list[tuple[Pool, list[Move]]]:
        found: dict[Part | None, tuple[Pool, list[Move]]] = {}
        for row in rows:
            pool = self.stock.pool(row.product_id, row.to_location, row.lot_id)
            found.setdefault(pool.part, (pool, []))[1].append(row)
        return list(found.values())

    @staticmethod
    def _lot(
        rows: Sequence[Move],
        pool: Pool,
        opened: dict[UUID, CostLayer],
        free: dict[Part | None, Decimal],
    ) -> _Batch:
        came = sum((row.quantity - row.returned for row in rows), ZERO)  # type: ignore[attr-defined]
        layers = [layer for row in rows if (layer := opened.get(row.pk)) and layer.quantity]
        left = min(came, free.get(pool.part, pool.quantity))
        free[pool.part] = free.get(pool.part, pool.quantity) - left
        if pool.method == costing.FIFO:
            left = sum((layer.quantity for layer in layers), ZERO)
        return _Batch(pool, came, layers, left)


def plan_costs(adjustments: Sequence[CostAdjustment]) -> list[Placed]:
    """Return where late costs would go if they were booked now. Locks and writes nothing.

    Raises:
        NothingReceived: nothing came in for a line.
    """
    moves = _receipts(adjustments)
    products = {rows[0].product_id for rows in moves.values()}
    pools = {pool.product_id: pool for pool in CostPool.objects.filter(product_id__in=products)}
    return [share.placed for share in _shares(adjustments, _received(moves, pools))]


@transaction.atomic
def adjust_cost(
    *,
    actor: User | None,
    on: date,
    adjustments: Sequence[CostAdjustment],
    from_account: Account | UUID,
    source_type: str,
    source_id: UUID,
    kind: str = "cost",
    memo: str = "",
) -> Adjusted:
    """Add late costs to stock and to cost of goods sold, out of the account that holds them.

    Goods at standard cost take none: it stays, or becomes, a variance. Only the layers that came in for the line
    are touched.

    Args:
        on: business date, in an open period.
        from_account: where the cost lies now, such as the price variance; it is credited.
        source_type: model of the document that brought the cost; one entry per source and ``kind``.

    Raises:
        NothingReceived: nothing came in for a line.
        PeriodClosed: the period is closed.
    """
    moves = _receipts(adjustments)
    pools = lock_pools([rows[0].product_id for rows in moves.values()])
    shares = _shares(adjustments, _received(moves, pools))
    placed = [share.placed for share in shares]
    postings = _postings(shares, from_account)
    if not any(posting.amount for posting in postings):
        return Adjusted(None, placed)
    entry = ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.STOCK),
        on=on,
        postings=postings,
        source_type=source_type,
        source_id=source_id,
        kind=kind,
        memo=memo or _("Late cost of goods received"),
    )
    _write(shares, entry)
    return Adjusted(entry, placed)


def _receipts(adjustments: Sequence[CostAdjustment]) -> dict[UUID, list[Move]]:
    """Return what came in and did not all go back, by what names it: the line of an order, or the move itself."""
    lines = {row.origin_line_id for row in adjustments if row.origin_line_id}
    moves = {row.move_id for row in adjustments if row.move_id}
    rows = Move.objects.filter(
        Q(origin_line_id__in=lines) | Q(pk__in=moves) if moves else Q(origin_line_id__in=lines),
        from_location__kind__in=BOUGHT_FROM,
        to_location__kind=LocationKind.STORAGE,
        reverses=None,
        reversal=None,
    ).select_related("product__category", "to_location")
    rows = rows.annotate(returned=returned_quantity("line")).filter(quantity__gt=F("returned"))
    found: dict[UUID, list[Move]] = {}
    for row in rows.order_by("pk"):
        if row.pk in moves:
            found[row.pk] = [row]
        elif row.origin_line_id:
            found.setdefault(row.origin_line_id, []).append(row)
    return found


def _layers(moves: dict[UUID, list[Move]]) -> dict[UUID, CostLayer]:
    """Return the layers the moves opened, by move."""
    ids = [row.pk for rows in moves.values() for row in rows]
    opened: dict[Any, UUID] = dict(
        ValueLine.objects.filter(move_id__in=ids, layer_id__isnull=False).values_list(
            "layer_id", "move_id"
        )
    )
    return {opened[layer.pk]: layer for layer in CostLayer.objects.filter(pk__in=opened)}


def _received(moves: dict[UUID, list[Move]], pools: dict[UUID, CostPool]) -> _Received:
    lots = {row.lot_id for rows in moves.values() for row in rows if row.lot_id}
    return _Received(moves, read_stock(pools, currency_in_force(), lots))


def _shares(adjustments: Sequence[CostAdjustment], received: _Received) -> list[_Share]:
    shares = []
    for adjustment in adjustments:
        goods = adjustment.goods
        if goods is None or goods not in received.moves:
            raise NothingReceived(
                _("To add a cost to a line, receive it first; nothing came in for it.")
            )
        shares.append(_share(adjustment, goods, received))
    return shares


def _share(adjustment: CostAdjustment, goods: UUID, received: _Received) -> _Share:
    move, amount = received.moves[goods][0], adjustment.amount
    whole = received.stock.kept[move.product_id]
    share = _Share(adjustment, move, whole.account_id)
    if whole.costing_method == CostingMethod.STANDARD and whole.quantity:
        share.variance = amount
        return share
    lots = received.lots[goods]
    parts = allocate(amount, [lot.came for lot in lots], received.stock.currency)
    for lot, part in zip(lots, parts, strict=True):
        share.kept += _keep(part, lot)
    share.sold = amount - share.value
    return share


def _keep(amount: Decimal, lot: _Batch) -> list[Change]:
    """Return what of an amount stays with goods on hand, by layer where there are layers; the pool has it then."""
    pool = lot.pool
    kept = max(costing.share(amount, lot.left, lot.came, pool.currency), -pool.value)
    changes = [Change(ZERO, kept, part=pool.part)]
    if pool.method == costing.FIFO:
        weights = [layer.quantity for layer in lot.layers]
        split = allocate(kept, weights, pool.currency) if weights else []
        changes = []
        for layer, part in zip(lot.layers, split, strict=True):
            changes.append(Change(ZERO, max(part, -layer.value), layer.pk, pool.part))
            layer.value += changes[-1].value
    pool.value += sum((change.value for change in changes), ZERO)
    return [change for change in changes if change.value]


def _postings(shares: Sequence[_Share], from_account: Account | UUID) -> list[Posting]:
    defaults = ledger.default_accounts()
    source = from_account.pk if isinstance(from_account, Account) else from_account
    amounts = []
    for share in shares:
        analysis = tuple(sorted(share.adjustment.dimensions.items()))
        category = share.move.product.category
        if share.kept:
            amounts.append(((share.account_id, analysis, Take.IF_REQUIRED), share.value))
        if share.sold:
            cost = category.cost_account_id or account_for(Purpose.COST_OF_SALES, defaults).pk
            amounts.append(((cost, analysis, Take.UNLESS_FORBIDDEN), share.sold))
        if share.variance:
            own = category.variance_account_id or account_for(Purpose.PRICE_VARIANCE, defaults).pk
            amounts.append(((own, analysis, Take.UNLESS_FORBIDDEN), share.variance))
        out = (share.adjustment.from_account or source, analysis, Take.UNLESS_FORBIDDEN)
        amounts.append((out, -share.adjustment.amount))
    return [
        Posting(account, amount, dimensions=dict(analysis), takes=takes)
        for (account, analysis, takes), amount in summed(amounts).items()
    ]


def _write(shares: Sequence[_Share], entry: Entry) -> None:
    ValueLine.objects.bulk_create(
        ValueLine(
            id=uuid7(),
            company_id=entry.company_id,
            product_id=share.move.product_id,
            account_id=share.account_id,
            kind=ValueKind.ADJUSTMENT,
            layer_id=change.layer,
            warehouse_id=change.part.warehouse if change.part else None,
            lot_id=change.part.lot if change.part else None,
            quantity=0,
            value=change.value,
            date=entry.date,
            entry=entry,
        )
        for share in shares
        for change in share.kept
    )
