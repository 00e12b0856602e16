"""What came into stock and left it over a span of days, in quantity and value: whole months from their sums."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.valuation.past import month_of, next_month

_FLOWS = """
    SELECT product_id, sum(in_quantity), sum(in_value), sum(out_quantity), sum(out_value),
           sum(sold_quantity), sum(sold_value)
    FROM (
        SELECT product_id, in_quantity, in_value, out_quantity, out_value, sold_quantity, sold_value
        FROM valuation_monthsum WHERE company_id = %(company)s AND month >= %(from)s AND month < %(to)s
        UNION ALL
        SELECT v.product_id, greatest(v.quantity, 0),
               CASE WHEN v.quantity > 0 OR v.quantity = 0 AND v.value > 0 THEN v.value ELSE 0 END,
               greatest(-v.quantity, 0),
               CASE WHEN v.quantity < 0 OR v.quantity = 0 AND v.value < 0 THEN -v.value ELSE 0 END,
               CASE WHEN v.kind = 'issue' OR l.kind = 'customer' THEN -v.quantity ELSE 0 END,
               CASE WHEN v.kind = 'issue' OR l.kind = 'customer' THEN -v.value ELSE 0 END
        FROM (
            SELECT company_id, product_id, move_id, kind, sum(quantity) AS quantity, sum(value) AS value
            FROM stock_valueline
            WHERE company_id = %(company)s AND date >= %(first)s AND date <= %(last)s
              AND account_id IN (SELECT account_id FROM valuation_monthsum WHERE company_id = %(company)s)
              AND NOT (date >= %(from)s AND date < %(to)s)
            GROUP BY company_id, product_id, account_id, date, move_id, kind,
                     CASE WHEN move_id IS NULL AND kind <> 'method' THEN coalesce(entry_id, id) END) v
        LEFT JOIN stock_move m ON m.id = v.move_id AND v.kind = 'reversal' AND v.quantity > 0
        LEFT JOIN warehouses_location l ON l.id = m.from_location_id
        ) x
    GROUP BY product_id
"""


class Flow(NamedTuple):
    """What came in, left and was sold of a product over a span: stock unit, company currency."""

    came: Decimal = ZERO
    came_value: Decimal = ZERO
    left: Decimal = ZERO
    left_value: Decimal = ZERO
    sold: Decimal = ZERO
    sold_value: Decimal = ZERO


def flows_between(first: date, last: date) -> dict[UUID, Flow]:
    """Return what came in and left from ``first`` to ``last``, both included, by product."""
    start = first if first.day == 1 else next_month(first)
    values: dict[str, Any] = {
        "company": company_id(),
        "first": first,
        "last": last,
        "from": start,
        "to": max(start, month_of(last + timedelta(days=1))),
    }
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS, values)
        return {row[0]: Flow(*row[1:]) for row in cursor.fetchall()}
