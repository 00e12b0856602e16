"""How much of a budget belongs to which of its periods: pure arithmetic."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from apps.core.money import ZERO, allocate

ONE = Decimal(1)
Key = tuple[UUID, UUID | None]
"""What is budgeted together: account, value of a dimension."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of a budget. Without ``period`` its amount is spread evenly over the year."""

    key: Key
    period: UUID | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Month:
    """A period of the year and its last day."""

    id: UUID
    end: date


def planned_until(
    lines: Iterable[Planned], months: Sequence[Month], last: date, *, currency: str
) -> dict[Key, Decimal]:
    """Return what is budgeted from the start of the year through the periods that end by ``last``.

    Args:
        months: the periods of the year, in order; the parts of a spread amount sum to it exactly.
    """
    due = [month.end <= last for month in months]
    totals: dict[Key, Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.period is not None:
            counted = any(
                month.id == line.period and is_due
                for month, is_due in zip(months, due, strict=True)
            )
            totals[line.key] += line.amount if counted else ZERO
            continue
        parts = allocate(line.amount, [ONE] * len(months), currency=currency)
        totals[line.key] += sum(
            (part for part, is_due in zip(parts, due, strict=True) if is_due), ZERO
        )
    return dict(totals)
