"""The issued document: rendered once, archived with its hash, served and sent unchanged ever after."""

from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.attachments import store_attachment
from apps.core.context import company_id
from apps.core.formatting import format_date, format_money
from apps.core.models import Attachment
from apps.invoices.choices import CREDIT_KINDS, SALES_KINDS
from apps.invoices.models import Invoice
from apps.invoices.printing import print_invoice
from apps.invoices.selectors import PDF, issued_pdf


@transaction.atomic
def archive_pdf(pk: UUID) -> Attachment | None:
    """Render and archive the PDF of a posted customer document; a second call returns what is there."""
    invoice = Invoice.objects.select_related("party", "term", "credits").get(
        company_id=company_id(), pk=pk
    )
    if invoice.kind not in SALES_KINDS or invoice.status != "posted":
        return None
    if archived := issued_pdf(invoice):
        return archived
    content = print_invoice(invoice)
    return store_attachment(
        target=invoice,
        filename=f"{invoice.number}.pdf",
        content=content,
        content_type="application/pdf",
        kind=PDF,
        actor=invoice.posted_by,
    )


@transaction.atomic
def mail_invoice(pk: UUID, *, to: str) -> None:
    """Send the archived PDF, made now if it is not there yet, and log that it went out."""
    archive_pdf(pk)
    invoice = (
        Invoice.objects.select_related("party", "company")
        .defer("company__logo")
        .get(company_id=company_id(), pk=pk)
    )
    pdf = issued_pdf(invoice, with_content=True)
    assert pdf is not None
    with translation.override(invoice.language or "en"):
        message = _message(invoice, to)
    message.attach(pdf.filename, bytes(pdf.content), pdf.content_type)
    events.publish("invoices.sent", invoice, to=to, sha256=pdf.sha256)
    message.send()


def _message(invoice: Invoice, to: str) -> EmailMessage:
    company = invoice.company
    what = _("credit note") if invoice.kind in CREDIT_KINDS else _("invoice")
    subject = _("%(what)s %(number)s from %(company)s") % {
        "what": what.capitalize(),
        "number": invoice.number,
        "company": company.name,
    }
    amount = format_money(invoice.total, invoice.currency_id)
    lines = [
        _("Please find attached our %(what)s %(number)s of %(date)s over %(amount)s.")
        % {
            "what": what,
            "number": invoice.number,
            "date": format_date(invoice.date),
            "amount": amount,
        }
    ]
    if invoice.kind not in CREDIT_KINDS and invoice.due_date:
        lines.append(_("It is due on %s.") % format_date(invoice.due_date))
    lines += ["", company.name]
    sender = [company.email] if company.email else None
    return EmailMessage(subject.replace("\n", " "), "\n".join(lines), to=[to], reply_to=sender)
