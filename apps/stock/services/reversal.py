"""Reversing: a second, opposite document, each good at the cost of its own move."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO
from apps.stock import costing
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentKind
from apps.stock.costing import Change, Pool
from apps.stock.models import Move, StockDocument, StockDocumentLine, ValueLine
from apps.stock.services.common import (
    CARRIED,
    finish,
    lock_document,
    number,
    period_date,
)
from apps.stock.services.entries import book
from apps.stock.services.pools import Stock, lock_stock, read_empty_layers
from apps.stock.services.posting import SentInTwoSteps, require_stock
from apps.stock.services.valuation import Valued, booked_cost, write_moves
from apps.warehouses.choices import LocationKind


class AlreadyReversed(BusinessError):
    """The document is a reversal itself."""


def reverse_receipt(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Send the goods of a posted receipt back at the cost they came in with; see ``_reverse``."""
    return _reverse(actor, pk, DocumentKind.RECEIPT, on)


def reverse_shipment(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Take the goods of a posted shipment back at the cost they left with; see ``_reverse``."""
    return _reverse(actor, pk, DocumentKind.SHIPMENT, on)


def reverse_transfer(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Move the goods of a posted transfer back; see ``_reverse``."""
    return _reverse(actor, pk, DocumentKind.TRANSFER, on)


def reverse_adjustment(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Undo a posted adjustment; see ``_reverse``."""
    return _reverse(actor, pk, DocumentKind.ADJUSTMENT, on)


@transaction.atomic
def _reverse(actor: User | None, pk: UUID, kind: str, on: date | None) -> StockDocument:
    """Post the opposite of a posted document and return it.

    Args:
        on: business date of the reversal; None is the company's today.

    Raises:
        WrongStatus: it is not posted.
        AlreadyReversed: it is a reversal.
        SentInTwoSteps: a transfer that sent its goods.
        NegativeStock: the goods are not all there any more.
        PeriodClosed: the period of the date is closed.
        NotAllowed: the actor has no access to the warehouse.
    """
    day = period_date(pk, on or company_in_force().today())
    original = lock_document(actor, pk, kind)
    DOCUMENT_LIFECYCLE.advance(original, "reverse")
    if original.reverses_id:
        raise AlreadyReversed(
            _("To undo %(document)s, make a new document; it is a reversal itself.")
            % {"document": original}
        )
    if day < original.date:
        raise InvalidInput(
            _("To reverse %(document)s, use its date or a later one.") % {"document": original},
            field="on",
        )
    moves = _moves_of(original)
    if any(move.to_location.kind == LocationKind.TRANSIT for move in moves):
        raise SentInTwoSteps(
            _("To undo %(document)s, send it back; its goods are on their way or have arrived.")
            % {"document": original}
        )
    reversal = _opposite(actor, original, day)
    lines = _opposite_lines(reversal, moves)
    stock = lock_stock(original, lines)
    require_stock(reversal, lines, stock)
    valued = _value_back(moves, lines, stock)
    write_moves(actor, reversal, valued)
    DOCUMENT_LIFECYCLE.advance(reversal, "post")
    number(reversal)
    book(actor, reversal, valued, stock)
    finish(actor, reversal)
    original.version += 1
    original._history_user = actor  # type: ignore[attr-defined]
    original.save(update_fields=["status", "version"])
    events.publish(f"stock.{kind}_reversed", original, by=reversal.number)
    return reversal


def _moves_of(document: StockDocument) -> list[Move]:
    rows = document.moves.select_related(
        "line__unit",
        "line__why",
        "product__category",
        "product__unit",
        "lot",
        "from_location",
        "to_location",
    )
    return list(rows.order_by("line__position", "pk"))


def _opposite(actor: User | None, original: StockDocument, day: date) -> StockDocument:
    reversal = StockDocument(
        **{name: getattr(original, name) for name in CARRIED}, date=day, reverses=original
    )
    reversal.created_by = actor
    reversal._history_user = actor  # type: ignore[attr-defined]
    reversal.save()
    return reversal


def _opposite_lines(reversal: StockDocument, moves: Sequence[Move]) -> list[StockDocumentLine]:
    lines = [
        StockDocumentLine(
            company_id=reversal.company_id,
            document=reversal,
            position=position,
            product=move.product,
            lot=move.lot,
            from_location=move.to_location,
            to_location=move.from_location,
            quantity=move.line.quantity,
            unit=move.line.unit,
            stock_quantity=move.quantity,
            unit_cost=move.line.unit_cost,
            origin_line_id=move.origin_line_id,
            memo=move.line.memo,
            dimensions=move.line.dimensions,
            their_number=move.line.their_number,
            source_line_id=move.line.source_line_id,
            why=move.line.why,
        )
        for position, move in enumerate(moves)
    ]
    return StockDocumentLine.objects.bulk_create(lines)


def _value_back(
    moves: Sequence[Move], lines: Sequence[StockDocumentLine], stock: Stock
) -> list[Valued]:
    done: dict[UUID | None, list[ValueLine]] = defaultdict(list)
    for row in ValueLine.objects.filter(move_id__in=[move.pk for move in moves]).order_by("pk"):
        done[row.move_id].append(row)
    read_empty_layers(
        stock, [row.layer_id for rows in done.values() for row in rows if row.layer_id]
    )
    return [
        _undo(move, line, done[move.pk], stock) for move, line in zip(moves, lines, strict=True)
    ]


def _undo(move: Move, line: StockDocumentLine, done: list[ValueLine], stock: Stock) -> Valued:
    """Return the line that undoes ``move`` at its own cost, as far as the pool still holds it."""
    valued = Valued(line, reverses=move.pk)
    source = stock.pool(move.product_id, line.from_location, line.lot_id)
    target = stock.pool(move.product_id, line.to_location, line.lot_id)
    put = [Change(row.quantity, row.value, row.layer_id) for row in done if row.quantity > 0]
    taken = [Change(row.quantity, row.value, row.layer_id) for row in done if row.quantity < 0]
    if not {line.from_location.kind, line.to_location.kind} & stock.outside:
        valued.changes = _carry_back(source, target, put, taken, line.stock_quantity)
    elif put:
        valued.changes = costing.send_back(source, put[0])
        valued.cost = -booked_cost(move.line, stock.currency, move.value)
    else:
        valued.changes = costing.give_back(target, taken)
        valued.cost = sum((-change.value for change in taken), ZERO)
        if line.from_location.kind == LocationKind.SUPPLIER:
            valued.cost = booked_cost(move.line, stock.currency, move.value)
    return valued


def _carry_back(
    source: Pool, target: Pool, put: list[Change], taken: list[Change], quantity: Decimal
) -> list[Change]:
    """Return what brings goods back that stayed in stock: nothing where both places are valued together."""
    if source is target:
        return []
    if put:
        return costing.carry_back(source, target, put, taken)
    return costing.carry(source, target, quantity)
