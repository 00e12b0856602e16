"""Measurements of credit control: the aged receivables of two hundred thousand open and a million matched items."""

import os
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import psycopg
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from benchmarks.harness import FRAME, Sample, alternate, report
from benchmarks.scene import YEAR, Scene
from benchmarks.screens import copy_rows

TABLES = ("parties_party", "ledger_openitem", "payments_match", "credit_openspan")
PARTIES = 10_000
PAST = date(YEAR, 7, 1)

# Invoices over 255 days; of six, five are paid in full after ten to a hundred days, each by a payment of its own.
_ENTRIES = """
CREATE TEMPORARY TABLE debt AS
SELECT n, gen_random_uuid() AS invoice, gen_random_uuid() AS payment, n %% 6 <> 0 AS is_paid,
       date '{year}-01-01' + (n * 255 / %(items)s)::int AS day, 10 + n %% 91 AS late, 10 + n %% 990 AS amount,
       p.id AS party
FROM generate_series(0, %(items)s - 1) n JOIN (SELECT id, row_number() OVER () - 1 AS k FROM parties_party WHERE code LIKE 'B%%') p
  ON p.k = n %% %(parties)s;
CREATE TEMPORARY TABLE of_ledger AS
SELECT (SELECT id FROM ledger_account WHERE control = 'receivable' LIMIT 1) AS receivable;
ANALYZE debt, of_ledger;
CREATE TEMPORARY TABLE side AS
SELECT invoice AS entry, party, day, day + 30 AS due, amount, 'debit' AS side, n FROM debt
UNION ALL SELECT payment, party, day + late, day + late, amount, 'credit', n FROM debt WHERE is_paid;
ANALYZE side
"""
_ITEMS = """
INSERT INTO ledger_openitem (id, company_id, entry_id, account_id, party_id, side, date, due_date, currency_id,
                             amount, open_amount, amount_currency, open_currency)
SELECT s.entry, %(company)s, s.entry, a.receivable, s.party, s.side, s.day, s.due, 'EUR', s.amount,
       CASE WHEN d.is_paid THEN 0 ELSE s.amount END, s.amount, CASE WHEN d.is_paid THEN 0 ELSE s.amount END
FROM side s JOIN debt d ON d.n = s.n CROSS JOIN of_ledger a
"""
_MATCHES = """
INSERT INTO payments_match (id, company_id, debit_item_id, credit_item_id, date, amount, amount_currency, created_at)
SELECT gen_random_uuid(), %(company)s, invoice, payment, day + late, amount, amount, now() FROM debt WHERE is_paid
"""
_SPANS = """
INSERT INTO credit_openspan (id, company_id, item_id, account_id, party_id, side, due_date, currency_id,
                             start, "end", open_amount, open_currency)
SELECT gen_random_uuid(), i.company_id, i.id, i.account_id, i.party_id, i.side, i.due_date, i.currency_id,
       f.start, f."end", f.open_amount, f.open_currency
FROM credit_spans_of(NULL) f JOIN ledger_openitem i ON i.id = f.item_id
"""


def aged_receivables_200k(scene: Scene, *, quick: bool) -> None:
    """First page of the aged receivables, as of the middle of the year and as of its end, through Django's whole stack."""
    items = 30_000 if quick else 1_200_000
    _fill(scene, items, 500 if quick else PARTIES)
    client = Client(headers={"host": "localhost"})
    client.force_login(scene.owner, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("credit:receivables")

    def page_on(day: date) -> Callable[[], None]:
        def page() -> None:
            answer = client.get(url, {"on": day.isoformat()})
            assert answer.status_code == 200, answer.status_code
            assert re.search(rb"<tr[^>]*data-href", answer.content), "no row on the page"

        return page

    past, today = page_on(PAST), page_on(date(YEAR, 12, 31))
    past()
    with CaptureQueriesContext(connection) as captured:
        past()
    count = sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)
    samples: dict[str, Sample] = alternate(
        {"past": past, "today": today}, times=10 if quick else 40
    )
    more = {
        "open": items // 6,
        "matched": items - items // 6,
        "as_of_today_p95_ms": round(samples["today"].percentile(95), 3),
    }
    report("aged_receivables_200k", samples["past"], statements=count, **more)


def _fill(scene: Scene, items: int, parties: int) -> None:
    """Write items and matches by the owner in bulk; the past is what the matches say."""
    values: dict[str, Any] = {"items": items, "parties": parties, "company": scene.company.pk}
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("SELECT set_config('erp.company_id', %s, false)", [str(scene.company.pk)])
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        references = owner.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
            [["ledger_openitem", "payments_match", "credit_openspan"]],
        ).fetchall()
        for table, name in references:  # this database is thrown away
            owner.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        copy_rows(
            owner, "parties_party", "is_customer", parties,
            {"id": "gen_random_uuid()", "code": "'B' || lpad(n::text, 6, '0')", "name": "'Bulk customer ' || n"},
        )  # fmt: skip
        for statement in _ENTRIES.format(year=YEAR).split(";\n"):
            owner.execute(statement, values)
        for statement in (_ITEMS, _MATCHES):
            owner.execute(statement, values)
        owner.execute("ANALYZE ledger_openitem, payments_match")
        owner.execute(_SPANS)
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        owner.commit()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f"VACUUM ANALYZE {table}")
