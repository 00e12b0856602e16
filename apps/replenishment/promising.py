"""What can be promised by when: on hand and free, with what comes, less what is promised, in each warehouse.

What comes is what suppliers confirmed and what is on its way from other warehouses, on the day it is promised for; what
should have come already counts from tomorrow, what has no day is not counted on. Drafts are promises of nobody. What
customers ordered and is not reserved leaves on the day it is requested for, today without one. A day's figure is the
lowest of that day and all that follow, so that whoever is promised it breaks no promise made before.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.products.models import Product
from apps.replenishment.figures import PRODUCTS, WAITING, moved_part
from apps.sales.selectors import visible_orders
from apps.warehouses.models import Warehouse
from apps.warehouses.selectors import allowed_warehouses

# What comes by day (without one: no day), and what lies free today.
SUPPLY: Final = f"""
bought AS MATERIALIZED (
    SELECT l.id, o.warehouse_id, l.product_id, l.stock_quantity, o.expected_date
    FROM purchasing_purchaseorder o
    JOIN purchasing_purchaseorderline l ON l.company_id = o.company_id AND l.order_id = o.id
    WHERE o.company_id = %(company)s AND o.status = 'confirmed' AND {PRODUCTS.format("l")}
), {moved_part("came", "bought", "f", "t", "supplier")}, supply AS (
    SELECT b.warehouse_id, b.product_id, greatest(b.expected_date, %(day)s::date + 1) AS day,
           b.stock_quantity - greatest(coalesce(c.quantity, 0), 0) AS quantity, b.expected_date IS NULL AS undated
    FROM bought b LEFT JOIN came c ON c.id = b.id
    WHERE b.stock_quantity > greatest(coalesce(c.quantity, 0), 0)
    UNION ALL
    SELECT t.to_warehouse_id, t.product_id, greatest(t.expected_date, %(day)s::date + 1), t.open_quantity,
           t.expected_date IS NULL
    FROM stock_transitline t
    WHERE t.company_id = %(company)s AND t.open_quantity > 0 AND {PRODUCTS.format("t")}
    UNION ALL
    SELECT a.warehouse_id, v.product_id, %(day)s::date, sum(v.on_hand - v.reserved), false
    FROM stock_level v
    JOIN warehouses_location a ON a.company_id = v.company_id AND a.id = v.location_id AND a.kind = 'storage'
     AND NOT a.is_held AND a.role NOT IN ('packing', 'output')
    LEFT JOIN stock_lot n ON n.company_id = v.company_id AND n.id = v.lot_id
    WHERE v.company_id = %(company)s AND {PRODUCTS.format("v")}
      AND (v.lot_id IS NULL OR NOT n.is_blocked AND coalesce(n.expires_on >= %(day)s::date, true))
    GROUP BY 1, 2
)"""  # noqa: S608 - constants of this module alone

FORECAST: Final = f"""
WITH {WAITING},{SUPPLY}, flows AS (
    SELECT warehouse_id, product_id, day, quantity AS coming, 0::numeric AS leaving FROM supply WHERE NOT undated
    UNION ALL
    SELECT warehouse_id, product_id, greatest(day, %(day)s::date), 0, quantity FROM waiting
    UNION ALL
    SELECT DISTINCT warehouse_id, product_id, %(day)s::date, 0::numeric, 0::numeric FROM supply
), days AS (
    SELECT warehouse_id, product_id, day, sum(coming) AS coming, sum(leaving) AS leaving FROM flows GROUP BY 1, 2, 3
), lying AS (
    SELECT d.*, sum(coming - leaving) OVER (PARTITION BY warehouse_id, product_id ORDER BY day) AS balance FROM days d
)
SELECT y.warehouse_id, y.day, y.coming, y.leaving,
       greatest(min(y.balance) OVER (PARTITION BY y.warehouse_id ORDER BY y.day DESC), 0) AS available,
       coalesce((SELECT sum(s.quantity) FROM supply s
                 WHERE s.warehouse_id = y.warehouse_id AND s.undated), 0) AS undated
