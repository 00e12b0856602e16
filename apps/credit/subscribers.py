"""What credit control does after the fact."""

from apps.core.events import subscribe
from apps.core.models import Event
from apps.credit import mailing, printing


@subscribe(printing.ASKED, awaited=True)
def render(event: Event) -> None:
    """Render a report somebody asked for as PDF."""
    printing.render_report(event)


@subscribe(mailing.STATEMENT_WANTED)
def send_statement(event: Event) -> None:
    """Send a party the statement of its account by e-mail."""
    mailing.mail_statement(event)


@subscribe("credit.reminder_issued")
def send_reminder(event: Event) -> None:
    """Archive the PDF of a reminder, and e-mail it where it goes out so."""
    mailing.issue_reminder(event.aggregate_id)
