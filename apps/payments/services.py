"""Commands of payments: draft, register, post, cancel, reverse, match, unmatch."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO, round_money
from apps.core.numbering import take_number
from apps.invoices.choices import BILL_KINDS, CREDIT_KINDS, InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.posting import control_side, hold_period
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import Account, Journal, OpenItem
from apps.parties.models import Party
from apps.payments.choices import NUMBER_PREFIX, PAYMENT_LIFECYCLE, Direction
from apps.payments.matching import (
    AlreadyUndone,
    CannotMatch,
    OverAllocated,
    Pair,
    match_items,
    match_pairs,
    undo_matches,
    unmatch,
)
from apps.payments.models import Match, Payment, PaymentAllocation
from apps.payments.selectors import items_of_entries

__all__ = [
    "AlreadyUndone",
    "CannotMatch",
    "OverAllocated",
    "Pair",
    "apply_credit",
    "cancel_payment",
    "match_items",
    "match_pairs",
    "pay_invoice",
    "post_payment",
    "register_payment",
    "reverse_payment",
    "save_draft",
    "unmatch",
]
SOURCE = "payments.payment"


class NotABankJournal(BusinessError):
    """The journal is not of the kind bank or cash, or names no account."""


class WrongInvoice(BusinessError):
    """An invoice to be paid is not posted, or of another party, currency or direction."""


class NothingToApply(BusinessError):
    """Neither the credit nor anything it could settle is open."""


@transaction.atomic
def save_draft(
    *,
    actor: Any,
    document: Payment,
    lines: Sequence[PaymentAllocation] = (),
    removed: Collection[UUID] = (),
) -> Payment:
    """Store a draft payment and what it is meant for.

    Raises:
        OverAllocated: the allocations come to more than the payment.
        WrongInvoice: an invoice is not one this payment can settle.
        MissingRate: the currency has no exchange rate on that day.
        NotABankJournal: the journal has no account.
        StaleVersion: somebody else saved it meanwhile.
    """
    _check(document)
    document.company_id = company_id()
    document.rate = rate_on(document.currency_id, document.date)
    if document._state.adding:
        document.created_by = actor
    else:
        lock_draft(document)
        document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    _store_allocations(document, lines, removed)
    return document


def _check(document: Payment) -> None:
    if document.journal.account_id is None or document.journal.type not in ("bank", "cash"):
        raise NotABankJournal(
            _("Choose a bank or cash journal that names its account."), field="journal"
        )
    amount = document.amount
    if not amount.is_finite() or amount <= 0 or amount != round_money(amount, document.currency_id):
        raise InvalidInput(
            _("Write an amount above zero, with the decimals of its currency."), field="amount"
        )
    own = document.journal.account.currency_id  # type: ignore[union-attr]
    if own and own != document.currency_id:
        raise InvalidInput(
            _("Choose a journal in %(currency)s; this one is kept in %(own)s.")
            % {"currency": document.currency_id, "own": own},
            field="journal",
        )


def _store_allocations(
    document: Payment, lines: Sequence[PaymentAllocation], removed: Collection[UUID]
) -> None:
    stored: Any = document.allocations
    if removed:
        stored.filter(pk__in=removed).delete()
    for line in lines:
        line.payment, line.company_id = document, document.company_id
        _check_invoice(document, line.invoice, line.amount)
    PaymentAllocation.objects.bulk_create([line for line in lines if line._state.adding])
    if kept := [line for line in lines if not line._state.adding]:
        PaymentAllocation.objects.bulk_update(kept, ["invoice", "amount"])
    allocated = sum(stored.values_list("amount", flat=True), ZERO) if lines else ZERO
    if allocated > document.amount:
        raise OverAllocated(
            _(
                "Lower what is allotted to invoices; it comes to %(allotted)s, the payment to %(amount)s."
            )
            % {"allotted": allocated.normalize() + 0, "amount": document.amount.normalize() + 0}
        )


def _check_invoice(document: Payment, invoice: Invoice, amount: Decimal) -> None:
    """Refuse an invoice the payment cannot settle.

    Raises:
        WrongInvoice: not posted, or of another party or currency, or going the other way.
        InvalidInput: the amount is none.
    """
    if invoice.status != "posted" or invoice.party_id != document.party_id:
        raise WrongInvoice(_("Choose a posted document of %(party)s.") % {"party": document.party})
    if invoice.currency_id != document.currency_id:
        raise WrongInvoice(
            _("To pay %(invoice)s, pay in %(currency)s; it is in that currency.")
            % {"invoice": invoice, "currency": invoice.currency_id}
        )
    if control_side(invoice.kind) != _bank_side(document):
        raise WrongInvoice(
            _("Choose documents this payment settles; %(invoice)s goes the other way.")
            % {"invoice": invoice}
        )
    if not amount.is_finite() or amount <= 0 or amount != round_money(amount, document.currency_id):
        raise InvalidInput(_("Write an amount above zero, with the decimals of its currency."))


def _bank_side(document: Payment) -> int:
    """Return 1 when the bank is debited, -1 when it is credited."""
    return 1 if document.direction == Direction.RECEIPT else -1


@transaction.atomic
def register_payment(
    *,
    actor: Any,
    direction: str,
    party: Party,
    journal: Journal,
    date: date,
    amount: Decimal,
    currency: str,
    allocations: Mapping[UUID, Decimal] | None = None,
    reference: str = "",
) -> Payment:
    """Draft and post a payment at once.

    Args:
        amount: of ``currency``; what no allocation takes stays on account.
        allocations: amount by id of the invoice.
    """
    wanted = allocations or {}
    invoices = Invoice.objects.filter(company_id=company_id()).in_bulk(list(wanted))
    if len(invoices) != len(wanted):
        raise WrongInvoice(_("Choose a posted document of %(party)s.") % {"party": party})
    document = Payment(
        direction=direction,
        party=party,
        journal=journal,
        date=date,
        amount=amount,
        currency_id=currency,
        reference=reference,
    )
    lines = [PaymentAllocation(invoice=invoices[pk], amount=part) for pk, part in wanted.items()]
    saved = save_draft(actor=actor, document=document, lines=lines)
    return post_payment(actor=actor, pk=saved.pk)


@transaction.atomic
def post_payment(*, actor: Any, pk: UUID) -> Payment:
    """Book a draft payment, number it, and settle the invoices it is meant for; the rest stays on account.

    Raises:
        WrongStatus: it is not a draft.
        OverAllocated: an invoice has less open than it would be paid.
        MissingRate: the currency has no exchange rate on that day.
        PeriodClosed: its date lies in a closed period.
    """
    document = _locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "post")
    allocations = list(document.allocations.select_related("invoice").order_by("invoice_id"))
    for allocation in allocations:
        _check_invoice(document, allocation.invoice, allocation.amount)
    company = company_in_force()
    document.rate = rate_on(document.currency_id, document.date, company=company)
    side = _bank_side(document)
    booked = side * round_money(document.amount * document.rate, company.currency_id)
    in_currency: dict[str, Any] = {
        "currency": document.currency_id,
        "amount_currency": side * document.amount,
        "rate": document.rate,
    }
    postings = [
        ledger.Posting(document.journal.account_id, booked, party=document.party_id, **in_currency),  # type: ignore[arg-type]
        ledger.Posting(
            _control_account(document, allocations),
            -booked,
            party=document.party_id,
            due_date=document.date,
            **(in_currency | {"amount_currency": -side * document.amount}),
        ),
    ]
    _number_and_book(actor, document, postings)
    _settle(actor, document, allocations)
    events.publish(
        "payments.posted", document, number=document.number, direction=document.direction
    )
    return document


def _locked(pk: UUID) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",)).select_related(
        "party", "journal__account"
    )
    return rows.get(company_id=company_id(), pk=pk)


def _control_account(document: Payment, allocations: Sequence[PaymentAllocation]) -> Account:
    """Return the account of the documents that are paid; on account, that of the direction."""
    kinds = {allocation.invoice.kind for allocation in allocations}
    is_payable = kinds <= set(BILL_KINDS) if kinds else document.direction == Direction.DISBURSEMENT
    if kinds and not is_payable and kinds & set(BILL_KINDS):
        raise WrongInvoice(
            _(
                "To pay these documents, make two payments; some are of a customer, some of a supplier."
            )
        )
    return ledger.default_account(Purpose.PAYABLE if is_payable else Purpose.RECEIVABLE)


def _number_and_book(actor: Any, document: Payment, postings: Sequence[ledger.Posting]) -> None:
    hold_period(document.date)
    prefix = NUMBER_PREFIX[Direction(document.direction)]
    document.number = take_number(document.direction, year=document.date.year, prefix=prefix)
    document.entry = ledger.post_entry(
        actor=actor,
        journal=document.journal,
        on=document.date,
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


def _settle(actor: Any, document: Payment, allocations: Sequence[PaymentAllocation]) -> None:
    if not allocations or document.entry_id is None:
        return
    paid = {a.pk: a.invoice.entry_id for a in allocations if a.invoice.entry_id}
    items = items_of_entries([document.entry_id, *paid.values()])
    own = items[document.entry_id]
    pairs = []
    for allocation in allocations:
        theirs = items[paid[allocation.pk]]
        debit, credit = (theirs, own) if own.side == "credit" else (own, theirs)
        pairs.append(Pair(debit.pk, credit.pk, allocation.amount))
    match_pairs(actor=actor, pairs=pairs, on=document.date)


@transaction.atomic
def cancel_payment(*, actor: Any, pk: UUID) -> Payment:
    """Cancel a draft.

    Raises:
        WrongStatus: it is not a draft.
    """
    document = _locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "cancel")
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish("payments.cancelled", document)
    return document


@transaction.atomic
def reverse_payment(*, actor: Any, pk: UUID, on: date | None = None) -> Payment:
    """Undo a posted payment that never was: what it settled is open again, its entry is reversed.

    Args:
        on: date of the reversal; the company's today by default, never before the payment.

    Raises:
        WrongStatus: it is not posted.
        PeriodClosed: ``on`` lies in a closed period.
    """
    document = _locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "reverse")
    entry_id = document.entry_id
    assert entry_id is not None
    day = max(on or company_in_force().today(), document.date)
    item = items_of_entries([entry_id])[entry_id]
    matches = Match.objects.filter(
        company_id=company_id(), reverses__isnull=True, reversal__isnull=True
    )
    of_item = matches.filter(**{f"{item.side}_item": item})
    undo_matches(actor=actor, matches=list(of_item.order_by("pk")), on=day)
    mirror = ledger.reverse_entry(actor=actor, pk=entry_id, on=day, reference=document.number)
    against = items_of_entries([mirror.pk])[mirror.pk]
    debit, credit = (item, against) if item.side == "debit" else (against, item)
    match_pairs(actor=actor, pairs=[Pair(debit.pk, credit.pk)], on=day)
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish("payments.reversed", document, number=document.number)
    return document


@transaction.atomic
def apply_credit(*, actor: Any, pk: UUID, on: date | None = None) -> list[Match]:
    """Settle what is open of a credit note (or of an invoice) with what is open on the other side, oldest first.

    A credit note goes to the invoice it credits first.

    Raises:
        NothingToApply: one of the two sides has nothing open.
    """
    document = Invoice.objects.get(company_id=company_id(), pk=pk)
    if document.entry_id is None:
        raise NothingToApply(_("To settle %(document)s, post it first.") % {"document": document})
    own = items_of_entries([document.entry_id])[document.entry_id]
    others = OpenItem.objects.filter(
        company_id=company_id(),
        account_id=own.account_id,
        party=own.party,
        currency_id=own.currency_id,
        open_currency__gt=0,
    )
    others = others.exclude(side=own.side).select_related("entry")
    first = document.credits.entry_id if document.credits_id else None  # type: ignore[union-attr]
    ranked = sorted(others, key=lambda item: (item.entry_id != first, item.due_date, item.pk))
    pairs = _pairs_for(own, ranked)
    if not pairs:
        raise NothingToApply(
            _(
                "To settle %(document)s, wait for a document to settle it with; nothing is open on the other side."
            )
            % {"document": document}
        )
    matches = match_pairs(actor=actor, pairs=pairs, on=on)
    events.publish("payments.credit_applied", document)
    return matches


def _pairs_for(own: OpenItem, others: Sequence[OpenItem]) -> list[Pair]:
    pairs, left = [], own.open_currency
    for other in others:
        part = min(left, other.open_currency)
        if part > 0:
            debit, credit = (own, other) if own.side == "debit" else (other, own)
            pairs.append(Pair(debit.pk, credit.pk, part))
            left -= part
    return pairs


def settle_credit_note(document: Invoice) -> None:
    """Settle a credit note that was just posted with the invoice it credits, as far as that is open.

    Registered with ``invoices.posting.followers``: a credited invoice asks for nothing more at once.
    """
    if document.kind not in CREDIT_KINDS or document.credits_id is None:
        return
    invoice = Invoice.objects.get(company_id=company_id(), pk=document.credits_id)
    items = items_of_entries([document.entry_id, invoice.entry_id])  # type: ignore[list-item]
    note, theirs = items[document.entry_id], items[invoice.entry_id]  # type: ignore[index]
    part = min(note.open_currency, theirs.open_currency)
    if part <= 0:
        return
    is_customer = document.kind == InvoiceKind.CUSTOMER_CREDIT
    debit, credit = (theirs, note) if is_customer else (note, theirs)
    match_pairs(actor=document.posted_by, pairs=[Pair(debit.pk, credit.pk, part)], on=document.date)


@transaction.atomic
def pay_invoice(
    *, actor: Any, pk: UUID, journal: Journal, on: date, amount: Decimal, reference: str = ""
) -> Payment:
    """Register the payment of one posted document; what goes beyond it stays on account.

    Raises:
        WrongInvoice: it is not posted, or settled.
    """
    document = Invoice.objects.select_related("party").get(company_id=company_id(), pk=pk)
    item = items_of_entries([document.entry_id])[document.entry_id] if document.entry_id else None
    if item is None or not item.open_currency:
        raise WrongInvoice(
            _("To pay %(document)s, choose one that is open; nothing of it is.")
            % {"document": document}
        )
    is_receipt = control_side(document.kind) == 1
    return register_payment(
        actor=actor,
        direction=Direction.RECEIPT if is_receipt else Direction.DISBURSEMENT,
        party=document.party,
        journal=journal,
        date=on,
        amount=amount,
        currency=document.currency_id,
        allocations={document.pk: min(amount, item.open_currency)},
        reference=reference,
    )
