"""Reads of the exports: who sees which, what is in them, and what a program has not had yet."""

import zlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from apps.core.context import company_id, company_transaction
from apps.core.permissions import may
from apps.integrations.books import Span
from apps.integrations.models import ExportChunk, ExportSpan, JournalExport
from apps.ledger.models import Entry, FiscalYear, Seal


def visible_exports(user: Any) -> QuerySet[JournalExport]:
    """Return the exports, newest first, with what became of them."""
    rows = JournalExport.objects.filter(company_id=company_id())
    if not may(user, "integrations.view_journalexport"):
        return rows.none()
    return rows.select_related("result", "actor").order_by("-created_at", "-pk")


def head_seal() -> Seal | None:
    """Return the last seal of the company in force."""
    return Seal.objects.filter(company_id=company_id()).order_by("-number").first()


def calendar() -> tuple[date, date] | None:
    """Return the first and the last day of the company's fiscal years; None when it has none."""
    years = FiscalYear.objects.filter(company_id=company_id()).order_by("start")
    first, last = years.first(), years.last()
    return (first.start, last.end) if first and last else None


def year_of(day: date) -> FiscalYear | None:
    """Return the fiscal year of the company in force that holds ``day``."""
    years = FiscalYear.objects.filter(company_id=company_id(), start__lte=day, end__gte=day)
    return years.first()


def last_day() -> date:
    """Return the date of the latest entry of the company in force, which has one."""
    return Entry.objects.filter(company_id=company_id()).latest("date").date


def spans_left(target: str, head: int, first: date, last: date) -> list[Span]:
    """Return the seals up to ``head`` of dates ``first`` to ``last`` that ``target`` has not had."""
    known = ExportSpan.objects.filter(
        company_id=company_id(), target=target, first_date__lte=last, last_date__gte=first
    )
    return uncovered(
        [Span(s.first_number, s.last_number, s.first_date, s.last_date) for s in known],
        head,
        first,
        last,
    )


def uncovered(known: list[Span], head: int, first: date, last: date) -> list[Span]:
    """Return what spans beginning at seal 1 leave of the seals up to ``head`` and the days ``first`` to ``last``.

    The days are cut where a known span begins or ends; each piece goes on behind the highest seal it has had.
    """
    one = timedelta(days=1)
    cuts = {first, last + one}
    cuts |= {span.first for span in known} | {span.last + one for span in known}
    days = sorted(day for day in cuts if first <= day <= last + one)
    left: list[Span] = []
    for begin, next_begin in pairwise(days):
        end = next_begin - one
        low = 1 + max((s.high for s in known if s.first <= begin and end <= s.last), default=0)
        if low > head:
            continue
        if left and left[-1].low == low and left[-1].last + one == begin:
            left[-1] = left[-1]._replace(last=end)
        else:
            left.append(Span(low, head, begin, end))
    return left


def pieces_of(export: UUID, company: UUID) -> Iterator[bytes]:
    """Yield the bytes of an export's file, piece after piece, each read in a transaction of its own."""
    position = 0
    while True:
        with company_transaction(company):
            piece = ExportChunk.objects.filter(export_id=export, position=position).first()
        if piece is None:
            return
        yield zlib.decompress(piece.content)
        position += 1
