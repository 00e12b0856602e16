"""Playing a story day by day, and only what of it was not played.

The warehouse moves goods while the office, in a thread of its own, bills and pays what was moved up to that day: as in
a company, and in less time. Each day is one transaction of each, and ends with an event, so a load that was cut off
goes on where it stopped and a second load adds nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import date as Date
from itertools import groupby
from queue import SimpleQueue
from typing import Any

from django.db import connections, transaction

from apps.companies.models import Company
from apps.core import events
from apps.core.models import Event

GOODS_MOVED = "demo.goods_moved"
DAY_LOADED = "demo.day_loaded"

Step = Callable[[], None]
Planned = tuple[Date, int, Step]
"""A day, the place of the step in it, and the step."""
Moved = SimpleQueue[Date | None]


@transaction.atomic
def played(key: str, *names: str) -> set[Any]:
    """Return the days or weeks of the company in force that were played: those with an event of ``names``."""
    found = Event.objects.filter(name__in=names or [DAY_LOADED])
    return set(found.values_list(f"payload__{key}", flat=True))


def play_side_by_side(
    company: Company,
    warehouse: Iterable[Planned],
    office: Iterable[Planned],
    progress: Callable[[Date], None],
) -> None:
    """Play the days of both, those of the office in a thread; ``progress`` hears of each day of the warehouse."""
    moved: Moved = SimpleQueue()
    days = _play(company, warehouse, played("day", GOODS_MOVED, DAY_LOADED), GOODS_MOVED)
    with ThreadPoolExecutor(1, "office") as pool:
        follower = pool.submit(copy_context().run, _follow, company, office, moved)
        try:
            for day in days:
                moved.put(day)
                progress(day)
                if follower.done():
                    break
            moved.put(Date.max)
        finally:
            moved.put(None)  # nobody waits for a day that does not come
        follower.result()


def _follow(company: Company, office: Iterable[Planned], moved: Moved) -> None:
    """Play the office's days, each after the warehouse's; ``moved`` says how far that is, None that it broke off."""
    reached: Date | None = Date.min

    def is_moved(day: Date) -> bool:
        nonlocal reached
        while reached is not None and reached < day:
            reached = moved.get()
        return reached is not None

    try:
        for _day in _play(company, office, played("day"), DAY_LOADED, is_moved):
            pass
    finally:
        connections.close_all()


def _play(
    company: Company,
    planned: Iterable[Planned],
    loaded: set[Any],
    event: str,
    may_play: Callable[[Date], bool] | None = None,
) -> Iterator[Date]:
    """Play the days that are not in ``loaded`` as long as ``may_play`` says so, and yield every one of them."""
    steps = sorted(planned, key=lambda step: step[:2])
    for day, group in groupby(steps, key=lambda step: step[0]):
        if may_play and not may_play(day):
            return
        if day.isoformat() not in loaded:
            with transaction.atomic():
                for _day, _place, step in group:
                    step()
                events.publish(event, company, day=day.isoformat())
        yield day
