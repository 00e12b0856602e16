"""Until when goods are held for an order: a day of its own, else as many days as the company says."""

from datetime import date, timedelta
from typing import Any, Final

from django.db.models import F
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.sales.models import SalesOrder

HOLD_DAYS: Final = F("company__hold_days")
"""For ``locked``: an order whose company sets no days costs no statement more."""


class DayIsPast(BusinessError):
    """Goods are held until a day that is not past."""


def first_day(order: Any) -> date | None:
    """Return until when goods are held for an order that is being confirmed; None is until it ends.

    Args:
        order: with ``hold_days``.

    Raises:
        DayIsPast: its own day is past.
    """
    if order.held_until is None:
        return _from_today(order.hold_days)
    if is_past(order):
        raise _refusal(order, order.held_until)
    return order.held_until


def next_day(order: Any, wanted: date | None) -> date | None:
    """Return until when goods are held that are reserved for a confirmed order once more.

    Args:
        order: with ``hold_days``.
        wanted: what somebody chose.

    Raises:
        DayIsPast: the chosen day is past; or the order's is, and the company sets no days.
    """
    if wanted is not None:
        if wanted < company_in_force().today():
            raise _refusal(order, wanted)
        return wanted
    if not is_past(order):
        return order.held_until
    day = _from_today(order.hold_days)
    if day is None:
        raise _refusal(order, order.held_until)
    return day


def proposed_day() -> date | None:
    """Return until when the company's days would have goods held from now on."""
    return _from_today(company_in_force().hold_days)


def is_past(order: SalesOrder) -> bool:
    """Return whether the day is past until when goods were held for an order; no statement where it has none."""
    return order.held_until is not None and order.held_until < company_in_force().today()


def _from_today(days: int | None) -> date | None:
    return None if days is None else company_in_force().today() + timedelta(days=days)


def _refusal(order: SalesOrder, day: date) -> DayIsPast:
    return DayIsPast(
        _("To hold goods for %(order)s, choose a day from today on; %(day)s is past.")
        % {"order": order, "day": format_date(day)},
        field="held_until",
    )
