"""How long goods have lain: what is on hand is taken to have come in last, for the oldest leave first."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, currency_in_force
from apps.core.context import company_id
from apps.core.money import ZERO, allocate
from apps.stock.models import CostPool
from apps.valuation.asking import Asked, goods_of
from apps.valuation.places import lying_on
from apps.valuation.reports.worth import TOTAL
from apps.valuation.sheets import PRODUCT, UNIT, Column, Sheet, Summing, named, stock_url

LIMITS: Final = (30, 60, 90, 180, 365)
_CAME = """
SELECT m.product_id, width_bucket(%(today)s - m.date, %(starts)s::int[]) - 1, sum(m.quantity)
FROM stock_move m
JOIN warehouses_location a ON a.id = m.from_location_id
JOIN warehouses_location b ON b.id = m.to_location_id
WHERE m.company_id = %(company)s AND m.date >= %(since)s AND m.reverses_id IS NULL
  AND b.kind IN ('storage', 'transit') AND (%(all)s OR b.warehouse_id = ANY (%(houses)s))
  AND CASE WHEN %(all)s THEN a.kind NOT IN ('storage', 'transit')
           ELSE a.warehouse_id IS NULL OR a.warehouse_id <> ALL (%(houses)s) END
  AND NOT EXISTS (SELECT FROM stock_move r WHERE r.reverses_id = m.id)
GROUP BY 1, 2
"""


def ageing_sheet(asked: Asked) -> Sheet:
    """Return what is on hand of each product by the days since it came in, with its value for the whole company."""
    today = company_in_force().today()
    lying: dict[UUID, Decimal] = {}
    for (product, _place), quantity in lying_on(today, today, asked.houses).items():
        lying[product] = lying.get(product, ZERO) + quantity
    came = _came(asked)
    valued = asked.shows_value and asked.houses is None
    in_value = valued and asked.in_value
    worth = _worth() if valued else {}
    columns = [*PRODUCT, Column(_("On hand"), "quantity"), UNIT]
    columns += [Column(_("Value"), "amount")] if valued else []
    columns += [Column(label, "amount" if in_value else "quantity") for label in labels()]
    of = range(4, len(columns)) if in_value else (4,) if valued else ()
    summing = Summing(len(columns), of, TOTAL)
    rows = []
    for pk, goods in goods_of(asked, lying).items():
        parts = by_age(lying[pk], came.get(pk, {}))
        if in_value:
            parts = allocate(worth[pk], parts, currency_in_force())
        cells = [*named(goods), lying[pk], goods.unit]
        cells += [worth[pk], *parts] if valued else parts
        rows.append(summing.row(cells, stock_url(goods)))
    return Sheet(columns, rows, summing.totals)


def labels() -> list[str]:
    """Return the heads of the buckets: 0–30, 31–60, ..., over 365."""
    starts = [0, *(limit + 1 for limit in LIMITS)]
    spans = [f"{start}–{end}" for start, end in zip(starts, LIMITS, strict=False)]
    return [*spans, _("Over %(days)s") % {"days": LIMITS[-1]}]


def by_age(on_hand: Decimal, came: dict[int, Decimal]) -> list[Decimal]:
    """Return what is on hand by bucket, the newest first: each holds at most what came in then, the last the rest."""
    parts, left = [], on_hand
    for bucket in range(len(LIMITS)):
        part = min(left, came.get(bucket, ZERO))
        parts.append(part)
        left -= part
    return [*parts, left]


def _came(asked: Asked) -> dict[UUID, dict[int, Decimal]]:
    today, houses = company_in_force().today(), asked.houses
    values: dict[str, Any] = {
        "company": company_id(),
        "today": today,
        "since": today - timedelta(days=LIMITS[-1]),
        "starts": [0, *(limit + 1 for limit in LIMITS)],
        "all": houses is None,
        "houses": list(houses or ()),
    }
    found: dict[UUID, dict[int, Decimal]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_CAME, values)
        for product, bucket, quantity in cursor.fetchall():
            found.setdefault(product, {})[max(bucket, 0)] = quantity
    return found


def _worth() -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = {}
    rows = CostPool.objects.filter(company_id=company_id()).values_list("product_id", "value")
    for product, value in rows:
        found[product] = found.get(product, ZERO) + value
    return found
