"""What follows an invoice: its PDF is archived, and sent when somebody asks."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.invoices.issuing import archive_pdf, mail_invoice


@subscribe("invoices.posted")
def archive(event: Event) -> None:
    """Archive the PDF of a customer's invoice or credit note, once."""
    archive_pdf(event.aggregate_id)


@subscribe("invoices.sending_requested")
def send(event: Event) -> None:
    """Send the archived PDF by e-mail."""
    mail_invoice(event.aggregate_id, to=event.payload["to"])
