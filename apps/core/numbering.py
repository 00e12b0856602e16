"""Document numbers: gapless per company, series and year, taken as the last statement of a posting.

The counter row is the lock, so the transaction should end soon after. A rollback gives the number back.
"""

from typing import Any

from django.db import connection

from apps.core.context import company_id
from apps.core.ids import uuid7

_TAKE = """
INSERT INTO core_numberseries AS series (id, company_id, code, year, prefix, next_number)
VALUES (%(id)s, %(company)s, %(code)s, %(year)s, %(prefix)s, 1 + %(count)s)
ON CONFLICT (company_id, code, year) DO UPDATE SET next_number = series.next_number + %(count)s
RETURNING prefix, next_number - %(count)s
"""


def take_numbers(code: str, *, year: int, prefix: str, count: int = 1) -> list[str]:
    """Take the next ``count`` numbers of a series, e.g. ``INV-2026-00042``.

    Args:
        code: the series, such as ``customer_invoice``.
        year: the year it counts in; each year starts at 1.
        prefix: what a new series' numbers start with; a series that exists keeps its own.
    """
    values: dict[str, Any] = {
        "id": uuid7(),
        "company": company_id(),
        "code": code,
        "year": year,
        "prefix": prefix,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        kept_prefix, first = cursor.fetchone()
    return [f"{kept_prefix}-{year}-{number:05d}" for number in range(first, first + count)]


def take_number(code: str, *, year: int, prefix: str) -> str:
    """Take the next number of a series; see ``take_numbers``."""
    return take_numbers(code, year=year, prefix=prefix)[0]
