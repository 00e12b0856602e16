"""What wants a decision: lots that expire soon, and goods that nobody buys."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, currency_in_force
from apps.core.context import company_id
from apps.core.money import ZERO, round_money
from apps.stock.models import CostPart, CostPool
from apps.stock.selectors import visible_levels
from apps.valuation.asking import Asked, goods_of
from apps.valuation.past import month_of
from apps.valuation.places import lying_on
from apps.valuation.reports.worth import TOTAL
from apps.valuation.sheets import PRODUCT, UNIT, Column, Sheet, Summing, named, stock_url

_LAST_SOLD = """
SELECT s.product_id, CASE WHEN max(s.month) >= %(month)s THEN (
    SELECT max(v.date) FROM stock_valueline v
    WHERE v.company_id = %(company)s AND v.product_id = s.product_id AND v.kind = 'issue' AND v.date >= max(s.month))
    ELSE max(s.month) END
FROM valuation_monthsum s WHERE s.company_id = %(company)s AND s.sold_quantity > 0 GROUP BY s.product_id
"""
_FIRST_CAME = """
SELECT s.product_id, CASE WHEN min(s.month) = %(month)s THEN (
    SELECT min(v.date) FROM stock_valueline v
    WHERE v.company_id = %(company)s AND v.product_id = s.product_id AND v.quantity > 0 AND v.date >= min(s.month))
    ELSE min(s.month) END
FROM valuation_monthsum s WHERE s.company_id = %(company)s AND s.in_quantity > 0 GROUP BY s.product_id
"""


def expiring_sheet(asked: Asked) -> Sheet:
    """Return the lots on hand that are to be used within some days, or should have been, the first before."""
    today = company_in_force().today()
    levels = visible_levels(asked.user).filter(
        lot__expires_on__lte=today + timedelta(days=asked.days), location__owner=None
    )
    if asked.warehouse:
        levels = levels.filter(location__warehouse_id=asked.warehouse)
    found = list(levels.order_by("lot__expires_on", "product__sku", "pk"))
    goods = goods_of(asked, {level.product_id for level in found})
    costs = _unit_costs() | _lot_costs() if asked.shows_value else {}
    columns = [
        Column(_("Use by"), "day"), Column(_("Days left"), "quantity"), *PRODUCT, Column(_("Lot"), "code"),
        Column(_("Warehouse"), "code"), Column(_("Location"), "code"), Column(_("On hand"), "quantity"), UNIT,
    ]  # fmt: skip
    columns += [Column(_("Value"), "amount")] if asked.shows_value else []
    summing = Summing(len(columns), (9,) if asked.shows_value else (), TOTAL)
    rows = []
    for level in found:
        if level.product_id not in goods:
            continue
        own, lot, house = goods[level.product_id], level.lot, level.location.warehouse
        assert lot is not None
        assert lot.expires_on is not None
        cells = [
            lot.expires_on, Decimal((lot.expires_on - today).days), *named(own), lot.number,
            house.code if house else "", level.location.code, level.on_hand, own.unit,
        ]  # fmt: skip
        cells += (
            [_part(level.on_hand, costs.get(lot.pk) or costs.get(own.pk))]
            if asked.shows_value
            else []
        )
        rows.append(summing.row(cells, lot.get_absolute_url()))
    return Sheet(columns, rows, summing.totals)


def dead_sheet(asked: Asked) -> Sheet:
    """Return the goods on hand of which nothing was sold for some days, the most valuable first.

    Goods that came in for the first time since then are left out: nobody had the time to buy them.
    """
    today = company_in_force().today()
    cutoff = today - timedelta(days=asked.days)
    lying: dict[UUID, Decimal] = {}
    for (product, _place), quantity in lying_on(today, today, asked.houses).items():
        lying[product] = lying.get(product, ZERO) + quantity
    month = month_of(cutoff)
    sold, came = _by_product(_LAST_SOLD, month=month), _by_product(_FIRST_CAME, month=month)
    dead = {
        product
        for product in lying
        if (product not in sold or sold[product] < cutoff) and came.get(product, today) <= cutoff
    }
    costs = _unit_costs() if asked.shows_value else {}
    columns = [
        *PRODUCT,
        Column(_("Category")),
        Column(_("On hand"), "quantity"),
        UNIT,
        Column(_("Last sold"), "month"),
    ]
    columns += [Column(_("Value"), "amount")] if asked.shows_value else []
    summing = Summing(len(columns), (6,) if asked.shows_value else (), TOTAL)
    rows = []
    for pk, goods in goods_of(asked, dead).items():
        cells = [*named(goods), goods.category, lying[pk], goods.unit, sold.get(pk)]
        cells += [_part(lying[pk], costs.get(pk))] if asked.shows_value else []
        rows.append(summing.row(cells, stock_url(goods)))
    if asked.shows_value:
        rows.sort(key=lambda row: row.cells[6], reverse=True)
    return Sheet(columns, rows, summing.totals)


def _by_product(sql: str, **values: Any) -> dict[UUID, Any]:
    """Return a day by product: exact in the ``month`` of the limit, else the first day of its month."""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"company": company_id(), **values})
        return dict(cursor.fetchall())


def _unit_costs() -> dict[UUID, tuple[Decimal, Decimal]]:
    """Return quantity and value of all stock by product."""
    found: dict[UUID, tuple[Decimal, Decimal]] = {}
    pools = CostPool.objects.filter(company_id=company_id(), quantity__gt=0)
    for product, quantity, value in pools.values_list("product_id", "quantity", "value"):
        before = found.get(product, (ZERO, ZERO))
        found[product] = before[0] + quantity, before[1] + value
    return found


def _lot_costs() -> dict[UUID, tuple[Decimal, Decimal]]:
    """Return quantity and value by lot, of goods kept at the cost of their lot."""
    parts = CostPart.objects.filter(company_id=company_id(), quantity__gt=0, lot__isnull=False)
    return {
        pk: (quantity, value)
        for pk, quantity, value in parts.values_list("lot_id", "quantity", "value")
        if pk
    }


def _part(on_hand: Decimal, pool: tuple[Decimal, Decimal] | None) -> Decimal:
    return round_money(pool[1] * on_hand / pool[0], currency_in_force()) if pool else ZERO
