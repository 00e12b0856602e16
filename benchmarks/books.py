"""Measurements of the ledger: posting one entry, posting ten thousand, a trial balance over a million lines."""

import calendar
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.ledger import services as ledger
from apps.ledger.models import Entry, EntryLine, Period
from apps.ledger.services import close_period, post_entries, post_entry, seal_entries
from benchmarks.bare import RawWriter, bare_model, make_tables, values_of
from benchmarks.harness import alternate, ratio, report, statements
from benchmarks.scene import YEAR, Scene, entry_draft, make_scene, six_lines


class _Rows:
    """The rows one posting leaves, with new keys for each copy."""

    def __init__(self, entries: list[Entry]) -> None:
        with transaction.atomic():
            ids = [entry.pk for entry in entries]
            self.entries = values_of(list(Entry.objects.filter(pk__in=ids).order_by("pk")))
            self.lines = values_of(
                list(EntryLine.objects.filter(entry_id__in=ids).order_by("entry_id", "line_no"))
            )

    def fresh(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        keys = {entry["id"]: uuid7() for entry in self.entries}
        entries = [
            {**entry, "id": keys[entry["id"]], "source_id": uuid4()} for entry in self.entries
        ]
        lines = [{**line, "id": uuid7(), "entry_id": keys[line["entry_id"]]} for line in self.lines]
        return entries, lines


def _contestants(rows: _Rows, raw: RawWriter) -> dict[str, Callable[[], None]]:
    bare_entry, bare_line = bare_model(Entry), bare_model(EntryLine)

    def by_raw() -> None:
        entries, lines = rows.fresh()
        with raw.connection.transaction():
            for start in range(0, len(entries), 1000):
                raw.insert("ledger_entry", entries[start : start + 1000])
            for start in range(0, len(lines), 2000):
                raw.insert("ledger_entryline", lines[start : start + 2000])

    def by_orm() -> None:
        entries, lines = rows.fresh()
        with transaction.atomic():
            bare_entry.objects.bulk_create(
                [bare_entry(**entry) for entry in entries], batch_size=1000
            )
            bare_line.objects.bulk_create([bare_line(**line) for line in lines], batch_size=2000)

    return {"raw": by_raw, "orm": by_orm}


def post6(scene: Scene, *, quick: bool) -> None:
    """Post a six-line entry through the service, with every guard on."""
    make_tables(Entry, EntryLine)

    def ours() -> Entry:
        return post_entry(
            actor=None, journal=scene.journal, on=date(YEAR, 3, 10), postings=six_lines(scene),
            source_type="bench.entry", source_id=uuid4(),
        )  # fmt: skip

    contestants = {"ours": ours, **_contestants(_Rows([ours()]), RawWriter())}
    samples = alternate(contestants, times=60 if quick else 400)
    report(
        "post6", samples["ours"], statements=statements(ours),
        ratio_to_raw=ratio(samples["ours"], samples["raw"]), ratio_to_orm=ratio(samples["ours"], samples["orm"]),
    )  # fmt: skip


def bulk_post(scene: Scene, *, quick: bool) -> None:
    """Post ten thousand six-line entries in one call (``--quick``: one thousand)."""
    make_tables(Entry, EntryLine)
    count = 1000 if quick else 10_000

    def ours() -> list[Entry]:
        return post_entries(actor=None, drafts=[entry_draft(scene, uuid4()) for _ in range(count)])

    contestants = {"ours": ours, **_contestants(_Rows(ours()), RawWriter())}
    samples = alternate(contestants, times=2 if quick else 3, warm=0)
    report(
        "bulk_post", samples["ours"], statements=statements(ours), entries=count,
        ratio_to_raw=ratio(samples["ours"], samples["raw"]), ratio_to_orm=ratio(samples["ours"], samples["orm"]),
    )  # fmt: skip


def trial_balance_1m(scene: Scene, *, quick: bool) -> None:
    """Trial balance with a million lines in closed periods, against one with a tenth of them."""
    from apps.ledger.reports import trial_balance  # noqa: PLC0415

    del scene
    large = 100_000 if quick else 1_000_000
    scenes = {"ours": _closed_books("TBL", large), "tenth": _closed_books("TBS", large // 10)}

    def of(one: Scene) -> Callable[[], Any]:
        def balance() -> Any:
            with company_context(one.company.pk), transaction.atomic():
                return trial_balance(one.owner, date(YEAR, 1, 1), date(YEAR, 12, 31))

        return balance

    contestants = {name: of(one) for name, one in scenes.items()}
    samples = alternate(contestants, times=20)
    report(
        "trial_balance_1m", samples["ours"], statements=statements(contestants["ours"]), lines=large,
        cost_against_a_tenth=round(1 / ratio(samples["ours"], samples["tenth"]), 3),
    )  # fmt: skip


def _closed_books(code: str, lines: int) -> Scene:
    """Return a company with ``lines`` entry lines over eleven closed months and a few in the twelfth."""
    scene = make_scene(code, products=1, on_hand=1)
    with company_context(scene.company.pk):
        per_month = lines // 6 // 11
        for month in range(1, 12):
            day = date(YEAR, month, calendar.monthrange(YEAR, month)[1])
            for start in range(0, per_month, 5000):
                _post_many(scene, day, min(5000, per_month - start))
        _post_many(scene, date(YEAR, 12, 5), 50)
        with transaction.atomic():
            seal_entries(full=True, most=10**9)
            periods = list(Period.objects.order_by("start")[:11])
        for period in periods:
            close_period(actor=None, pk=period.pk)
    return scene


def _post_many(scene: Scene, day: date, count: int) -> None:
    lines = six_lines(scene)
    drafts = [
        ledger.EntryDraft(
            journal=scene.journal,
            on=day,
            postings=lines,
            source_type="bench.entry",
            source_id=uuid4(),
        )
        for _ in range(count)
    ]
    post_entries(actor=None, drafts=drafts)
