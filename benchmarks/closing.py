"""Measurements of the closing: a month of a million lines, and the year it ends."""

import resource
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from apps.core.context import company_context
from apps.ledger import services as ledger
from apps.ledger.models import EntryLine, Period, Seal
from apps.ledger.services import close_period, close_year, plan_closing, seal_entries
from benchmarks.harness import Sample, report
from benchmarks.scene import YEAR, Scene, make_scene, six_lines

MONTH = 12
STEP = 20_000


def close_month_1m(scene: Scene, *, quick: bool) -> None:
    """Close a month of a million lines, none of them sealed yet, then its year (``--quick``: a tenth)."""
    del scene
    lines = 100_000 if quick else 1_000_000
    books = make_scene("CLOSE", products=1, on_hand=1)
    with company_context(books.company.pk):
        for month in range(1, MONTH):
            _close(f"{YEAR}-{month:02}")
        _fill(books, lines)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE ledger_entry, ledger_entryline, ledger_seal")
        before = _memory()
        seal = _timed(_seal)
        dry = _timed(lambda: plan_closing(pk=_period(f"{YEAR}-{MONTH}").pk))
        month_took = _timed(lambda: _close(f"{YEAR}-{MONTH}"))
        year_took = _timed(_close_year)
        with transaction.atomic():
            count = EntryLine.objects.filter(date__month=MONTH).count()
            assert Seal.objects.count() >= count // 6
    report(
        "close_month_1m", Sample([seal + month_took]), lines=count, seconds=round(seal + month_took, 2),
        sealing=round(seal, 2), dry_run=round(dry, 2), closing=round(month_took, 2), year=round(year_took, 2),
        entries_s=round(lines / 6 / seal), memory_mb=round(_memory() / 1024), memory_grew_mb=round((_memory() - before) / 1024),
    )  # fmt: skip


def _timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def _seal() -> None:
    while seal_entries(full=True, most=STEP) == STEP:
        pass


def _memory() -> int:
    """Return the most memory this process has held so far, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


@transaction.atomic
def _period(code: str) -> Period:
    return Period.objects.get(code=code)


def _close(code: str) -> None:
    close_period(actor=None, pk=_period(code).pk)


def _close_year() -> None:
    with transaction.atomic():
        year = _period(f"{YEAR}-{MONTH}").fiscal_year
    close_year(actor=None, pk=year.pk)


def _fill(scene: Scene, lines: int) -> None:
    drafts = [
        ledger.EntryDraft(
            journal=scene.journal, on=date(YEAR, MONTH, 1 + number % 31), postings=six_lines(scene),
            source_type="bench.closing", source_id=uuid4(),
        )
        for number in range(5000)
    ]  # fmt: skip
    for start in range(0, lines // 6, 5000):
        chunk = drafts[: min(5000, lines // 6 - start)]
        for draft in chunk:
            object.__setattr__(draft, "source_id", uuid4())
        ledger.post_entries(actor=None, drafts=chunk)
    with transaction.atomic():
        bank, revenue = (ledger.default_account(purpose) for purpose in ("bank", "revenue"))
        ledger.post_entry(
            actor=None, journal=scene.journal, on=date(YEAR, MONTH, 31), source_type="bench.closing", source_id=uuid4(),
            postings=[ledger.Posting(bank, Decimal(42)), ledger.Posting(revenue, Decimal(-42))],
        )  # fmt: skip
