"""Why a move cost what it cost: the layers it drew on, the average it was taken at, the standard, or its own issue."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.products.choices import CostingMethod
from apps.stock.models import CostPool, Move, ValueLine
from apps.valuation.asking import unit_cost

SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a move took out of a layer, or put into one, and what that layer was made of by then.

    Attributes:
        opened: the value line that opened the layer: a receipt and its cost.
        later: costs that came after it and before the move, such as freight.
    """

    line: ValueLine
    opened: ValueLine | None
    later: Sequence[ValueLine]

    @property
    def unit_cost(self) -> Decimal | None:
        """Return company currency for one of the stock unit."""
        return unit_cost(self.line.value, self.line.quantity)


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the pool, and what was in the pool after it."""

    line: ValueLine
    quantity: Decimal
    value: Decimal
    is_asked: bool

    @property
    def unit_cost(self) -> Decimal | None:
        """Return the average after it."""
        return unit_cost(self.value, self.quantity)


@dataclass(slots=True)
class Why:
    """The answer. ``value`` is signed: what came into stock is above zero.

    Attributes:
        price: what the supplier's price was, company currency for one of the stock unit.
        steps: how the average came about, the oldest first; ``hidden`` more came before.
        issue: the move that this one takes back.
        since: costs that came for these goods after the move.
    """

    method: str
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    price: Decimal | None = None
    drawn: list[Drawn] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    hidden: int = 0
    issue: Move | None = None
    since: list[Any] = field(default_factory=list)

    @property
    def unit_cost(self) -> Decimal | None:
        """Return company currency for one of the stock unit."""
        return unit_cost(self.value, self.quantity)

    @property
    def method_label(self) -> str:
        """Return the method in words."""
        return str(CostingMethod(self.method).label) if self.method else ""


def why_of(move: Move, *, everything: bool = False) -> Why:
    """Return why a move cost what it cost, in a fixed number of statements.

    Args:
        everything: show the whole way of the average, not only its last steps.
    """
    lines = list(ValueLine.objects.filter(move=move).order_by("pk"))
    if not lines:
        return Why("")
    why = Why(
        _method(move, lines),
        quantity=sum((line.quantity for line in lines), ZERO),
        value=sum((line.value for line in lines), ZERO),
        price=move.line.unit_cost,
        issue=_reversed(move),
        since=_landed(move),
    )
    if why.method == CostingMethod.FIFO:
        why.drawn = _drawn(lines)
    elif why.method != CostingMethod.STANDARD:
        why.steps, why.hidden = _steps(move, lines[-1], everything=everything)
    return why


def _method(move: Move, lines: Sequence[ValueLine]) -> str:
    if any(line.layer_id for line in lines):
        return CostingMethod.FIFO
    pool = CostPool.objects.filter(product_id=move.product_id).first()
    method = pool.costing_method if pool else ""
    if method in ("", CostingMethod.FIFO):
        method = move.product.category.costing_method
    return CostingMethod.AVERAGE if method == CostingMethod.FIFO else method


def _reversed(move: Move) -> Move | None:
    if move.reverses_id is None:
        return None
    return Move.objects.select_related("document").get(pk=move.reverses_id)


def _landed(move: Move) -> list[Any]:
    """Return the landed costs these goods took; their app is above this one, so they are read backwards."""
    shares: Any = getattr(move, "landed_shares", None)
    if shares is None:
        return []
    return list(shares.select_related("landed_cost", "charge").order_by("pk"))


def _drawn(lines: Sequence[ValueLine]) -> list[Drawn]:
    layers = [line.layer_id for line in lines if line.layer_id]
    opened = ValueLine.objects.select_related("move__document").in_bulk(layers)
    later: dict[UUID | None, list[ValueLine]] = defaultdict(list)
    costs = ValueLine.objects.filter(layer_id__in=layers, move=None, pk__lt=lines[0].pk)
    for cost in costs.select_related("entry").order_by("pk"):
        later[cost.layer_id].append(cost)
    return [
        Drawn(line, opened.get(line.layer_id) if line.layer_id else None, later[line.layer_id])
        for line in lines
    ]


def _steps(move: Move, last: ValueLine, *, everything: bool) -> tuple[list[Step], int]:
    """Return the way of the part of the pool the move was valued in: the company's, a warehouse's or a lot's."""
    part: dict[str, Any] = {"warehouse_id": last.warehouse_id, "lot_id": last.lot_id}
    rows = ValueLine.objects.filter(
        company_id=company_id(), product_id=move.product_id, pk__lte=last.pk, **part
    )
    sums = rows.aggregate(quantity=Sum("quantity"), value=Sum("value"))
    newest = rows.select_related("move__document", "entry").order_by("-pk")
    found = list(newest if everything else newest[: SHOWN + 1])
    shown = found if everything else found[:SHOWN]
    steps, quantity, value = [], sums["quantity"], sums["value"]
    for line in shown:
        steps.append(Step(line, quantity, value, line.move_id == move.pk))
        quantity, value = quantity - line.quantity, value - line.value
    hidden = rows.count() - len(shown) if len(found) > len(shown) else 0
    return steps[::-1], hidden
