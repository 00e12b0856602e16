"""Ways to choose which goods of a warehouse an order is promised first; a plug-in adds its own.

The ways of ``Allocation`` are known to the statement that reserves. Another one is a function that puts what is free
into an order; the statement then takes the goods in it, under its locks, so that no way promises what is not there::

    register(Way("small_first", _("Small rests first"), lambda free: sorted(free, key=lambda row: row.free)))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.warehouses.choices import Allocation


@dataclass(frozen=True, slots=True)
class FreeGoods:
    """What is free of a product, or of a lot of it, in one location.

    Attributes:
        free: stock unit; on hand and not promised.
        since: when the location last began to hold some.
    """

    level_id: UUID
    product_id: UUID
    location_id: UUID
    location: str
    pick_order: int
    lot: str | None
    expires_on: date | None
    since: datetime
    free: Decimal


@dataclass(frozen=True, slots=True)
class Way:
    """A way of a plug-in: its code, its name for people, and what puts goods in order, the first to go first."""

    code: str
    label: Any
    rank: Callable[[Sequence[FreeGoods]], Sequence[FreeGoods]]


ways: dict[str, Way] = {}


def register(way: Way) -> None:
    """Offer a way to all warehouses; call it in ``AppConfig.ready()``.

    Raises:
        ValueError: the code is taken, or longer than twenty characters.
    """
    if way.code in ways or way.code in Allocation.values or not 0 < len(way.code) <= 20:
        raise ValueError(f"The way of allocating {way.code!r} needs a code of its own.")
    ways[way.code] = way


def choices() -> list[tuple[str, Any]]:
    """Return all ways, for a form."""
    return [*Allocation.choices, *((way.code, way.label) for way in ways.values())]
