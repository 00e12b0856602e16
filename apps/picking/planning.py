"""How lines of shipments become lines to pick, and lines to pick become waves: pure, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

Spot = tuple[UUID, UUID | None]
"""Where goods lie: location and lot."""


@dataclass(slots=True)
class Promise:
    """What is reserved of a product for a line of an order in one spot, and not yet given to a shipment."""

    spot: Spot
    quantity: Decimal


def spots_for(
    quantity: Decimal, told: Spot, promises: Sequence[Promise]
) -> list[tuple[Spot, Decimal]]:
    """Return where to take ``quantity`` from: what is promised where the shipment says, then elsewhere, the rest there.

    What is taken is taken off ``promises``.
    """
    parts: dict[Spot, Decimal] = {}
    for promise in sorted(promises, key=lambda promise: promise.spot != told):
        taken = min(quantity, promise.quantity)
        if taken > 0:
            parts[promise.spot] = parts.get(promise.spot, Decimal(0)) + taken
            promise.quantity -= taken
            quantity -= taken
    if quantity > 0:
        parts[told] = parts.get(told, Decimal(0)) + quantity
    return list(parts.items())


def into_waves(sizes: Iterable[tuple[UUID, int]], most: int) -> list[list[UUID]]:
    """Return the shipments, each with its number of lines, in groups of at most ``most`` lines, in their order.

    A shipment is never split; a longer one is a group of its own.
    """
    groups: list[list[UUID]] = []
    filled = 0
    for pk, lines in sizes:
        if not groups or filled + lines > most:
            groups.append([])
            filled = 0
        groups[-1].append(pk)
        filled += lines
    return groups