FROM lying y
WHERE %(warehouses)s::uuid[] IS NULL OR y.warehouse_id = ANY (%(warehouses)s::uuid[])
ORDER BY y.warehouse_id, y.day
"""  # noqa: S608 - constants of this module alone

# Each waiting line takes its stretch of what comes, those requested first before, of one day the older order.
DATES: Final = f"""
WITH {WAITING},{SUPPLY}, curve AS (
    SELECT warehouse_id, product_id, day, sum(quantity) AS quantity,
           sum(sum(quantity)) OVER (PARTITION BY warehouse_id, product_id ORDER BY day) AS upto
    FROM supply WHERE NOT undated GROUP BY 1, 2, 3
), asked AS (
    SELECT w.*, sum(w.quantity) OVER (PARTITION BY w.warehouse_id, w.product_id
                                      ORDER BY greatest(w.day, %(day)s::date), w.order_id, w.id) AS upto
    FROM waiting w
)
SELECT a.id, a.product_id, a.quantity, c.day,
       least(a.upto, c.upto) - greatest(a.upto - a.quantity, c.upto - c.quantity) AS part
FROM asked a
LEFT JOIN curve c ON c.warehouse_id = a.warehouse_id AND c.product_id = a.product_id
     AND least(a.upto, c.upto) > greatest(a.upto - a.quantity, c.upto - c.quantity)
WHERE a.order_id = %(order)s
ORDER BY a.id, c.day
"""  # noqa: S608 - constants of this module alone


@dataclass(frozen=True, slots=True)
class Day:
    """What comes and leaves on a day, and what can be promised from then on; stock unit."""

    day: date
    coming: Decimal
    leaving: Decimal
    available: Decimal


@dataclass(frozen=True, slots=True)
class Forecast:
    """The days of a product in one warehouse, today first; ``undated`` comes on a day nobody named."""

    warehouse: Warehouse
    days: list[Day]
    undated: Decimal


@dataclass(slots=True)
class Missing:
    """What a line of an order still waits for, and from when how much of it is there."""

    product: Product
    quantity: Decimal
    parts: list[tuple[date, Decimal]] = field(default_factory=list)

    @property
    def unknown(self) -> Decimal:
        """Return how much nothing that comes covers."""
        return self.quantity - sum((quantity for _day, quantity in self.parts), ZERO)


def forecast(user: Any, product: Product) -> list[Forecast]:
    """Return what of a product can be promised by when, in each warehouse ``user`` may work in, in one statement."""
    allowed = allowed_warehouses(user)
    values = _values(product.pk) | {"warehouses": None if allowed is None else list(allowed)}
    found: dict[UUID, list[Day]] = defaultdict(list)
    undated: dict[UUID, Decimal] = {}
    with connection.cursor() as cursor:
        cursor.execute(FORECAST, values)
        for warehouse, day, coming, leaving, available, without_day in cursor.fetchall():
            found[warehouse].append(Day(day, coming, leaving, available))
            undated[warehouse] = without_day
    houses = Warehouse.objects.filter(pk__in=found).order_by("code")
    return [Forecast(house, found[house.pk], undated[house.pk]) for house in houses]


def missing_of_order(user: Any, order: UUID) -> list[Missing] | None:
    """Return what a confirmed sales order waits for and from when it is there; None when ``user`` may not see it."""
    if not visible_orders(user).filter(pk=order).exists():
        return None
    found: dict[UUID, Missing] = {}
    with connection.cursor() as cursor:
        cursor.execute(DATES, _values(*_goods_of(order)) | {"order": order})
        rows = cursor.fetchall()
    products = Product.objects.select_related("unit").in_bulk({row[1] for row in rows})
    for line, product, quantity, day, part in rows:
        missing = found.setdefault(line, Missing(products[product], quantity))
        if day is not None:
            missing.parts.append((day, part))
    return list(found.values())


def _goods_of(order: UUID) -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT product_id FROM sales_salesorderline WHERE order_id = %s UNION"
            " SELECT p.product_id FROM sales_salesorderpart p JOIN sales_salesorderline l ON l.id = p.line_id"
            " WHERE l.order_id = %s",
            [order, order],
        )
        return [row[0] for row in cursor.fetchall()]


def _values(*products: UUID) -> dict[str, Any]:
    return {
        "company": company_id(),
        "day": company_in_force().today(),
        "products": list(products),
    }
