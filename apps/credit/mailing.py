"""What credit control sends by e-mail, in a worker, after commit."""

from uuid import UUID

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from apps.companies.models import Company
from apps.core import events
from apps.core.attachments import issued, store_attachment
from apps.core.context import company_id
from apps.core.formatting import format_date
from apps.core.models import Attachment, Event
from apps.credit.choices import Means
from apps.credit.letters import paper_of_company, print_reminder, print_statement
from apps.credit.models import DunningLetter
from apps.credit.printing import KIND
from apps.credit.statements import account_of, from_payload
from apps.parties.models import Party

STATEMENT_WANTED = "credit.statement_sending_requested"
REMINDER_PDF = "reminder_pdf"


@transaction.atomic
def mail_statement(event: Event) -> None:
    """Render the statement ``event`` asks for, archive it with the event, send it and log that it went out."""
    party = Party.objects.get(company_id=company_id(), pk=event.aggregate_id)
    question = from_payload(event.payload)
    pdf = issued(event, KIND)
    if pdf is None:
        name, content = print_statement(account_of(party, question))
        pdf = store_attachment(
            target=event, filename=name, content=content, content_type="application/pdf", kind=KIND
        )
    company = paper_of_company()
    with translation.override(party.language or company.language):
        subject = _("Statement of account from %(company)s") % {"company": company.name}
        text = _("Please find attached the statement of your account as of %(day)s.") % {
            "day": format_date(question.last)
        }
    message = letter_mail(company, subject, text, event.payload["to"], pdf)
    events.publish("credit.statement_sent", party, to=event.payload["to"], sha256=pdf.sha256)
    message.send()


@transaction.atomic
def issue_reminder(pk: UUID) -> Attachment:
    """Archive the PDF of a sent reminder, once; e-mail it the first time where it goes out so."""
    letter = DunningLetter.objects.select_related("run", "party", "level").get(
        company_id=company_id(), pk=pk
    )
    if done := issued(letter, REMINDER_PDF):
        return done
    name, content = print_reminder(letter)
    pdf = store_attachment(
        target=letter,
        filename=name,
        content=content,
        content_type="application/pdf",
        kind=REMINDER_PDF,
        actor=letter.run.sent_by,
    )
    if letter.means == Means.EMAIL:
        company = paper_of_company()
        with translation.override(letter.language):
            subject = _("%(title)s from %(company)s") % {
                "title": letter.subject,
                "company": company.name,
            }
        message = letter_mail(company, subject, letter.text, letter.to, pdf)
        events.publish("credit.reminder_sent", letter, to=letter.to, sha256=pdf.sha256)
        message.send()
    return pdf


def letter_mail(
    company: Company, subject: str, text: str, to: str, pdf: Attachment
) -> EmailMessage:
    """Return an e-mail from ``company`` with the archived PDF."""
    body = f"{text}\n\n{company.name}"
    sender = [company.email] if company.email else None
    message = EmailMessage(subject.replace("\n", " "), body, to=[to], reply_to=sender)
    message.attach(pdf.filename, bytes(pdf.content), pdf.content_type)
    return message
