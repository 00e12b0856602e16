"""Measurement of what stock was worth on a past day: two years of months of fifty thousand products, and the lines of one month."""

import time
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from apps.demo.volume.bulk import as_owner, rules_rest, vacuum
from apps.stock.models import ValueLine
from apps.valuation.asking import Asked
from apps.valuation.past import Position, worth_on
from apps.valuation.reports.worth import worth_sheet
from benchmarks.harness import Sample, report, statements
from benchmarks.scene import Scene
from benchmarks.screens import copy_rows

ROUNDS = 5
MONTHS = 24
TABLES = ("products_product", "stock_valueline", "valuation_monthsum", "stock_costpool")
# What twelve million moves leave behind: a sum for each product and month, and in the month asked for its own lines.
_MONTHS = """
INSERT INTO valuation_monthsum (id, company_id, product_id, account_id, month, in_quantity, in_value, out_quantity, out_value,
                                sold_quantity, sold_value)
SELECT gen_random_uuid(), p.company_id, p.id, v.account_id, (%(month)s::date - make_interval(months => m))::date, 10, 120, 10, 120, 10, 120
FROM products_product p, generate_series(-12, %(months)s - 13) m, (SELECT account_id FROM stock_valueline LIMIT 1) v
WHERE p.sku LIKE 'W%%'
"""
_LINES = """
INSERT INTO stock_valueline (id, company_id, move_id, product_id, account_id, kind, layer_id, quantity, value, date, entry_id, created_at)
SELECT gen_random_uuid(), p.company_id, v.move_id, p.id, v.account_id, 'receipt', NULL, 1, 12,
       %(month)s::date + ((row_number() OVER ()) / %(a_day)s)::int, NULL, now()
FROM products_product p, generate_series(1, %(per)s), (SELECT * FROM stock_valueline WHERE move_id IS NOT NULL LIMIT 1) v
WHERE p.sku LIKE 'W%%'
"""


def stock_valuation_past(scene: Scene, *, quick: bool) -> None:
    """Value all stock as of the middle of a month a year ago: the sums alone, and the whole report."""
    products, per = (5_000, 10) if quick else (50_000, 10)
    month = date.today().replace(day=1) - timedelta(days=365)  # noqa: DTZ011 - any month does
    month = month.replace(day=1)
    _fill(scene, products, per, month)
    position = Position(month + timedelta(days=14))
    more = {"products": products, "lines_of_month": products * per}
    measure_worth("stock_valuation_past", scene, position, more)


def measure_worth(op: str, scene: Scene, position: Position, more: dict[str, Any]) -> None:
    """Value all stock of a company that has some of half its products."""
    times, whole = [], []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        with transaction.atomic():
            found = worth_on(position)
        times.append(time.perf_counter() - started)
        started = time.perf_counter()
        with transaction.atomic():
            sheet = worth_sheet(Asked(scene.owner, last=position.day))
        whole.append(time.perf_counter() - started)
        assert len(sheet.rows) >= more["products"] // 2, len(sheet.rows)
        assert len(found) >= more["products"] // 2, len(found)
    more = {**more, "report_ms": round(1000 * sorted(whole)[ROUNDS // 2], 3)}
    report(op, Sample(times), statements=statements(lambda: _once(position)), **more)


def _once(position: Position) -> None:
    with transaction.atomic():
        worth_on(position)


def _fill(scene: Scene, products: int, per: int, month: date) -> None:
    with transaction.atomic():
        assert ValueLine.objects.filter(move__isnull=False).exists()
    values = {"month": month, "months": MONTHS, "per": per, "a_day": products * per // 27}
    with as_owner(scene.company.pk) as owner, rules_rest(owner, TABLES):
        copy_rows(
            owner, "products_product", "kind = 'goods'", products,
            {"id": "gen_random_uuid()", "sku": "'W' || lpad(n::text, 6, '0')", "name": "'Worth ' || n"},
        )  # fmt: skip
        for statement in (_LINES, _MONTHS):
            owner.execute(statement, values)
    vacuum(TABLES)
