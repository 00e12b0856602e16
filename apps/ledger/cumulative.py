"""Balances of all accounts on many days at once, now or as the chain stood at one of its numbers.

Three statements, however many days: each day takes the snapshot of the last closed period before it, and the lines
between a snapshot and the last of its days are read once, sorted into the days. At a number of the chain only closings
up to that number count, and only entries sealed up to it, so the answer is the same whatever was posted since. By a
dimension there are no snapshots, and the lines are sorted by their value of it as well.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.balances import YEAR_SOURCE, Sums
from apps.ledger.spans import Cut

Balances = dict[UUID, Sums]
ByValue = dict[str, Balances]
"""Balances by the value of a dimension; "" is none, and everything when no dimension was asked for."""
_BEGINNING = date(1, 1, 1)

_SNAPSHOTS = """
SELECT d.day, s."end", s.closing_id, s.seal_number FROM unnest(%(days)s::date[]) AS d(day)
JOIN LATERAL (
    SELECT p."end", c.id AS closing_id, coalesce(c.seal_number, 0) AS seal_number
    FROM ledger_periodclosing c JOIN ledger_period p ON p.id = c.period_id
    WHERE c.company_id = %(company)s AND c.action = 'close' AND p."end" <= d.day AND {counts}
    ORDER BY p."end" DESC, c.id DESC LIMIT 1) s ON true
"""
_CLOSED_NOW = "p.status = 'closed'"
_CLOSED_THEN = "coalesce(c.seal_number, 0) <= %(number)s"
_FROZEN = """
SELECT closing_id, account_id, debit, credit FROM ledger_periodbalance WHERE closing_id = ANY(%(closings)s)
"""
_PIECES = """
SELECT d.day, {value} AS value, l.account_id, sum(l.debit), sum(l.credit)
FROM unnest(%(days)s::date[], %(after)s::date[]) AS d(day, after)
JOIN ledger_entryline l ON l.company_id = %(company)s AND l.date > d.after AND l.date <= d.day {sealed}
GROUP BY 1, 2, 3
"""
_SEALED = "JOIN ledger_seal n ON n.entry_id = l.entry_id AND n.number <= %(number)s"
_VALUE = "coalesce(l.dimensions ->> %(dimension)s, '')"
_SEALED_LATER = """
SELECT s."end", l.account_id, sum(l.debit), sum(l.credit)
FROM unnest(%(ends)s::date[], %(seals)s::bigint[]) AS s("end", seal_number)
JOIN ledger_seal n ON n.company_id = %(company)s AND n.number > s.seal_number AND n.number <= %(number)s
JOIN ledger_entryline l ON l.entry_id = n.entry_id AND l.date <= s."end"
GROUP BY s."end", l.account_id
"""
_YEAR_ENDS = """
SELECT l.date, {value} AS value, l.account_id, sum(l.debit), sum(l.credit)
FROM ledger_entry e JOIN ledger_entryline l ON l.entry_id = e.id {sealed}
WHERE e.company_id = %(company)s AND e.source_type = %(source)s AND e.date > %(after)s AND e.date <= %(until)s
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    end: date
    closing: UUID
    seal_number: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """The lines after a day up to another."""

    day: date
    after: date


@dataclass(frozen=True, slots=True)
class YearEnd:
    """What entries that carry a year's result to equity came to on a day, on an account, with a value."""

    day: date
    value: str
    account: UUID
    amount: Decimal  # debit less credit


def balances_at(
    days: Iterable[date],
    *,
    number: int | None = None,
    dimension: str = "",
    since: date = _BEGINNING,
) -> dict[date, ByValue]:
    """Return per day what was debited and credited to each account of the company up to and with it.

    Args:
        number: count only what was sealed up to this number of the chain; None is everything posted.
        dimension: id as text; what was posted is told apart by its values.
        since: with a dimension, count only what came after this day.
    """
    wanted = sorted(set(days))
    snapshots = {} if dimension else _snapshots(wanted, number)
    frozen = _frozen(snapshots, number)
    start = since if dimension else _BEGINNING
    pieces = _pieces(wanted, snapshots, start)
    moved = _moved(pieces, number, dimension)
    found: dict[date, ByValue] = {}
    for day in wanted:
        snapshot = snapshots.get(day)
        previous = next((piece.after for piece in pieces if piece.day == day), start)
        begun = {"": frozen[snapshot.end]} if snapshot else {}
        found[day] = _with(found.get(previous, begun), moved.get(day, {}))
    return found


