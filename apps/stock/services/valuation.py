"""What each line of a document adds to the value of stock or takes from it, and the move that does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError

from apps.access.models import User
from apps.core.ids import uuid7
from apps.core.money import ZERO, round_money
from apps.ledger.services.locks import as_refusal
from apps.stock import costing
from apps.stock.costing import Change, Pool
from apps.stock.models import CostPool, Move, StockDocument, StockDocumentLine
from apps.stock.services.pools import Stock
from apps.warehouses.choices import LocationKind


@dataclass(slots=True)
class Valued:
    """A line with what its move does to its product's pool.

    Attributes:
        cost: what the other side of the entry carries, signed like ``value``; differs from it by the
            variance between price and standard.
    """

    line: StockDocumentLine
    move_id: UUID = field(default_factory=uuid7)
    changes: list[Change] = field(default_factory=list)
    cost: Decimal = ZERO
    reverses: UUID | None = None

    @property
    def value(self) -> Decimal:
        """Return what stock gains, negative what it loses; company currency."""
        return sum((change.value for change in self.changes), ZERO)


def value_lines(
    document: StockDocument, lines: Sequence[StockDocumentLine], stock: Stock
) -> list[Valued]:
    """Return the lines with their value, one after another: a later line sees what an earlier one left."""
    return [_value(line, stock) for line in lines]


def _value(line: StockDocumentLine, stock: Stock) -> Valued:
    valued = Valued(line)
    comes_in = line.from_location.kind in stock.outside
    goes_out = line.to_location.kind in stock.outside
    source = stock.pool(line.product_id, line.from_location, line.lot_id)
    pool = stock.pool(line.product_id, line.to_location, line.lot_id)
    if comes_in and not goes_out:
        unit_cost = _unit_cost(line, pool, stock.kept[line.product_id])
        valued.cost = round_money(line.stock_quantity * unit_cost, stock.currency)
        value = valued.cost
        if pool.method == costing.STANDARD:
            value = round_money(line.stock_quantity * line.product.standard_cost, stock.currency)
        valued.changes = [costing.receive(pool, line.stock_quantity, value, layer=uuid7())]
    elif goes_out and not comes_in:
        valued.changes = costing.issue(source, line.stock_quantity, stock.own_of(line))
        valued.cost = valued.value
        if line.to_location.kind == LocationKind.SUPPLIER:
            valued.cost = -booked_cost(line, stock.currency, valued.value)
    elif not comes_in and source is not pool:
        valued.changes = costing.carry(source, pool, line.stock_quantity, stock.own_of(line))
    return valued


def booked_cost(line: StockDocumentLine, currency: str, value: Decimal) -> Decimal:
    """Return what the other side of the entry carries for goods of a receipt: their price, not the standard."""
    if line.unit_cost is None:
        return abs(value)
    return round_money(line.stock_quantity * line.unit_cost, currency)


def _unit_cost(line: StockDocumentLine, pool: Pool, whole: CostPool) -> Decimal:
    """Return the cost of goods that come in: as written, else the standard, else that of what is there or elsewhere."""
    if line.unit_cost is not None:
        return line.unit_cost
    if pool.method == costing.STANDARD:
        return line.product.standard_cost
    if pool.unit_cost is not None:
        return pool.unit_cost
    return whole.value / whole.quantity if whole.quantity else line.product.standard_cost


def write_moves(actor: User | None, document: StockDocument, valued: Sequence[Valued]) -> None:
    """Write one move for each line.

    Raises:
        AreaLocked: stock is locked on the document's date.
    """
    try:
        _insert_moves(actor, document, valued)
    except IntegrityError as error:
        raise as_refusal(error) from error


def _insert_moves(actor: User | None, document: StockDocument, valued: Sequence[Valued]) -> None:
    Move.objects.bulk_create(
        Move(
            id=item.move_id,
            company_id=document.company_id,
            document=document,
            line=item.line,
            product_id=item.line.product_id,
            lot_id=item.line.lot_id,
            from_location_id=item.line.from_location_id,
            to_location_id=item.line.to_location_id,
            quantity=item.line.stock_quantity,
            value=abs(item.value),
            date=document.date,
            origin_line_id=item.line.origin_line_id,
            reverses_id=item.reverses,
            actor=actor,
        )
        for item in valued
    )
