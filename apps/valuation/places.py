"""What lay where on a past day, and what came into warehouses and left them: from levels, and moves since."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from apps.core.context import company_id

_INSIDE = """
    l.kind IN ('storage', 'transit') AND (%(all)s OR l.warehouse_id = ANY (%(houses)s))
"""
_LEVELS = "SELECT product_id, location_id, on_hand AS quantity FROM stock_level WHERE company_id = %(company)s"
_SINCE = """
    UNION ALL
    SELECT product_id, to_location_id, -quantity FROM stock_move WHERE company_id = %(company)s AND date > %(day)s
    UNION ALL
    SELECT product_id, from_location_id, quantity FROM stock_move WHERE company_id = %(company)s AND date > %(day)s
"""
_BY_PLACE = f"""
    SELECT x.product_id, x.location_id, sum(x.quantity) FROM ({{rows}}) x
    JOIN warehouses_location l ON l.id = x.location_id AND {_INSIDE}
    GROUP BY x.product_id, x.location_id HAVING sum(x.quantity) <> 0
"""  # noqa: S608 - constant text
_MOVED = """
    SELECT m.product_id,
           coalesce(sum(m.quantity) FILTER (WHERE m.to_location_id IN (SELECT id FROM inside)), 0),
           coalesce(sum(m.quantity) FILTER (WHERE m.from_location_id IN (SELECT id FROM inside)), 0)
    FROM stock_move m
    WHERE m.company_id = %(company)s AND m.date >= %(first)s AND m.date <= %(day)s
      AND (m.to_location_id IN (SELECT id FROM inside)) <> (m.from_location_id IN (SELECT id FROM inside))
    GROUP BY m.product_id
"""
_WITH = f"""
    WITH inside AS MATERIALIZED (
        SELECT l.id FROM warehouses_location l WHERE l.company_id = %(company)s AND {_INSIDE})
"""  # noqa: S608


class Moved(NamedTuple):
    """What came in and what left over a span of days, stock unit."""

    came: Decimal
    left: Decimal


def lying_on(day: date, today: date, houses: set[UUID] | None) -> dict[tuple[UUID, UUID], Decimal]:
    """Return the quantity by (product, location) at the end of a day: what lies there now less what moved since.

    Args:
        houses: only the locations of these warehouses; None is all, what is on its way among them.
    """
    rows = _LEVELS if day >= today else _LEVELS + _SINCE
    found = _read(_BY_PLACE.format(rows=rows), houses, day=day)
    return {(product, place): quantity for product, place, quantity in found}


def moved_between(first: date, last: date, houses: set[UUID] | None) -> dict[UUID, Moved]:
    """Return by product what came into the warehouses and left them; not what moved between two of them."""
    found = _read(f"{_WITH} {_MOVED}", houses, first=first, day=last)
    return {product: Moved(came, left) for product, came, left in found}


def _read(sql: str, houses: set[UUID] | None, **values: Any) -> list[Any]:
    asked = {"company": company_id(), "all": houses is None, "houses": list(houses or ()), **values}
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return cursor.fetchall()