def year_ends(
    after: date, until: date, *, number: int | None = None, dimension: str = ""
) -> list[YearEnd]:
    """Return what the entries that carry results to equity came to, by day, value and account."""
    values = {
        "company": company_id(),
        "source": YEAR_SOURCE,
        "after": after,
        "until": until,
        "number": number,
        "dimension": dimension,
    }
    rows = _rows(_filled(_YEAR_ENDS, number, dimension), values)
    return [
        YearEnd(day, value, account, debit - credit) for day, value, account, debit, credit in rows
    ]


def of_cut(balances: ByValue, cut: Cut) -> Balances:
    """Return the balances of the values that ``cut`` counts."""
    total: Balances = {}
    for value, found in balances.items():
        if cut.counts(value):
            total = add(total, found)
    return total


def add(one: Balances, other: Balances) -> Balances:
    """Return the sums of two sets of balances."""
    if not other or not one:
        return one or other
    total = dict(one)
    for account, sums in other.items():
        before = total.get(account)
        total[account] = (
            Sums(before.debit + sums.debit, before.credit + sums.credit) if before else sums
        )
    return total


def net(balances: Balances, account: UUID) -> Decimal:
    """Return debit less credit of an account."""
    sums = balances.get(account)
    return sums.debit - sums.credit if sums else ZERO


def _with(one: ByValue, other: ByValue) -> ByValue:
    return {value: add(one.get(value, {}), other.get(value, {})) for value in {**one, **other}}


def _filled(query: str, number: int | None, dimension: str) -> str:
    sealed = "" if number is None else _SEALED
    return query.format(sealed=sealed, value=_VALUE if dimension else "''")


def _snapshots(days: list[date], number: int | None) -> dict[date, _Snapshot]:
    counts = _CLOSED_NOW if number is None else _CLOSED_THEN
    values = {"days": days, "company": company_id(), "number": number}
    return {row[0]: _Snapshot(*row[1:]) for row in _rows(_SNAPSHOTS.format(counts=counts), values)}


def _frozen(snapshots: dict[date, _Snapshot], number: int | None) -> dict[date, Balances]:
    """Return the frozen balances by the end of their period, with what was sealed into it after that closing."""
    by_closing = {snapshot.closing: snapshot for snapshot in snapshots.values()}
    found: dict[date, Balances] = {snapshot.end: {} for snapshot in by_closing.values()}
    if not found:
        return found
    for closing, account, debit, credit in _rows(_FROZEN, {"closings": list(by_closing)}):
        found[by_closing[closing].end][account] = Sums(debit, credit)
    if number is not None:
        values = {
            "ends": [snapshot.end for snapshot in by_closing.values()],
            "seals": [snapshot.seal_number for snapshot in by_closing.values()],
            "company": company_id(),
            "number": number,
        }
        for end, account, debit, credit in _rows(_SEALED_LATER, values):
            found[end] = add(found[end], {account: Sums(debit, credit)})
    return found


def _pieces(days: list[date], snapshots: dict[date, _Snapshot], start: date) -> list[_Piece]:
    """Return the spans of days to read lines of; none reaches back behind a snapshot."""
    pieces, previous = [], start
    for day in days:
        snapshot = snapshots.get(day)
        after = max(previous, snapshot.end) if snapshot else previous
        if after < day:
            pieces.append(_Piece(day, after))
        previous = max(day, start)
    return pieces


def _moved(pieces: list[_Piece], number: int | None, dimension: str) -> dict[date, ByValue]:
    if not pieces:
        return {}
    values = {
        "days": [piece.day for piece in pieces],
        "after": [piece.after for piece in pieces],
        "company": company_id(),
        "number": number,
        "dimension": dimension,
    }
    found: dict[date, ByValue] = {}
    for day, value, account, debit, credit in _rows(_filled(_PIECES, number, dimension), values):
        found.setdefault(day, {}).setdefault(value, {})[account] = Sums(debit, credit)
    return found


def _rows(query: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
