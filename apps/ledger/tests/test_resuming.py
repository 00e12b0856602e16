"""A closing killed with SIGKILL at five points: nothing is half done, and the next run ends at the same hashes."""

import json
import os
import signal
import subprocess
import sys
from datetime import date

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction

from apps.ledger import services
from apps.ledger.models import Entry, Seal
from apps.ledger.tests.factories import make_books, period, post
from apps.ledger.tests.test_commands import run
from apps.ledger.verifying import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)

CLOSING = (
    "closing to be killed"  # by this name its connection is told from those of the suite's workers
)
WAITS = """
SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE NOT l.granted AND l.relation = %s::regclass AND a.application_name = %s
"""


@pytest.fixture
def books(company):
    with transaction.atomic():
        make_books()
        for day in range(1, 29):
            post(("5120", "10"), ("7070", "-10"), on=date(2026, 12, day))
        for month in range(1, 12):
            services.close_period(actor=None, pk=period(f"2026-{month:02}").pk)
        post(("6070", "3"), ("5120", "-3"), on=date(2026, 12, 30))
    return company


def closing_waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS, [table, CLOSING])
        return cursor.fetchone()[0] > 0


def command(books) -> list[str]:
    return ["manage.py", "close_year", "--company", books.code, "--year", "2026", "--json"]


@pytest.mark.parametrize(
    ("table", "mode", "closed"),
    [
        ("ledger_entry", "ACCESS EXCLUSIVE", "open"),  # reading what is there
        ("ledger_seal", "ACCESS EXCLUSIVE", "open"),  # sealing
        ("ledger_periodbalance", "ACCESS EXCLUSIVE", "open"),  # the last month is being written
        ("core_event", "ACCESS EXCLUSIVE", "open"),  # the last month is closed but for its event
        ("ledger_entry", "SHARE", "closed"),  # the year's entry, after the month
    ],
)
def test_a_closing_of_the_year_killed_anywhere_ends_at_the_same_hashes(
    books, wait_until, table, mode, closed
):
    dry = json.loads(run("close_year", books, "--year", "2026", "--dry-run", "--json")[1])
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute(f"LOCK TABLE {table} IN {mode} MODE")
        running = subprocess.Popen(
            [sys.executable, *command(books), "--yes"],
            cwd=settings.BASE_DIR,
            env={**os.environ, "ERP_LOCK_TIMEOUT": "60s", "PGAPPNAME": CLOSING},
            start_new_session=True,
        )
        wait_until(lambda: closing_waits_for(table))
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    with transaction.atomic():
        assert period("2026-12").status == closed
        assert not Entry.objects.filter(source_type="ledger.fiscalyear").exists()

    code, said = run("close_year", books, "--year", "2026", "--yes", "--json")
    again = json.loads(run("close_year", books, "--year", "2026", "--yes", "--json")[1])

    done = json.loads(said)
    assert code == 0
    assert done["entries_sha256"] == dry["entries_sha256"] == again["entries_sha256"]
    assert done["balances_sha256"] == again["balances_sha256"]
    with transaction.atomic():
        assert verify_chain().broken == []
        assert Seal.objects.count() == Entry.objects.count() == 30
