"""Reports as PDF: asked for on a screen, rendered by a worker, archived, and handed only to who asked."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core.attachments import issued, store_attachment
from apps.core.context import company_id, current
from apps.core.events import publish
from apps.core.exceptions import BusinessError
from apps.core.exports import FORMATS, write_xlsx
from apps.core.formatting import format_quantity
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf
from apps.ledger.models import Account, ReportRun, Seal
from apps.ledger.questions import Question, question_of
from apps.ledger.reports import account_lines, head_of_chain
from apps.ledger.services.sealing import seal_entries
from apps.ledger.sheets import Sheet
from apps.ledger.statement_sheets import make_sheet

ASKED = "ledger.report_asked"
KIND = "pdf"
PDF = "application/pdf"
XLSX = FORMATS["xlsx"][1]
MOST_LINES = 5000


class NothingSealed(BusinessError):
    """There is no entry that a report could be pinned to."""


class TooLong(BusinessError):
    """A statement has more lines than anybody prints."""


def require_printable(user: Any, account: Account, question: Question) -> None:
    """Refuse a statement that would be a book.

    Raises:
        TooLong: the account has more than ``MOST_LINES`` lines in the span.
    """
    lines = account_lines(user, account, question.first, question.last, question.lines)
    count = lines.order_by()[: MOST_LINES + 1].count()
    if count > MOST_LINES:
        raise TooLong(
            _(
                "To print %(account)s, choose a shorter span: at most %(most)s lines; the files hold all of them."
            )
            % {"account": account, "most": format_quantity(MOST_LINES)}
        )


@transaction.atomic
def ask_for_pdf(question: Question) -> Event:
    """Ask a worker for a report as PDF, in the reader's language, and return what to wait for."""
    return _ask(question)


@transaction.atomic
def pin_report(question: Question) -> Event:
    """Ask a worker to keep a report as PDF and XLSX, as of a number of the chain; by default its head.

    Raises:
        NothingSealed: no entry is in the chain yet.
    """
    seal_entries(full=True)
    number = question.number or getattr(head_of_chain(), "number", None)
    if number is None:
        raise NothingSealed(_("To pin a report, post an entry first; the books are empty."))
    return _ask(replace(question, number=number), pin=True)


def _ask(question: Question, **more: Any) -> Event:
    language = get_language() or "en"
    publish(ASKED, company_in_force(), **question.as_json(), language=language, **more)
    return Event.objects.filter(
        company_id=company_id(), name=ASKED, actor_id=current().user_id
    ).latest("id")


def asked_by(user: Any, pk: UUID) -> Event | None:
    """Return what ``user`` asked for under ``pk``."""
    return Event.objects.filter(
        company_id=company_id(), name=ASKED, actor_id=user.pk, pk=pk
    ).first()


def pdf_of(event: Event) -> Attachment | None:
    """Return the finished PDF, with its bytes."""
    return issued(event, KIND)


def render_report(event: Event) -> Attachment:
    """Render the report ``event`` asks for, once, as seen by who asked; a pinned one is kept."""
    if done := pdf_of(event):
        return done
    asked, user = event.payload, User.objects.get(pk=str(event.actor_id))
    question = question_of(asked)
    files = render_files(user, question, asked["language"], with_sheet=bool(asked.get("pin")))
    name = f"{slugify(files.title) or 'report'}-{asked['last']}"
    if asked.get("pin"):
        keep_report(user, question, asked["language"], files, name)
    return _store(event, f"{name}.pdf", files.pdf, PDF, KIND, user)


@dataclass(frozen=True, slots=True)
class Files:
    """A report as files."""

    title: str
    pdf: bytes
    xlsx: bytes


def render_files(user: Any, question: Question, language: str, *, with_sheet: bool = True) -> Files:
    """Render a report; as of a number of the chain, the same one gives the same bytes."""
    with translation.override(language):
        sheet = make_sheet(question, user)
        pdf = render_pdf(report_html(sheet))
        xlsx = _xlsx(make_sheet(question, user), question) if with_sheet else b""
        return Files(str(sheet.title), pdf, xlsx)


def keep_report(user: Any, question: Question, language: str, files: Files, name: str) -> ReportRun:
    """Keep the files of a report that is pinned to a number of the chain."""
    seal = _seal_of(question)
    run = ReportRun.objects.create(
        company_id=company_id(),
        title=files.title[:200],
        question=question.as_json(),
        language=language,
        number=seal.number,
        seal_hash=seal.hash,
        pdf_sha256=hashlib.sha256(files.pdf).hexdigest(),
        xlsx_sha256=hashlib.sha256(files.xlsx).hexdigest(),
        actor=user,
    )
    _store(run, f"{name}.pdf", files.pdf, PDF, "pdf", user)
    _store(run, f"{name}.xlsx", files.xlsx, XLSX, "xlsx", user)
    return run


def changed_files(run: ReportRun) -> list[str]:
    """Return which files of a pinned report come out differently when they are made again now."""
    files = render_files(run.actor, question_of(run.question), run.language)
    made = {
        "pdf": (run.pdf_sha256, files.pdf),
        "xlsx": (run.xlsx_sha256, files.xlsx),
    }
    return [
        kind
        for kind, (kept, content) in made.items()
        if hashlib.sha256(content).hexdigest() != kept
    ]


def _seal_of(question: Question) -> Seal:
    return Seal.objects.get(company_id=company_id(), number=question.number or 0)


def _xlsx(sheet: Sheet, question: Question) -> bytes:
    with write_xlsx(sheet.values(), created=_seal_of(question).at) as file:
        return file.read()


def _store(
    target: Any, filename: str, content: bytes, kind_of: str, kind: str, user: Any
) -> Attachment:
    return store_attachment(
        target=target,
        filename=filename,
        content=content,
        content_type=kind_of,
        kind=kind,
        actor=user,
    )


def report_html(sheet: Sheet) -> str:
    """Return the page the PDF is made of."""
    company = company_in_force()
    rtl = translation.get_language_bidi()
    context = {
        "sheet": sheet,
        "company": company,
        "language": get_language(),
        "direction": "rtl" if rtl else "ltr",
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "footer": css_string(f"{company.name} · {sheet.title}"),
        "landscape": len(sheet.heads) > 6,
        "dense": len(sheet.heads) > 8,
        "wide": len(sheet.heads) > 15,
    }
    return render_to_string("ledger/report_print.html", context)
