"""Reports as PDF: asked for on a screen, rendered by a worker, archived, and handed only to who asked."""

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
from apps.core.formatting import format_quantity
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf
from apps.ledger.models import Account
from apps.ledger.questions import Question, question_of
from apps.ledger.reports import account_lines
from apps.ledger.sheets import Sheet
from apps.ledger.statement_sheets import make_sheet

ASKED = "ledger.report_asked"
KIND = "pdf"
MOST_LINES = 5000


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
    publish(
        ASKED,
        company_in_force(),
        **question.as_json(),
        language=get_language() or "en",
    )
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
    """Render the report ``event`` asks for, once, as seen by who asked."""
    if done := pdf_of(event):
        return done
    asked = event.payload
    user = User.objects.get(pk=str(event.actor_id))
    with translation.override(asked["language"]):
        sheet = make_sheet(question_of(asked), user)
        content = render_pdf(report_html(sheet))
    return store_attachment(
        target=event,
        filename=f"{slugify(sheet.title) or 'report'}-{asked['last']}.pdf",
        content=content,
        content_type="application/pdf",
        kind=KIND,
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
