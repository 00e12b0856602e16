"""When an invoice is due. Pure, no database."""

import calendar
from datetime import date, timedelta
from typing import Protocol


class Term(Protocol):
    """Payment terms: so many days, from the invoice date or from the end of its month."""

    days: int
    end_of_month: bool


def due_date(term: Term | None, on: date) -> date:
    """Return the day an invoice of ``on`` is due; without terms the same day.

    30 days: 15 Jan -> 14 Feb. 30 days from the end of the month: 15 Jan -> 31 Jan + 30 days = 2 Mar.
    """
    if term is None:
        return on
    start = on.replace(day=calendar.monthrange(on.year, on.month)[1]) if term.end_of_month else on
    return start + timedelta(days=term.days)
