"""Which day a document can be booked on: not in a closed period, not under a lock. Reads only."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from apps.core.context import company_id
from apps.core.permissions import may
from apps.ledger.choices import Area, PeriodStatus
from apps.ledger.models import AreaLock, Period


def first_open_day(*, actor: Any, on: date, areas: Collection[str]) -> date | None:
    """Return the first day from ``on`` on that a document may be posted on; None when no later period is open.

    Args:
        actor: passes soft locks if allowed to; None is a terminal, which may.
        areas: what the document posts to, of ``Area``; everything is always among them.
    """
    passes_soft = actor is None or may(actor, "ledger.override_arealock")
    locks = AreaLock.objects.filter(
        company_id=company_id(), area__in={*areas, Area.EVERYTHING}
    ).values_list("soft_until", "hard_until")
    until = [
        day for soft, hard in locks for day in ([hard] if passes_soft else [soft, hard]) if day
    ]
    free = max([on, *(day + timedelta(days=1) for day in until)])
    periods = Period.objects.filter(
        company_id=company_id(), status=PeriodStatus.OPEN, end__gte=free
    ).order_by("start")
    start = periods.values_list("start", flat=True).first()
    return None if start is None else max(free, start)
