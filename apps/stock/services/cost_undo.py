"""Undoing a late cost: what of it still lies in stock leaves stock, the rest leaves where it has gone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import currency_in_force
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Entry
from apps.ledger.services import Posting, Take, account_for
from apps.products.choices import CostingMethod
from apps.products.models import Product
from apps.stock.choices import ValueKind
from apps.stock.costing import Part
from apps.stock.models import CostLayer, ValueLine
from apps.stock.services.common import summed
from apps.stock.services.pools import Stock, lock_pools, read_stock


class Change(NamedTuple):
    """What happened to a pool, or to a layer of it; in positive, out negative."""

    quantity: Decimal
    move: UUID | None = None
    reverses: UUID | None = None


@dataclass(slots=True)
class _Put:
    """What an entry added to one pool, or to one layer of it, and how much of it is still there."""

    part: Part
    layer_id: UUID | None
    account_id: UUID
    first: UUID
    value: Decimal = ZERO
    left: Decimal = ZERO


@transaction.atomic
def undo_cost(
    *,
    actor: User | None,
    on: date,
    entry: Entry,
    source_type: str,
    source_id: UUID,
    kind: str = "undo",
    memo: str = "",
) -> Entry:
    """Take back all that ``adjust_cost`` booked with ``entry``, and give it to the accounts it came from.

    Args:
        on: business date, in an open period.
        source_type: model of the document that brought the cost; one entry per source and ``kind``.

    Raises:
        PeriodClosed: the period is closed.
    """
    puts = _puts(entry)
    lots = {put.part.lot for put in puts if put.part.lot}
    pools = lock_pools([put.part.product for put in puts])
    _find_left(puts, read_stock(pools, currency_in_force(), lots))
    back = ledger.post_entry(
        actor=actor,
        journal=ledger.journal_of(JournalType.STOCK),
        on=on,
        postings=_postings(entry, puts),
        source_type=source_type,
        source_id=source_id,
        kind=kind,
        memo=memo or _("Reversal: %(memo)s") % {"memo": entry.memo},
    )
    ValueLine.objects.bulk_create(
        ValueLine(
            id=uuid7(),
            company_id=entry.company_id,
            product_id=put.part.product,
            account_id=put.account_id,
            kind=ValueKind.REVERSAL,
            layer_id=put.layer_id,
            warehouse_id=put.part.warehouse,
            lot_id=put.part.lot,
            quantity=0,
            value=-put.left,
            date=back.date,
            entry=back,
        )
        for put in puts
        if put.left
    )
    return back


def still_there(value: Decimal, quantity: Decimal, changes: Iterable[Change]) -> Fraction:
    """Return what is left of a cost of ``value`` that was put on ``quantity`` in stock.

    An issue takes its share along and its return brings that back; what comes in, or goes back to its supplier, has a
    cost of its own.

    Args:
        changes: what happened since, oldest first.
    """
    left, lying = Fraction(value), Fraction(quantity)
    took: dict[UUID | None, Fraction] = {}
    for change in changes:
        if change.reverses is None and change.quantity < 0:
            part = -left * Fraction(change.quantity) / lying
            took[change.move] = took.get(change.move, Fraction(0)) + part
            left -= part
        elif change.quantity > 0:
            left += took.pop(change.reverses, Fraction(0))
        lying += Fraction(change.quantity)
        if not lying:
            left = Fraction(0)
    return left


def _puts(entry: Entry) -> list[_Put]:
    """Return what the entry added, in the order of the pools' keys."""
    found: dict[tuple[Part, UUID | None], _Put] = {}
    rows = ValueLine.objects.filter(entry=entry, move=None, kind=ValueKind.ADJUSTMENT)
    for row in rows.order_by("pk"):
        key = (Part(row.product_id, row.warehouse_id, row.lot_id), row.layer_id)
        put = found.setdefault(key, _Put(*key, row.account_id, row.pk))
        put.value += row.value
    return list(found.values())


def _find_left(puts: Sequence[_Put], stock: Stock) -> None:
    layers = CostLayer.objects.in_bulk([put.layer_id for put in puts if put.layer_id])
    since = _changes_since(puts)
    for put in puts:
        pool = stock.kept[put.part.product]
        holder: Any = layers[put.layer_id] if put.layer_id else stock.part(put.part)
        layered = pool.costing_method == CostingMethod.FIFO
        if (
            not holder.quantity
            or pool.account_id != put.account_id
            or pool.costing_method == CostingMethod.STANDARD
            or layered != (put.layer_id is not None)
        ):
            continue
        changes = since[put.part, put.layer_id]
        then = holder.quantity - sum((change.quantity for change in changes), ZERO)
        left = round_money(still_there(put.value, then, changes), stock.currency)
        put.left = min(left, holder.value)


def _changes_since(puts: Sequence[_Put]) -> dict[tuple[Part, UUID | None], list[Change]]:
    """Return what happened to each pool or layer after the cost came, oldest first, in one statement."""
    found: dict[tuple[Part, UUID | None], list[Change]] = defaultdict(list)
    if not puts:
        return found
    rows: Any = ValueLine.objects.filter(
        Q(layer_id__in=[put.layer_id for put in puts if put.layer_id])
        | Q(layer_id=None, product_id__in=[put.part.product for put in puts if not put.layer_id]),
        product_id__in={put.part.product for put in puts},
        pk__gt=min(put.first for put in puts),
    ).exclude(quantity=0)
    for *part, layer, quantity, move, reverses in rows.order_by("pk").values_list(
        "product_id",
        "warehouse_id",
        "lot_id",
        "layer_id",
        "quantity",
        "move_id",
        "move__reverses_id",
    ):
        found[Part(*part), layer].append(Change(quantity, move, reverses))
    return found


def _postings(entry: Entry, puts: Sequence[_Put]) -> list[Posting]:
    """Return the opposite of every line; what is no longer in stock is taken from cost of goods sold instead."""
    amounts: list[tuple[Any, Decimal]] = []
    stock = {put.account_id for put in puts}
    analysis: dict[UUID | None, tuple[tuple[str, str], ...]] = {}
    for line in entry.lines.order_by("line_no"):
        own = tuple(sorted(line.dimensions.items()))
        takes = Take.IF_REQUIRED if line.account_id in stock else Take.UNLESS_FORBIDDEN
        amounts.append(((line.account_id, own, takes), line.credit - line.debit))
        if own:
            analysis.setdefault(line.account_id, own)
            analysis.setdefault(None, own)
    costs = _cost_accounts(puts)
    for put in puts:
        gone = put.value - put.left
        home = (put.account_id, analysis.get(put.account_id, ()), Take.IF_REQUIRED)
        cost = (costs[put.part.product], analysis.get(None, ()), Take.UNLESS_FORBIDDEN)
        amounts += [(home, gone), (cost, -gone)]
    return [
        Posting(account, amount, dimensions=dict(own), takes=takes)
        for (account, own, takes), amount in summed(amounts).items()
    ]


def _cost_accounts(puts: Sequence[_Put]) -> dict[UUID, UUID]:
    """Return where the cost of each product goes when it is sold."""
    usual = account_for(Purpose.COST_OF_SALES, ledger.default_accounts()).pk
    rows = Product.objects.filter(pk__in={put.part.product for put in puts})
    return {
        pk: own or usual
        for pk, own in rows.order_by().values_list("pk", "category__cost_account_id")
    }
