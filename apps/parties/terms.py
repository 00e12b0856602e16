"""When an invoice is due, and in which parts. Pure, no database."""

import calendar
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, Protocol

from apps.core.money import ZERO, allocate

HUNDRED = Decimal(100)
INVOICED = "invoiced"
PERCENT, FIXED, BALANCE = "percent", "fixed", "balance"


class Term(Protocol):
    """Payment terms: so many days, from the invoice date or from the end of its month."""

    days: int
    end_of_month: bool


class DiscountTerm(Protocol):
    """What payment terms grant for paying early, and what becomes of the tax."""

    discount_percent: Decimal
    discount_tax: str


class TermLine(Protocol):
    """One instalment of payment terms.

    Attributes:
        kind: ``percent`` of the total, ``fixed`` amount of the invoice's currency, ``balance``: what is left.
        day_of_month: the next such day of a month, the last one of a short month; None is the day itself.
    """

    kind: str
    value: Decimal
    days: int
    end_of_month: bool
    day_of_month: int | None


class Instalment(NamedTuple):
    """A part of an invoice and the day it is due."""

    due: date
    amount: Decimal


def due_date(term: Term | None, on: date) -> date:
    """Return the day an invoice of ``on`` is due; without terms the same day.

    30 days: 15 Jan -> 14 Feb. 30 days from the end of the month: 15 Jan -> 31 Jan + 30 days = 2 Mar.
    """
    if term is None:
        return on
    start = on.replace(day=_last_day(on)) if term.end_of_month else on
    return start + timedelta(days=term.days)


def untaxed_discount(term: DiscountTerm | None) -> Decimal:
    """Return the percent of a document that its terms keep out of the base of taxes, whether or not it is taken."""
    is_invoiced = term is not None and term.discount_tax == INVOICED
    return term.discount_percent if term and is_invoiced else ZERO


def line_due(line: TermLine, on: date) -> date:
    """Return the day an instalment is due: 30 days and then the 10th: 15 Jan -> 14 Feb -> 10 Mar."""
    day = due_date(line, on)
    if not line.day_of_month:
        return day
    there = day.replace(day=min(line.day_of_month, _last_day(day)))
    if there >= day:
        return there
    following = day.replace(day=_last_day(day)) + timedelta(days=1)
    return following.replace(day=min(line.day_of_month, _last_day(following)))


def schedule(
    total: Decimal, lines: Sequence[TermLine], on: date, currency: str
) -> list[Instalment]:
    """Return the instalments of an invoice in the order of their days; they sum to ``total``.

    100.00 in three thirds is 33.34, 33.33, 33.33. Fixed amounts come first out of a total too small for all;
    an instalment of nothing is left out.

    Args:
        total: > 0, at the minor unit of ``currency``.
    """
    shares = [line.value if line.kind == PERCENT else ZERO for line in lines]
    rest = max(HUNDRED - sum(shares, ZERO), ZERO)
    of_percents = allocate(total, [*shares, rest], currency)[:-1]
    left, parts = total, []
    for line, share in zip(lines, of_percents, strict=True):
        wanted = {PERCENT: share, FIXED: line.value, BALANCE: ZERO}[line.kind]
        parts.append(min(wanted, left))
        left -= parts[-1]
    takes_rest = next((at for at, line in enumerate(lines) if line.kind == BALANCE), -1)
    parts[takes_rest] += left
    dated = [
        Instalment(line_due(line, on), part)
        for line, part in zip(lines, parts, strict=True)
        if part
    ]
    return sorted(dated, key=lambda instalment: instalment.due)


def _last_day(on: date) -> int:
    return calendar.monthrange(on.year, on.month)[1]
