"""Reports of credit control as PDF: asked for on a screen, rendered by a worker, archived, handed only to who asked."""

from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify

from apps.access.models import User
from apps.companies.letterhead import letterhead
from apps.companies.selectors import company_in_force
from apps.core.asked_files import KIND, just_asked, pdf_of
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.events import publish
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf
from apps.credit.ageing import Question
from apps.credit.choices import Side
from apps.credit.letters import print_statement
from apps.credit.sheets import Sheet, make_sheet
from apps.credit.statements import StatementQuestion, as_payload, from_payload, statement_of
from apps.parties.models import Party

ASKED = "credit.report_asked"
LANDSCAPE_FROM = 7


@transaction.atomic
def ask_for_pdf(question: Question, party: UUID | None = None) -> Event:
    """Ask a worker for an aged report as PDF, in the reader's language, and return what to wait for."""
    asked = asdict(question) | {"on": question.on.isoformat(), "side": str(question.side)}
    asked |= {"party": str(party) if party else None}
    return _ask(report="aged", language=translation.get_language() or "en", **asked)


@transaction.atomic
def ask_for_statement(party: Party, question: StatementQuestion) -> Event:
    """Ask a worker for the statement of a party's account, in the party's language, and return what to wait for."""
    return _ask(report="statement", party=str(party.pk), **as_payload(question))


def _ask(**asked: Any) -> Event:
    publish(ASKED, company_in_force(), **asked)
    return just_asked(ASKED)


def render_report(event: Event) -> Attachment:
    """Render the report ``event`` asks for, once, as seen by who asked."""
    if done := pdf_of(event):
        return done
    asked = dict(event.payload)
    user = User.objects.get(pk=str(event.actor_id))
    name, content = (_statement if asked.pop("report") == "statement" else _aged)(user, asked)
    return store_attachment(
        target=event,
        filename=name,
        content=content,
        content_type="application/pdf",
        kind=KIND,
        actor=user,
    )


def _aged(user: Any, asked: dict[str, Any]) -> tuple[str, bytes]:
    language, party = asked.pop("language"), asked.pop("party")
    asked |= {"side": Side(asked["side"]), "limits": tuple(asked["limits"])}
    question = Question(**asked | {"on": date.fromisoformat(asked["on"])})
    with translation.override(language):
        sheet = make_sheet(user, question, UUID(party) if party else None)
        content = render_pdf(report_html(sheet))
    return f"{slugify(sheet.title) or 'report'}-{question.on:%Y-%m-%d}.pdf", content


def _statement(user: Any, asked: dict[str, Any]) -> tuple[str, bytes]:
    party = Party.objects.get(company_id=company_id(), pk=asked.pop("party"))
    return print_statement(statement_of(user, party, from_payload(asked)))


def report_html(sheet: Sheet) -> str:
    """Return the page the PDF is made of."""
    company = company_in_force()
    context = {
        "sheet": sheet,
        "company": company,
        "footer": css_string(f"{company.name} · {sheet.title}"),
        "landscape": len(sheet.columns) >= LANDSCAPE_FROM,
        **letterhead(company, sheet.title),
    }
    return render_to_string("credit/report_print.html", context)
