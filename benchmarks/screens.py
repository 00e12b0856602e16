"""Measurements of screens: the stock list of fifty thousand products over two million moves, through Django's whole stack."""

import re
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.demo.volume.bulk import as_owner, rules_rest, vacuum
from apps.products.models import Product
from benchmarks.harness import FRAME, Sample, alternate, report
from benchmarks.scene import Scene

MOVES_PER_DOCUMENT = 40
TABLES = (
    "stock_move",
    "stock_stockdocumentline",
    "stock_stockdocument",
    "stock_level",
    "stock_costpool",
    "products_product",
)

_NUMBERED = """
CREATE TEMPORARY TABLE bulk_document AS
SELECT id, row_number() OVER () - 1 AS n FROM stock_stockdocument WHERE number LIKE 'BULK-%';
CREATE TEMPORARY TABLE bulk_product AS
SELECT id, row_number() OVER () - 1 AS n FROM products_product WHERE sku LIKE 'B%';
ANALYZE bulk_document, bulk_product
"""
_LINES = """
INSERT INTO stock_stockdocumentline (id, company_id, document_id, position, product_id, from_location_id, to_location_id, quantity,
                                     unit_id, stock_quantity, unit_cost, origin_line_id, memo)
SELECT gen_random_uuid(), l.company_id, d.id, s.n, p.id, l.from_location_id, l.to_location_id, 1, l.unit_id, 1, 12, NULL, ''
FROM bulk_document d CROSS JOIN generate_series(0, %(per)s - 1) s(n)
JOIN bulk_product p ON p.n = (d.n * %(per)s + s.n) %% %(products)s
CROSS JOIN (SELECT * FROM stock_stockdocumentline LIMIT 1) l
"""
_MOVES = """
INSERT INTO stock_move (id, company_id, document_id, line_id, product_id, from_location_id, to_location_id, quantity, value, date,
                        origin_line_id, reverses_id, actor_id, created_at)
SELECT gen_random_uuid(), company_id, document_id, l.id, product_id, from_location_id, to_location_id, 1, 12, '2026-01-02', NULL, NULL, NULL, now()
FROM stock_stockdocumentline l JOIN bulk_document d ON d.id = l.document_id
"""
_LEVELS = """
INSERT INTO stock_level (id, company_id, product_id, location_id, on_hand, reserved)
SELECT gen_random_uuid(), company_id, product_id, to_location_id, sum(quantity), 0
FROM stock_move m JOIN bulk_document d ON d.id = m.document_id GROUP BY company_id, product_id, to_location_id
"""


def stock_list_50k(scene: Scene, *, quick: bool) -> None:
    """First page of the stock list; statements, and the server's time for the whole answer."""
    products, moves = (5_000, 100_000) if quick else (50_000, 2_000_000)
    fill_stock(scene, products, moves)
    measure_list(
        "stock_list_50k",
        scene,
        times=10 if quick else 40,
        more={"products": products, "moves": moves},
    )


def measure_list(op: str, scene: Scene, *, times: int, more: dict[str, Any]) -> None:
    """Ask for the first page of a company's stock list."""
    client = Client(headers={"host": "localhost"})
    client.force_login(scene.owner, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("stock:level_list")

    def page() -> None:
        answer = client.get(url)
        assert answer.status_code == 200, answer.status_code
        assert re.search(rb"<tr[^>]*data-href", answer.content), "no row on the page"

    page()
    with CaptureQueriesContext(connection) as captured:
        page()
    count = sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)
    samples: dict[str, Sample] = alternate({"ours": page}, times=times)
    report(op, samples["ours"], statements=count, **more)


def fill_stock(scene: Scene, products: int, moves: int) -> None:
    """Write products and moves by the owner in bulk, once; levels are what the moves add up to."""
    with transaction.atomic():
        if Product.objects.filter(sku__startswith="B0").exists():
            return
    values: dict[str, Any] = {"products": products, "per": MOVES_PER_DOCUMENT}
    with as_owner(scene.company.pk) as owner, rules_rest(owner, TABLES):
        references = owner.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
            [["stock_move", "stock_stockdocumentline"]],
        ).fetchall()
        for (
            table,
            name,
        ) in (
            references
        ):  # this database is thrown away; checking twelve million references would say nothing
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        copy_rows(
            owner, "products_product", "true", products,
            {"id": "gen_random_uuid()", "sku": "'B' || lpad(n::text, 6, '0')", "name": "'Bulk product ' || n"},
        )  # fmt: skip
        copy_rows(
            owner, "stock_stockdocument", "kind = 'receipt'", moves // MOVES_PER_DOCUMENT,
            {"id": "gen_random_uuid()", "number": "'BULK-' || n", "entry_id": "NULL"},
        )  # fmt: skip
        owner.execute(
            _NUMBERED
        )  # with statistics: guessing, the planner joins every line with every product
        for statement in (_LINES, _MOVES, _LEVELS):
            owner.execute(statement, values)
            owner.execute("ANALYZE stock_stockdocumentline, stock_move")
    vacuum(TABLES)


def copy_rows(owner: Any, table: str, like: str, count: int, changes: dict[str, str]) -> None:
    """Write ``count`` copies of a row of ``table``, with ``changes`` (column to SQL; ``n`` counts)."""
    columns = [
        row[0]
        for row in owner.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'",
            [table],
        )
    ]
    values = ", ".join(changes.get(column, f"t.{column}") for column in columns)
    owner.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} t, generate_series(1, {count}) n "
        f"WHERE t.id = (SELECT id FROM {table} WHERE {like} LIMIT 1)"
    )
