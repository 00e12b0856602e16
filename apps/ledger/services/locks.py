"""Locks: up to which day an area takes no more entries, and the sentence for who meets one."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, StaleVersion
from apps.ledger.choices import Area
from apps.ledger.models import AreaLock

_RULE = "entry_not_locked"


class AreaLocked(BusinessError):
    """The area is locked on the day, and the actor may not post in spite of it."""


@transaction.atomic
def save_area_lock(
    *, actor: Any, document: AreaLock, lines: Any = (), removed: Any = ()
) -> AreaLock:
    """Set up to which day an area is locked; waits for what is being posted, and whoever comes later sees it.

    Raises:
        InvalidInput: a hard lock would move back or lie in the future; the area has a lock.
        StaleVersion: somebody else changed it meanwhile.
    """
    stored = AreaLock.objects.filter(company_id=company_id(), area=document.area).first()
    if stored and document._state.adding:
        raise InvalidInput(
            _("To lock %(area)s, change its lock; it has one.") % {"area": stored}, field="area"
        )
    if stored and stored.version != document.version:
        raise StaleVersion(
            _("To save the lock, open it again; somebody else has changed it meanwhile.")
        )
    _require_hard_lock(document.hard_until, stored.hard_until if stored else None)
    document.company_id = company_id()
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish(
        "ledger.area_locked",
        document,
        area=document.area,
        soft_until=_day(document.soft_until),
        hard_until=_day(document.hard_until),
    )
    return document


def _require_hard_lock(wanted: date | None, stands: date | None) -> None:
    if stands and (wanted is None or wanted < stands):
        raise InvalidInput(
            _("To change a hard lock, choose a later day; it stays, and stands until %(date)s.")
            % {"date": date_format(stands)},
            field="hard_until",
        )
    if wanted and wanted >= company_in_force().today():
        raise InvalidInput(
            _("To lock for good, choose a day that is over; %(date)s is not.")
            % {"date": date_format(wanted)},
            field="hard_until",
        )


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def as_refusal(error: IntegrityError) -> AreaLocked:
    """Return what a lock in the database refused as a sentence.

    Raises:
        IntegrityError: ``error`` itself, with its cause, when no lock refused: another rule did.
    """
    said: Any = getattr(error.__cause__, "diag", None)
    if said is None or said.constraint_name != _RULE:
        raise error
    area, day, until = str(said.message_detail).split("|")
    return AreaLocked(
        _("To post on %(date)s, use a date after %(until)s; %(area)s is locked until then.")
        % {
            "date": date_format(date.fromisoformat(day)),
            "until": date_format(date.fromisoformat(until)),
            "area": f"“{Area(area).label}”",
        },
        field="date",
    )
