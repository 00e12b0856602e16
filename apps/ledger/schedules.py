"""When templates make entries, and how deferrals are spread. Pure functions, no database."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from apps.core.money import ZERO, allocate

MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def on_day(year: int, month: int, day: int) -> date:
    """Return a day of a month, its last one when the month is shorter."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def schedule_dates(frequency: str, *, day: int, start: date, until: date) -> Iterator[date]:
    """Yield the days of a schedule from ``start`` to ``until``, both included.

    Quarters and years count from the month of ``start``.

    Args:
        frequency: monthly, quarterly or yearly.
        day: of the month; 31 is the last day of every month.
    """
    step, number = MONTHS[frequency], start.year * 12 + start.month - 1
    while (on := on_day(number // 12, number % 12 + 1, day)) <= until:
        if on >= start:
            yield on
        number += step


def shared(
    amount: Decimal, sides: Sequence[tuple[Decimal, Decimal]], currency: str
) -> list[tuple[Decimal, Decimal]]:
    """Return (debit, credit) of each line when ``amount`` is shared by their (debit, credit) weights.

    Both sides come to ``amount`` to the minor unit; a line whose share rounds to nothing gets nothing.
    """
    debits = allocate(amount, [debit for debit, _credit in sides], currency)
    credits_ = allocate(amount, [credit for _debit, credit in sides], currency)
    return list(zip(debits, credits_, strict=True))


def deferral_parts(
    amount: Decimal, *, start: date, end: date, by_days: bool, currency: str
) -> list[tuple[date, Decimal]]:
    """Spread ``amount`` over the months from ``start`` to ``end``; the parts sum to it.

    Each part is dated on the last day of its month, the last one on ``end``. A month counts as one, or as
    many days of it as lie in the span.
    """
    days: dict[date, int] = {}
    on = start
    while on <= end:
        last = min(on_day(on.year, on.month, 31), end)
        days[last] = (last - on).days + 1
        on = last + timedelta(days=1)
    weights = [Decimal(count if by_days else 1) for count in days.values()]
    parts = allocate(amount, weights, currency)
    return [(day, part) for day, part in zip(days, parts, strict=True) if part > ZERO]
