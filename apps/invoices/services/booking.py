"""Posting: an invoice enters the books, gets its number and stays as it is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.companies.selectors import currency_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.core.numbering import take_number
from apps.invoices import posting
from apps.invoices.amounts import booked_amounts
from apps.invoices.choices import (
    BILL_KINDS,
    INVOICE_LIFECYCLE,
    NUMBER_PREFIX,
    InvoiceKind,
    InvoiceStatus,
)
from apps.invoices.models import Invoice, InvoiceLine, InvoiceTax
from apps.invoices.selectors import (
    areas_of,
    credited_by_line,
    discount_reason,
    lines_of,
    reasons_of,
)
from apps.invoices.services.drafts import locked, price, typed
from apps.invoices.services.kept_values import keep_values
from apps.ledger import services as ledger
from apps.ledger.choices import JournalType, Purpose
from apps.ledger.models import Account, Tax
from apps.ledger.selectors import tax_codes
from apps.ledger.taxes import Totals

SOURCE = "invoices.invoice"


class NoLines(BusinessError):
    """The invoice has no line."""


class NothingToPost(BusinessError):
    """The invoice comes to nothing, or to less."""


class DuplicateReference(BusinessError):
    """The supplier's bill of that number is booked already."""


class CreditedTooMuch(BusinessError):
    """A credit note gives back more than was invoiced."""


@transaction.atomic
def post_invoice(*, actor: Any, pk: UUID, book_on: date | None = None) -> Invoice:
    """Book a draft in the ledger, give it its number and freeze it.

    A customer's invoice debits the receivable account with the total and credits revenue and tax; a bill debits
    what it is for and input tax and credits the payable account; credit notes mirror them.

    Args:
        book_on: the day on which a late document, whose date is closed or locked, is booked: the first one still
            open, see ``first_booking_day``. It keeps its date.

    Raises:
        WrongStatus: it is not a draft.
        NoLines: it has no line.
        NothingToPost: its total is zero.
        DuplicateReference: the supplier's number is booked already.
        MissingRate: its currency has no exchange rate on its date.
        PeriodClosed: its date lies in a closed period.
        LateDocument: ``book_on`` is not the first day still open.
    """
    document = locked(pk)
    INVOICE_LIFECYCLE.advance(document, "post")
    lines = lines_of(document)
    _require_postable(document, lines)
    if book_on and book_on != document.date:
        ledger.require_first_open_day(
            actor=actor, on=document.date, areas=areas_of(document, lines), book_on=book_on
        )
    document.rate = rate_on(document.currency_id, document.date)
    codes = tax_codes(line.tax for line in lines)
    totals = price(document, lines, codes)
    instalments = posting.instalments_of(document)
    document.due_date = instalments[-1].due
    taxes = {tax.pk: tax for parts in codes.values() for tax in parts}
    _store_taxes(document, totals, taxes)
    received = [
        value for participant in posting.participants for value in participant(document, lines)
    ]
    own = currency_in_force()
    booked = booked_amounts(totals, document.rate, currency=document.currency_id, own=own)
    booked, differences = keep_values(document, lines, booked, own)
    postings = posting.invoice_postings(
        document,
        lines,
        totals,
        control=_control_account(document),
        codes=codes,
        own_currency=own,
        booked=booked,
        received=received,
        instalments=instalments,
    )
    _number_and_book(actor, document, [*postings, *differences], book_on or document.date)
    events.publish("invoices.posted", document, number=document.number, kind=document.kind)
    posted = posting.Posted(document, lines, totals, booked, received)
    for follow in posting.followers:
        follow(posted)
    return typed(document)


def _require_creditable(document: Invoice, lines: Sequence[InvoiceLine]) -> None:
    """Refuse a credit note that gives back more than its invoice asked; the invoice is locked until commit."""
    if document.credits_id is None:
        return
    invoice = locked(document.credits_id)
    credited = credited_by_line(invoice)
    quantities = {line.pk: line.quantity for line in lines_of(invoice)}
    for line in lines:
        if line.credits_id and abs(credited[line.credits_id]) > abs(quantities[line.credits_id]):
            raise CreditedTooMuch(
                _(
                    "To post %(document)s, lower “%(line)s”; more than the invoice has would be given back."
                )
                % {"document": document, "line": line.description}
            )
    given_back = sum(
        Invoice.objects.filter(
            company_id=company_id(), credits=invoice, status=InvoiceStatus.POSTED
        ).values_list("total", flat=True),
        document.total,
    )
    if given_back > invoice.total:
        raise CreditedTooMuch(
            _(
                "To post %(document)s, lower its total; %(invoice)s asked for less than would be given back."
            )
            % {"document": document, "invoice": invoice}
        )


def _require_postable(document: Invoice, lines: Sequence[InvoiceLine]) -> None:
    if not lines:
        raise NoLines(_("To post %(document)s, add a line to it.") % {"document": document})
    if document.total <= 0 and not (document.total == 0 and any(line.takes_off for line in lines)):
        raise NothingToPost(
            _("To post %(document)s, bring its total above zero; there is nothing to book.")
            % {"document": document}
        )
    _require_creditable(document, lines)
    if document.kind in BILL_KINDS and document.reference:
        same = Invoice.objects.filter(
            company_id=company_id(),
            party_id=document.party_id,
            kind=document.kind,
            reference=document.reference,
            status=InvoiceStatus.POSTED,
        ).first()
        if same:
            raise DuplicateReference(
                _(
                    "To post this bill, check its number; %(reference)s of %(party)s is booked as %(number)s."
                )
                % {"reference": document.reference, "party": document.party, "number": same.number},
                field="reference",
            )


def _store_taxes(document: Invoice, totals: Totals, taxes: Mapping[UUID, Tax]) -> None:
    """Keep each tax as it is printed, with the reason why one is not charged in the document's language."""
    reasons = reasons_of(document, list(taxes.values()))
    untaxed = discount_reason(document)
    InvoiceTax.objects.bulk_create(
        InvoiceTax(
            company_id=document.company_id,
            invoice=document,
            tax_id=tax.tax_id,
            rate=tax.rate,
            base=tax.base,
            amount=tax.amount,
            computed=tax.tax,
            treatment=tax.treatment,
            **(_words(taxes[tax.tax_id], reasons) if tax.tax_id else {"reason": untaxed}),
        )
        for tax in totals.by_tax
    )


def _words(tax: Tax, reasons: Mapping[UUID, str]) -> dict[str, str]:
    return {
        "category": tax.vat_category,
        "reason_code": tax.reason_code,
        "reason": reasons[tax.pk],
    }


def _control_account(document: Invoice) -> Account:
    purpose = Purpose.PAYABLE if document.kind in BILL_KINDS else Purpose.RECEIVABLE
    return ledger.default_account(purpose)


def _number_and_book(
    actor: Any, document: Invoice, postings: Sequence[ledger.Posting], on: date
) -> None:
    """Post the entry under the document's number and store both: the last statements, as the number is a lock."""
    is_bill = document.kind in BILL_KINDS
    journal = ledger.journal_of(JournalType.PURCHASES if is_bill else JournalType.SALES)
    posting.hold_period(on)
    document.number = take_number(
        document.kind, year=on.year, prefix=NUMBER_PREFIX[InvoiceKind(document.kind)]
    )
    document.entry = ledger.post_entry(
        actor=actor,
        journal=journal,
        on=on,
        document_date=document.date,
        postings=postings,
        source_type=SOURCE,
        source_id=document.pk,
        reference=document.number,
        memo=document.party.name,
    )
    document.posted_by, document.posted_at = actor, timezone.now()
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
