"""The reconciliation report as PDF: asked for on a screen, rendered by a worker, archived, handed only to who asked."""

from datetime import date

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.bank.models import BankAccount
from apps.bank.reporting import BankReport, report_of
from apps.companies.letterhead import letterhead
from apps.companies.selectors import company_in_force
from apps.core.asked_files import KIND, just_asked, pdf_of
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.events import publish
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf

ASKED = "bank.report_asked"


@transaction.atomic
def ask_for_pdf(account: BankAccount, on: date) -> Event:
    """Ask a worker for the report of an account as PDF, in the reader's language; return what to wait for."""
    language = translation.get_language() or "en"
    publish(
        ASKED, company_in_force(), account=str(account.pk), on=on.isoformat(), language=language
    )
    return just_asked(ASKED)


def render_report(event: Event) -> Attachment:
    """Render the report ``event`` asks for, once."""
    if done := pdf_of(event):
        return done
    asked = event.payload
    account = BankAccount.objects.get(company_id=company_id(), pk=asked["account"])
    report = report_of(account, date.fromisoformat(asked["on"]), limit=None)
    with translation.override(asked["language"]):
        content = render_pdf(report_html(report))
        title = slugify(f"{_('Reconciliation report')} {account.name}") or "report"
    return store_attachment(
        target=event,
        filename=f"{title}-{asked['on']}.pdf",
        content=content,
        content_type="application/pdf",
        kind=KIND,
        actor=User.objects.get(pk=str(event.actor_id)),
    )


def report_html(report: BankReport) -> str:
    """Return the page the PDF is made of."""
    company = company_in_force()
    title = _("Reconciliation report")
    context = {
        "report": report,
        "company": company,
        "title": title,
        "footer": css_string(f"{company.name} · {title} · {report.account}"),
        **letterhead(company, title),
    }
    return render_to_string("bank/report_print.html", context)
