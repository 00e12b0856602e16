"""Playing a story day by day, and only what of it was not played.

The warehouse moves goods while the office, in a process of its own, bills and pays what was moved up to that day: as in
a company, and on two processors. Each day is one transaction of each, and ends with an event, so a load that was cut
off goes on where it stopped and a second load adds nothing.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date as Date
from itertools import groupby
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from django.db import connections, transaction

from apps.companies.models import Company
from apps.core import events
from apps.core.models import Event

GOODS_MOVED = "demo.goods_moved"
DAY_LOADED = "demo.day_loaded"
FORK = get_context("fork")
"""The steps are closures over what was read before: a child has them all, nothing has to be sent."""

Step = Callable[[], None]
Planned = tuple[Date, int, Step]
"""A day, the place of the step in it, and the step."""


class OfficeBrokeOff(Exception):
    """The process of the office ended before its last day; what it printed says why."""


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
    """Play the days of both, those of the office in a process of its own; ``progress`` hears of the warehouse's.

    Raises:
        OfficeBrokeOff: see the class.
    """
    days = _play(company, warehouse, played("day", GOODS_MOVED, DAY_LOADED), GOODS_MOVED)
    reader, writer = FORK.Pipe(duplex=False)
    connections.close_all()  # two processes cannot speak through one
    follower = FORK.Process(
        target=_follow, args=(company, office, reader, writer), name="office", daemon=True
    )
    follower.start()
    reader.close()
    try:
        with suppress(BrokenPipeError):  # it is gone
            for day in days:
                writer.send(day)
                progress(day)
            writer.send(Date.max)
    finally:
        writer.close()
        follower.join()
    if follower.exitcode:
        raise OfficeBrokeOff(f"The office ended with {follower.exitcode}, see above.")


def _follow(
    company: Company, office: Iterable[Planned], reader: Connection, writer: Connection
) -> None:
    """Play the office's days, each after the warehouse's, until that goes on no more."""
    writer.close()  # so that the end of the other process is the end of what can be read
    reached = Date.min

    def is_moved(day: Date) -> bool:
        nonlocal reached
        try:
            while reached < day:
                reached = reader.recv()
        except EOFError:
            return False
        return True

    for _day in _play(company, office, played("day"), DAY_LOADED, is_moved):
        pass
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
