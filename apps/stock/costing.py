"""What goods are worth: moving average, first in first out, standard cost, actual cost by lot.

Pure functions, no database. The pool of a product holds quantity and value; the unit cost is derived. An issue
takes its share of the value, rounded half up, and the last unit takes all, so nothing is left behind.
Source: IAS 2, paragraphs 21, 25 and 27.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from apps.core.ids import uuid7
from apps.core.money import ZERO, allocate, round_money

AVERAGE: Final = "average"
FIFO: Final = "fifo"
STANDARD: Final = "standard"
LOT: Final = "lot"


class NotInPool(ValueError):
    """More is taken than there is; the caller asks for the stock before."""


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a product's stock that is valued together: all of it, one warehouse's, or one lot."""

    product: UUID
    warehouse: UUID | None = None
    lot: UUID | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What one move does to a pool; in positive, out negative. ``layer`` is the layer it opens or draws on."""

    quantity: Decimal
    value: Decimal
    layer: UUID | None = None
    part: Part | None = None
    opens: bool = False


@dataclass(slots=True)
class Layer:
    """What is left of one receipt."""

    id: UUID
    quantity: Decimal
    value: Decimal


@dataclass(slots=True)
class Own:
    """What is left of goods that were put into a part together: they leave it at the cost they came in with."""

    quantity: Decimal
    value: Decimal
    layers: frozenset[UUID] = frozenset()


@dataclass(slots=True)
class Pool:
    """Stock of one product that is valued together, as it stands now; layers oldest first."""

    method: str
    currency: str
    quantity: Decimal = ZERO
    value: Decimal = ZERO
    layers: list[Layer] = field(default_factory=list)
    part: Part | None = None

    @property
    def unit_cost(self) -> Decimal | None:
        """Return company currency per stock unit, unrounded; None without stock."""
        return self.value / self.quantity if self.quantity else None


def receive(pool: Pool, quantity: Decimal, value: Decimal, *, layer: UUID) -> Change:
    """Add goods to the pool.

    Args:
        quantity: stock unit; > 0.
        value: what they are booked at; under standard cost that is quantity by standard.
        layer: id of the layer it opens under first in, first out.
    """
    pool.quantity += quantity
    pool.value += value
    if pool.method != FIFO:
        return Change(quantity, value, part=pool.part)
    pool.layers.append(Layer(layer, quantity, value))
    return Change(quantity, value, layer, pool.part, opens=True)


def issue(pool: Pool, quantity: Decimal, own: Own | None = None) -> list[Change]:
    """Take goods out of the pool at its cost: one change, or one for each layer drawn on.

    Args:
        own: the goods that are taken, where the pool knows them: at their own cost, as far as the pool holds it,
            out of their own layers first.

    Raises:
        NotInPool: there is less.
    """
    if quantity > pool.quantity:
        raise NotInPool
    if pool.method != FIFO:
        value = share(pool.value, quantity, pool.quantity, pool.currency)
        if own is not None and pool.method == AVERAGE:
            wanted = share(own.value, quantity, own.quantity, pool.currency)
            value = _at_most(wanted, quantity, pool.value, pool.quantity)
            own.quantity, own.value = own.quantity - quantity, own.value - value
        return [_take(pool, quantity, value)]
    changes = []
    left = quantity
    layers = pool.layers
    if own is not None:
        layers = sorted(layers, key=lambda layer: layer.id not in own.layers)
    for layer in layers:
        if left and layer.quantity:
            taken = min(left, layer.quantity)
            value = share(layer.value, taken, layer.quantity, pool.currency)
            changes.append(_take(pool, taken, value, layer))
            left -= taken
    return changes


def carry(source: Pool, target: Pool, quantity: Decimal, own: Own | None = None) -> list[Change]:
    """Take goods out of one part and put them into another at the same cost; each layer drawn on opens one there.

    Args:
        own: see ``issue``.

    Raises:
        NotInPool: there is less.
    """
    taken = issue(source, quantity, own)
    return taken + [
        receive(target, -change.quantity, -change.value, layer=uuid7()) for change in taken
    ]


def share(value: Decimal, quantity: Decimal, of: Decimal, currency: str) -> Decimal:
    """Return the part of ``value`` that ``quantity`` of ``of`` takes; the whole takes it to the last cent."""
    if quantity == of:
        return value
    return round_money(Fraction(value) * Fraction(quantity) / Fraction(of), currency)


def give_back(pool: Pool, issued: Iterable[Change]) -> list[Change]:
    """Put goods back at the cost of their own issue, into the layers they came from, or a new one where it is none.

    Args:
        issued: what the issue did to the pool.
    """
    by_id = {known.id: known for known in pool.layers}
    changes = []
    for change in issued:
        target = by_id.get(change.layer) if change.layer else None
        if pool.method == FIFO and target is None:
            changes.append(receive(pool, -change.quantity, -change.value, layer=uuid7()))
            continue
        changes.append(_take(pool, change.quantity, change.value, target, sign=1))
    return changes


def send_back(pool: Pool, received: Change) -> list[Change]:
    """Take goods out at the cost of their own receipt, as far as the pool still holds them and it.

    What of its receipt's value is no longer there went out with other goods; the caller books the difference.

    Raises:
        NotInPool: there is less than was received.
    """
    quantity, value = received.quantity, received.value
    if quantity > pool.quantity:
        raise NotInPool
    if pool.method != FIFO:
        return [_take(pool, quantity, _at_most(value, quantity, pool.value, pool.quantity))]
    changes = []
    own = next((known for known in pool.layers if known.id == received.layer), None)
    if own is not None and own.quantity:
        taken = min(quantity, own.quantity)
        wanted = share(value, taken, quantity, pool.currency)
        changes.append(_take(pool, taken, _at_most(wanted, taken, own.value, own.quantity), own))
        quantity -= taken
    return changes + (issue(pool, quantity) if quantity else [])


def carry_back(
    source: Pool, target: Pool, put: Sequence[Change], taken: Sequence[Change]
) -> list[Change]:
    """Undo what ``carry`` did: out of where it put goods, as far as their value is there, into where it took them.

    Args:
        put: what carrying put into ``source``.
        taken: what it took out of ``target``.

    Raises:
        NotInPool: there is less than was carried.
    """
    back = [change for one in put for change in send_back(source, one)]
    value = -sum((change.value for change in back), ZERO)
    values = allocate(value, [-change.quantity for change in taken], target.currency)
    if value == -sum((change.value for change in taken), ZERO):
        values = [-change.value for change in taken]
    own = [
        Change(one.quantity, -worth, one.layer) for one, worth in zip(taken, values, strict=True)
    ]
    return back + give_back(target, own)


def _at_most(wanted: Decimal, quantity: Decimal, value: Decimal, of: Decimal) -> Decimal:
    return value if quantity == of else min(wanted, value)


def revalue(pool: Pool, unit_cost: Decimal) -> Decimal:
    """Value all stock at ``unit_cost`` and return by how much its value changed."""
    change = round_money(pool.quantity * unit_cost, pool.currency) - pool.value
    pool.value += change
    return change


def _take(
    pool: Pool, quantity: Decimal, value: Decimal, layer: Layer | None = None, *, sign: int = -1
) -> Change:
    own = layer.id if layer else None
    change = Change(sign * abs(quantity), sign * abs(value), own, pool.part)
    pool.quantity += change.quantity
    pool.value += change.value
    if layer is not None:
        layer.quantity += change.quantity
        layer.value += change.value
    return change
