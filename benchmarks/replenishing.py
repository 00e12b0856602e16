"""Measurement of replenishment: a run over the rules of fifty thousand products with their moves, orders and levels."""

import time
from decimal import Decimal

from django.db import transaction

from apps.companies.selectors import company_in_force
from apps.demo.volume.bulk import as_owner, rules_rest, vacuum
from apps.products.models import SupplierPrice
from apps.products.services import save_product
from apps.replenishment.models import Rule
from apps.replenishment.services import Outcome, propose, save_rule
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from benchmarks.harness import Sample, report, statements
from benchmarks.scene import Scene
from benchmarks.screens import fill_stock

ROUNDS = 3
TABLES = (
    "stock_move",
    "products_supplierprice",
    "sales_salesorder",
    "sales_salesorderline",
    "replenishment_rule",
)
# Every product gets a supplier and a rule, a third of each method; every second one a customer's order that waits;
# a tenth of the moves left in the last hundred days.
_COPIES = """
CREATE TEMPORARY TABLE bulk AS
SELECT p.id AS product, gen_random_uuid() AS ordered, row_number() OVER () AS n FROM products_product p WHERE p.sku LIKE '{like}'
  AND p.id <> (SELECT product_id FROM replenishment_rule LIMIT 1);
ANALYZE bulk;
INSERT INTO products_supplierprice
SELECT (jsonb_populate_record(NULL::products_supplierprice, to_jsonb(s) || jsonb_build_object('id', gen_random_uuid(), 'product_id', b.product))).*
FROM (SELECT * FROM products_supplierprice LIMIT 1) s, bulk b;
INSERT INTO replenishment_rule
SELECT (jsonb_populate_record(NULL::replenishment_rule, to_jsonb(r) || jsonb_build_object('id', gen_random_uuid(), 'product_id', b.product,
        'method', (ARRAY['minimum', 'demand', 'order'])[1 + b.n % 3],
        'safety_stock', CASE b.n % 3 WHEN 1 THEN 40 ELSE 0 END))).*
FROM (SELECT * FROM replenishment_rule LIMIT 1) r, bulk b;
INSERT INTO sales_salesorder
SELECT (jsonb_populate_record(NULL::sales_salesorder, to_jsonb(o) || jsonb_build_object('id', b.ordered, 'number', 'BULK-' || b.n))).*
FROM (SELECT * FROM sales_salesorder WHERE status = 'confirmed' ORDER BY id DESC LIMIT 1) o, bulk b WHERE b.n % 2 = 0;
INSERT INTO sales_salesorderline
SELECT (jsonb_populate_record(NULL::sales_salesorderline, to_jsonb(l) || jsonb_build_object('id', gen_random_uuid(), 'order_id', b.ordered, 'product_id', b.product))).*
FROM (SELECT * FROM sales_salesorderline ORDER BY id DESC LIMIT 1) l, bulk b WHERE b.n % 2 = 0
"""
_SHIPPED = """
INSERT INTO stock_move (id, company_id, document_id, line_id, product_id, from_location_id, to_location_id, quantity, value, date, created_at)
SELECT gen_random_uuid(), m.company_id, m.document_id, gen_random_uuid(), m.product_id, m.to_location_id, c.id, 1, 12,
       current_date - (random() * 100)::int, now()
FROM stock_move m JOIN bulk b ON b.product = m.product_id
JOIN warehouses_location c ON c.company_id = m.company_id AND c.kind = 'customer'
WHERE random() < 0.1
"""


def replenish_50k(scene: Scene, *, quick: bool) -> None:
    """Work out the proposals of every product: the first time, and again over what is open."""
    products, moves = (5_000, 100_000) if quick else (50_000, 2_000_000)
    fill_stock(scene, products, moves)
    give_rules(scene, "B0%", shipped=True)
    found = measure_proposals("replenish_50k")
    assert found.rules > products, found
    assert found.made == found.needed > products // 3, found


def measure_proposals(op: str) -> Outcome:
    """Work out a company's proposals, and again over what is open; return what the first run found."""
    first, found = _timed()
    times = []
    for _round in range(ROUNDS):
        taken, again = _timed()
        assert (again.made, again.changed, again.needed) == (0, 0, found.needed), again
        times.append(taken)
    more = {"rules": found.rules, "needed": found.needed, "first_ms": round(1000 * first, 3)}
    report(op, Sample(times), statements=statements(_run), **more)
    return found


def _run() -> Outcome:
    with transaction.atomic():
        return propose(actor=None)


def _timed() -> tuple[float, Outcome]:
    began = time.perf_counter()
    outcome = _run()
    return time.perf_counter() - began, outcome


@transaction.atomic
def _patterns(scene: Scene) -> None:
    """Make one supplier's price, one rule and one order that waits through the services, to be copied."""
    product = scene.products[0]
    product.refresh_from_db()
    price = SupplierPrice(supplier=scene.supplier, price=Decimal(5), currency_id="EUR", lead_days=7)
    save_product(actor=None, document=product, lines=[price])
    rule = Rule(product=product, warehouse=scene.warehouse, minimum=Decimal(50), target=Decimal(90))
    save_rule(actor=None, document=rule)
    order = SalesOrder(
        party=scene.customer, date=company_in_force().today(), warehouse=scene.warehouse, currency_id="EUR"
    )  # fmt: skip
    line = sales.OrderLineDraft(product, Decimal(30), product.unit, Decimal(9))
    made = sales.draft_order(actor=None, document=order, lines=[line])
    sales.confirm_order(actor=None, pk=made.pk)


def give_rules(scene: Scene, like: str, *, shipped: bool = False) -> None:
    """Give the products whose SKU is ``like`` a supplier and a rule, half of them an order that waits.

    Args:
        shipped: a tenth of the moves left in the last hundred days.
    """
    _patterns(scene)
    with as_owner(scene.company.pk) as owner, rules_rest(owner, TABLES):
        for statement in _COPIES.replace("{like}", like).split(";\n"):
            owner.execute(statement)
        if shipped:
            owner.execute(_SHIPPED)
    vacuum(TABLES)
