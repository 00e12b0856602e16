"""A cost that comes late: freight, duty, a bill that differs from the order. Posted entries stay as they are.

What is still on hand takes its part of the cost; the part of what has left goes to cost of goods sold.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
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
from apps.stock.models import CostLayer, CostPool, Move, ValueLine
from apps.stock.services.common import lock_pools, summed
from apps.warehouses.choices import LocationKind


class NothingReceived(BusinessError):
    """Nothing came in for the line whose cost is corrected."""


@dataclass(frozen=True, slots=True)
class CostAdjustment:
    """A cost to add to what came in for one line of an order; negative takes away. Company currency.

    Attributes:
        dimensions: value id by dimension id, of the line that brought the cost.
    """

    origin_line_id: UUID
    amount: Decimal
    dimensions: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Share:
    """How one adjustment falls on what is left and on what is gone."""

    move: Move
    pool: CostPool
    kept: list[tuple[UUID | None, Decimal]]
    sold: Decimal
    analysis: tuple[tuple[str, str], ...] = ()

    @property
    def account_id(self) -> Any:
        """Return where the value of the pool lies; a pool that keeps something has one."""
        return self.pool.account_id


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
) -> Entry | None:
    """Add late costs to stock and to cost of goods sold, out of the account that holds them.

    Goods at standard cost take none: it stays a variance. Only the layers that came in for the line are touched.

    Args:
        on: business date, in an open period.
        from_account: where the cost lies now, such as the price variance; it is credited.
        source_type: model of the document that brought the cost; one entry per source and ``kind``.

    Raises:
        NothingReceived: nothing came in for a line.
        PeriodClosed: the period is closed.
    """
    currency = company_in_force().currency_id
    moves = _receipts([adjustment.origin_line_id for adjustment in adjustments])
    pools = lock_pools([rows[0].product_id for rows in moves.values()])
    layers = _layers(moves)
    shares = []
    for adjustment in adjustments:
        rows = moves.get(adjustment.origin_line_id)
        if not rows:
            raise NothingReceived(
                _("To add a cost to a line, receive it first; nothing came in for it.")
            )
        pool = pools[rows[0].product_id]
        if pool.costing_method != CostingMethod.STANDARD or not pool.quantity:
            share = _share(adjustment.amount, rows, pool, layers, currency)
            share.analysis = tuple(sorted(adjustment.dimensions.items()))
            shares.append(share)
    postings = _postings(shares, from_account)
    if not any(posting.amount for posting in postings):
        return None
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
    return entry


def _receipts(lines: Sequence[UUID]) -> dict[UUID, list[Move]]:
    rows = Move.objects.filter(
        origin_line_id__in=lines,
        from_location__kind=LocationKind.SUPPLIER,
        reverses=None,
        reversal=None,
    ).select_related("product__category")
    found: dict[UUID, list[Move]] = {}
    for row in rows.order_by("pk"):
        if row.origin_line_id:
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


def _share(
    amount: Decimal, rows: list[Move], pool: CostPool, layers: dict[UUID, CostLayer], currency: str
) -> _Share:
    received = sum((row.quantity for row in rows), ZERO)
    own = [layers[row.pk] for row in rows if row.pk in layers and layers[row.pk].quantity]
    if pool.costing_method == CostingMethod.FIFO:
        left = sum((layer.quantity for layer in own), ZERO)
    else:
        left = min(received, pool.quantity)
    kept = costing.share(amount, left, received, currency)
    kept = max(kept, -pool.value)
    parts: list[tuple[UUID | None, Decimal]] = [(None, kept)]
    if pool.costing_method == CostingMethod.FIFO:
        weights = [layer.quantity for layer in own]
        split = allocate(kept, weights, currency) if own else []
        parts = [
            (layer.pk, max(part, -layer.value)) for layer, part in zip(own, split, strict=True)
        ]
        kept = sum((part for _layer, part in parts), ZERO)
    pool.value += kept
    return _Share(rows[0], pool, [part for part in parts if part[1]], amount - kept)


def _postings(shares: Sequence[_Share], from_account: Account | UUID) -> list[Posting]:
    defaults = ledger.default_accounts()
    amounts = []
    for share in shares:
        kept = sum((value for _layer, value in share.kept), ZERO)
        amounts.append(((share.account_id, share.analysis, Take.IF_REQUIRED), kept))
        if share.sold:
            home = share.move.product.category.cost_account_id
            cost = home or account_for(Purpose.COST_OF_SALES, defaults).pk
            amounts.append(((cost, share.analysis, Take.UNLESS_FORBIDDEN), share.sold))
        out = (from_account, share.analysis, Take.UNLESS_FORBIDDEN)
        amounts.append((out, -kept - share.sold))
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
            layer_id=layer,
            quantity=0,
            value=value,
            date=entry.date,
            entry=entry,
        )
        for share in shares
        for layer, value in share.kept
    )
