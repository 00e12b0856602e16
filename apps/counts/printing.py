"""The blind sheet as PDF: asked for on a screen, rendered by a worker, handed only to who asked."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.letterhead import letterhead
from apps.companies.selectors import company_in_force
from apps.core.asked_files import KIND, just_asked, pdf_of
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.events import publish
from apps.core.models import Attachment, Event
from apps.core.pdf import css_string, render_pdf
from apps.counts import selectors
from apps.counts.models import CountSheet

ASKED = "counts.pdf_wanted"


@transaction.atomic
def ask_for_pdf(sheet: CountSheet) -> Event:
    """Ask a worker for a sheet as PDF, in the reader's language; return what to wait for."""
    publish(ASKED, sheet, language=translation.get_language() or "en")
    return just_asked(ASKED)


def render_sheet(event: Event) -> Attachment:
    """Render the sheet ``event`` asks for, once."""
    if done := pdf_of(event):
        return done
    sheets = CountSheet.objects.select_related("warehouse", "location", "category")
    sheet = sheets.get(company_id=company_id(), pk=event.aggregate_id)
    with translation.override(event.payload["language"]):
        content = render_pdf(sheet_html(sheet))
        title = slugify(f"{_('Count sheet')} {sheet}") or "count-sheet"
    return store_attachment(
        target=event,
        filename=f"{title}.pdf",
        content=content,
        content_type="application/pdf",
        kind=KIND,
        actor=User.objects.get(pk=str(event.actor_id)),
    )


def sheet_html(sheet: CountSheet) -> str:
    """Return the page the PDF is made of: places, goods and bar codes; nothing of what is expected."""
    company = company_in_force()
    title = _("Count sheet")
    context = {
        "sheet": sheet,
        "lines": list(selectors.lines_of(sheet)),
        "company": company,
        "title": title,
        "footer": css_string(f"{company.name} · {title} · {sheet}"),
        **letterhead(company, title),
    }
    return render_to_string("counts/sheet_print.html", context)
