"""Exporting the journal: asking for a file, writing it, and never handing a program the same entry twice."""

import hashlib
import zlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import acting_as, company_id
from apps.core.events import publish
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_date
from apps.core.numbering import take_number
from apps.integrations.books import Books, Span, open_books
from apps.integrations.choices import Format
from apps.integrations.formats.fec import siren_of
from apps.integrations.formats.registry import WRITERS
from apps.integrations.models import ExportChunk, ExportResult, ExportSpan, JournalExport
from apps.integrations.selectors import calendar, head_seal, last_day, spans_left, year_of
from apps.ledger.services.sealing import seal_entries

ASKED: Final = "integrations.file_wanted"
PIECE: Final = 2**20
_ONE_AT_A_TIME: Final = (
    "SELECT pg_advisory_xact_lock(hashtextextended('integrations.export:' || %s, 0))"
)


class NothingToExport(BusinessError):
    """No sealed entry is left to export."""


@transaction.atomic
def save_export(
    *,
    actor: models.Model | None,
    document: JournalExport,
    lines: Iterable[Any],
    removed: Iterable[Any],
) -> JournalExport:
    """Ask a worker for the file that ``document`` describes; ``lines`` and ``removed`` are always empty.

    Raises:
        InvalidInput: the last day is before the first.
        NothingToExport: no sealed entry is left in these days.
    """
    with acting_as(actor):
        seal_entries()
        export = _ask(actor, document)
        publish(ASKED, export, format=export.format)
    return export


@transaction.atomic
def export_now(
    *, actor: models.Model | None, kind: str, first: date | None = None, last: date | None = None
) -> ExportResult:
    """Ask for a file and write it at once, all or nothing.

    Raises:
        InvalidInput: the last day is before the first.
        BusinessError: the file cannot be made; the sentence says why.
    """
    asked = JournalExport(format=kind, first_date=first, last_date=last)
    return _make(_ask(actor, asked))


@transaction.atomic
def make_export(*, pk: UUID) -> ExportResult:
    """Write the file of an export, once; what cannot be made is kept as a refusal with its sentence."""
    export = JournalExport.objects.get(company_id=company_id(), pk=pk)
    done = ExportResult.objects.filter(company_id=company_id(), export=export).first()
    if done:
        return done
    try:
        with transaction.atomic():
            return _make(export)
    except BusinessError as error:
        return ExportResult.objects.create(
            company_id=export.company_id, export=export, refusal=str(error)
        )


def _ask(actor: models.Model | None, document: JournalExport) -> JournalExport:
    first, last = document.first_date, document.last_date
    if first and last and last < first:
        raise InvalidInput(_("Choose a last day that is not before the first."), field="last_date")
    document.company_id = company_id()
    _spans(document, head_number())
    document.actor_id = actor.pk if actor else None
    document.number = take_number(
        "journal_export", year=company_in_force().today().year, prefix="EXP"
    )
    document.save(force_insert=True)
    return document


def head_number() -> int:
    """Return the number of the last seal, 0 when nothing is sealed."""
    head = head_seal()
    return head.number if head else 0


def _spans(export: JournalExport, head: int) -> list[Span]:
    """Return what the export holds: everything asked for, or what its target has not had of it."""
    days = calendar()
    if days is None or not head:
        raise NothingToExport(_("To export the journal, post an entry first; none is sealed yet."))
    if export.format == Format.FEC:
        return [Span(1, head, *_days_of_year(export))]
    first = export.first_date or days[0]
    last = export.last_date or (days[1] if export.target else last_day())
    if last < first:
        raise InvalidInput(_("Choose a last day that is not before the first."), field="last_date")
    if not export.target:
        return [Span(1, head, first, last)]
    left = spans_left(export.target, head, first, last)
    if not left:
        raise _nothing_left(export, first, last)
    return left


def _days_of_year(export: JournalExport) -> tuple[date, date]:
    """Return the days of an audit file: those asked for, in one fiscal year, or a whole one."""
    siren_of(company_in_force().tax_number)
    year = year_of(export.last_date or export.first_date or last_day())
    first = export.first_date or (year.start if year else None)
    last = export.last_date or (year.end if year else None)
    if not (year and first and last and year.start <= first <= last <= year.end):
        raise InvalidInput(
            _("Choose days of one fiscal year: the audit file is made for one."), field="first_date"
        )
    return first, last


def _nothing_left(export: JournalExport, first: date, last: date) -> NothingToExport:
    before = (
        ExportSpan.objects.filter(company_id=company_id(), target=export.target)
        .select_related("export")
        .order_by("-export__created_at")
        .first()
    )
    return NothingToExport(
        _(
            "To export %(first)s to %(last)s again, download %(number)s once more: these entries were exported already."
        )
        % {
            "first": format_date(first),
            "last": format_date(last),
            "number": before.export.number if before else "–",
        }
    )


def _make(export: JournalExport) -> ExportResult:
    """Write the pieces, the spans and the result of an export."""
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME, [f"{export.company_id}:{export.target or export.pk}"])
    head = head_seal()
    books = open_books(_spans(export, head.number if head else 0), head)
    books.number = export.number
    writer = WRITERS[export.format]
    digest, size = hashlib.sha256(), 0
    for position, piece in enumerate(_pieces(writer.write(books), writer.encoding)):
        digest.update(piece)
        size += len(piece)
        ExportChunk.objects.create(
            company_id=export.company_id,
            export=export,
            position=position,
            content=zlib.compress(piece),
        )
    if not books.entry_count and export.target:
        raise _nothing_left(export, books.first, books.last)
    _write_spans(export, books)
    return ExportResult.objects.create(
        company_id=export.company_id,
        export=export,
        filename=writer.name(books),
        size=size,
        sha256=digest.hexdigest(),
        first_date=books.first,
        last_date=books.last,
        entry_count=books.entry_count,
        line_count=books.line_count,
        total=books.total,
        seal_number=books.head,
        seal_hash=books.head_hash,
    )


def _pieces(texts: Iterable[str], encoding: str) -> Iterator[bytes]:
    """Yield the texts in pieces of a megabyte or a little more."""
    waiting, size = [], 0
    for text in texts:
        data = text.encode(encoding, "replace")  # such as Arabic in QuickBooks Desktop
        waiting.append(data)
        size += len(data)
        if size >= PIECE:
            yield b"".join(waiting)
            waiting, size = [], 0
    if waiting:
        yield b"".join(waiting)


def _write_spans(export: JournalExport, books: Books) -> None:
    if not export.target:
        return
    ExportSpan.objects.bulk_create(
        ExportSpan(
            company_id=export.company_id,
            export=export,
            target=export.target,
            first_number=span.low,
            last_number=span.high,
            first_date=span.first,
            last_date=span.last,
        )
        for span in books.spans
    )
