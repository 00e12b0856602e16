"""What stock was worth on a past day, and as the ledger's chain stood at a number.

Whole months come from their sums; only the days of the month asked for are read line by line. From the first month on,
or back from today, whichever are fewer months.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO

_FORWARD = """
    SELECT product_id, account_id, in_quantity - out_quantity AS quantity, in_value - out_value AS value
    FROM valuation_monthsum WHERE company_id = %(company)s AND month < %(month)s
    UNION ALL
    SELECT product_id, account_id, quantity, value FROM stock_valueline
    WHERE company_id = %(company)s AND account_id = ANY (%(accounts)s) AND date >= %(month)s AND date <= %(day)s
"""
_BACKWARD = """
    SELECT product_id, account_id, quantity, value FROM stock_costpool
    WHERE company_id = %(company)s AND account_id IS NOT NULL
    UNION ALL
    SELECT product_id, account_id, out_quantity - in_quantity, out_value - in_value
    FROM valuation_monthsum WHERE company_id = %(company)s AND month >= %(after)s
    UNION ALL
    SELECT product_id, account_id, -quantity, -value FROM stock_valueline
    WHERE company_id = %(company)s AND account_id = ANY (%(accounts)s) AND date > %(day)s AND date < %(after)s
"""
_LATER = """
    UNION ALL
    SELECT v.product_id, v.account_id, -v.quantity, -v.value
    FROM ledger_seal s JOIN stock_valueline v ON v.company_id = s.company_id AND v.entry_id = s.entry_id
    WHERE s.company_id = %(company)s AND s.number > %(number)s AND v.date <= %(day)s
    UNION ALL
    SELECT v.product_id, v.account_id, -v.quantity, -v.value
    FROM ledger_entry e JOIN stock_valueline v ON v.company_id = e.company_id AND v.entry_id = e.id
    WHERE e.company_id = %(company)s AND e.created_at > %(at)s - interval '1 day' AND v.date <= %(day)s
      AND NOT EXISTS (SELECT FROM ledger_seal s WHERE s.entry_id = e.id)
    UNION ALL
    SELECT v.product_id, v.account_id, -v.quantity, -v.value FROM stock_valueline v
    WHERE v.company_id = %(company)s AND v.entry_id IS NULL AND v.created_at > %(at)s AND v.date <= %(day)s
"""


class Worth(NamedTuple):
    """How much there was of a product, stock unit, and what it was worth on an account, company currency."""

    product_id: UUID
    account_id: UUID
    quantity: Decimal
    value: Decimal


@dataclass(frozen=True, slots=True)
class Position:
    """A day, and the number of the ledger's chain up to which entries count; None counts all."""

    day: date
    number: int | None = None


def worth_on(position: Position) -> list[Worth]:
    """Return what was there of each product at the end of a day; nothing for products of which nothing was."""
    with _asking(position) as (sql, values), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT product_id, account_id, sum(quantity), sum(value) FROM ({sql}) x"  # noqa: S608 - constant text
            " GROUP BY product_id, account_id HAVING sum(quantity) <> 0 OR sum(value) <> 0",
            values,
        )
        return [Worth(*row) for row in cursor.fetchall()]


def worth_by_account(position: Position) -> dict[UUID, Decimal]:
    """Return what stock was worth at the end of a day by account: what the ledger says of these accounts."""
    found: dict[UUID, Decimal] = {}
    for row in worth_on(position):
        found[row.account_id] = found.get(row.account_id, ZERO) + row.value
    return found


def month_of(day: date) -> date:
    """Return the first day of its month."""
    return day.replace(day=1)


def next_month(day: date) -> date:
    """Return the first day of the month after."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@contextmanager
def _asking(position: Position) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the rows that add up to the position, as SQL with its values."""
    values: dict[str, Any] = {
        "company": company_id(),
        "day": position.day,
        "month": month_of(position.day),
        "after": next_month(position.day),
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT month) FILTER (WHERE month < %(month)s),"
            " count(DISTINCT month) FILTER (WHERE month >= %(after)s),"
            " coalesce(array_agg(DISTINCT account_id), '{}') FROM valuation_monthsum"
            " WHERE company_id = %(company)s",
            values,
        )
        before, later, values["accounts"] = cursor.fetchone()
    sql = _FORWARD if before < later else _BACKWARD
    if position.number is not None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT at FROM ledger_seal WHERE company_id = %s AND number = %s",
                [company_id(), position.number],
            )
            values |= {"number": position.number, "at": cursor.fetchone()[0]}
        sql += _LATER
    yield sql, values
