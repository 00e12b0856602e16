"""Payments in the books: posted with what they settle, registered at once, reversed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force, currency_in_force, rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.money import ZERO, round_money
from apps.core.numbering import take_number
from apps.invoices.choices import BILL_KINDS
from apps.invoices.models import Invoice
from apps.invoices.posting import hold_period
from apps.ledger import services as ledger
from apps.ledger.choices import Purpose
from apps.ledger.models import Account, Journal, OpenItem
from apps.parties.models import Party
from apps.payments.choices import (
    NUMBER_PREFIX,
    PAYMENT_LIFECYCLE,
    SOURCE_PAYMENT,
    Direction,
)
from apps.payments.exchange import Open, share
from apps.payments.models import Match, Payment, PaymentAllocation
from apps.payments.planning import Pair
from apps.payments.selectors import AREAS, items_of_entries
from apps.payments.services.drafts import WrongInvoice, bank_side, check_invoice, locked, save_draft
from apps.payments.services.matching import locked_items, match_pairs
from apps.payments.services.undoing import undo_matches


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
    is_deposit: bool = False,
    book_on: date | None = None,
) -> Payment:
    """Draft and post a payment at once.

    Args:
        amount: of ``currency``; what no allocation takes stays on account.
        allocations: amount by id of the invoice.
        is_deposit: whether it is money ahead of an invoice; such settles nothing yet.
        book_on: the day a late payment is booked, see ``post_payment``.
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
        is_deposit=is_deposit,
    )
    lines = [PaymentAllocation(invoice=invoices[pk], amount=part) for pk, part in wanted.items()]
    saved = save_draft(actor=actor, document=document, lines=lines)
    return post_payment(actor=actor, pk=saved.pk, book_on=book_on)


@transaction.atomic
def post_payment(*, actor: Any, pk: UUID, book_on: date | None = None) -> Payment:
    """Book a draft payment, number it, and settle the invoices it is meant for; the rest stays on account.

    Args:
        book_on: the day on which a late payment, whose date is closed or locked, is booked: the first one still
            open, see ``first_booking_day``. It keeps its date.

    Raises:
        WrongStatus: it is not a draft.
        OverAllocated: an invoice has less open than it would be paid.
        MissingRate: the currency has no exchange rate on that day.
        PeriodClosed: its date lies in a closed period.
        LateDocument: ``book_on`` is not the first day still open.
    """
    document = locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "post")
    on = book_on or document.date
    if on != document.date:
        ledger.require_first_open_day(actor=actor, on=document.date, areas=AREAS, book_on=on)
    allocations = list(document.allocations.select_related("invoice").order_by("invoice_id"))
    for allocation in allocations:
        check_invoice(document, allocation.invoice, allocation.amount)
    document.rate = rate_on(document.currency_id, document.date)
    hold_period(on)
    own = currency_in_force()
    held = _held_items(allocations) if document.currency_id != own else {}
    pairs = _pairs(document, allocations, held, own) if held else []
    _number_and_book(actor, document, _postings(document, allocations, pairs, own), on)
    _settle(actor, document, allocations, pairs, own)
    events.publish(
        "payments.posted", document, number=document.number, direction=document.direction
    )
    return document


def _postings(
    document: Payment,
    allocations: Sequence[PaymentAllocation],
    pairs: Sequence[Pair],
    own_currency: str,
) -> list[ledger.Posting]:
    """Return the two lines of a payment; what settles invoices at their own rate is booked at their book value."""
    side = bank_side(document)
    at_book = sum((pair.company for pair in pairs if pair.company is not None), ZERO)
    others = document.amount - sum(
        (pair.amount for pair in pairs if pair.company is not None and pair.amount), ZERO
    )
    booked = side * (at_book + round_money(others * document.rate, own_currency))
    amounts = [(booked, side * document.amount), (-booked, -side * document.amount)]
    accounts = [document.journal.account_id, _control_account(document, allocations).pk]
    return [
        ledger.Posting(
            account,  # type: ignore[arg-type]
            amount,
            party=document.party_id,
            currency=document.currency_id,
            amount_currency=amount_currency,
            rate=document.rate,
            due_date=document.date if account != document.journal.account_id else None,
        )
        for account, (amount, amount_currency) in zip(accounts, amounts, strict=True)
    ]


def _held_items(allocations: Sequence[PaymentAllocation]) -> dict[UUID, list[OpenItem]]:
    """Hold the items of the invoices until commit: what they are booked at says what the payment is worth."""
    items = items_of_entries([a.invoice.entry_id for a in allocations if a.invoice.entry_id])
    if not items:
        return {}
    held = locked_items({item.pk for found in items.values() for item in found})
    return {entry: [held[item.pk] for item in found] for entry, found in items.items()}


def _pairs(
    document: Payment,
    allocations: Sequence[PaymentAllocation],
    items: Mapping[UUID, Sequence[OpenItem]],
    own_currency: str,
) -> list[Pair]:
    """Return what the payment settles, the first due instalment first; its own item stands in for itself later.

    A part at the rate of the invoice is worth what the invoice has it booked at: so the parts sum to the whole.
    """
    pairs = []
    for allocation in allocations:
        left = allocation.amount
        own_items = items[allocation.invoice.entry_id]  # type: ignore[index]
        for number, item in enumerate(own_items, 1):
            part = left if number == len(own_items) else min(left, item.open_currency)
            if not part:
                continue
            at_book = (
                document.currency_id != own_currency and allocation.invoice.rate == document.rate
            )
            whole = Open(item.open_amount, item.open_currency)
            value = share(whole, part, own_currency) if at_book else None
            pairs.append(Pair(item.pk, item.pk, part, value))
            left -= part
    return sorted(pairs, key=lambda pair: pair.company is None)


def _control_account(document: Payment, allocations: Sequence[PaymentAllocation]) -> Account:
    """Return the account of the documents that are paid; on account, that of the direction, or of deposits."""
    if document.is_deposit:
        is_ours = document.direction == Direction.DISBURSEMENT
        purpose = Purpose.SUPPLIER_DEPOSITS if is_ours else Purpose.CUSTOMER_DEPOSITS
        return ledger.default_account(purpose)
    kinds = {allocation.invoice.kind for allocation in allocations}
    is_payable = kinds <= set(BILL_KINDS) if kinds else document.direction == Direction.DISBURSEMENT
    if kinds and not is_payable and kinds & set(BILL_KINDS):
        raise WrongInvoice(
            _(
                "To pay these documents, make two payments; some are of a customer, some of a supplier."
            )
        )
    return ledger.default_account(Purpose.PAYABLE if is_payable else Purpose.RECEIVABLE)


def _number_and_book(
    actor: Any, document: Payment, postings: Sequence[ledger.Posting], on: date
) -> None:
    prefix = NUMBER_PREFIX[Direction(document.direction)]
    document.number = take_number(document.direction, year=on.year, prefix=prefix)
    document.entry = ledger.post_entry(
        actor=actor,
        journal=document.journal,
        on=on,
        document_date=document.date,
        postings=postings,
        source_type=SOURCE_PAYMENT,
        source_id=document.pk,
        reference=document.number,
        memo=document.party.name,
    )
    document.posted_by, document.posted_at = actor, timezone.now()
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()


def _settle(
    actor: Any,
    document: Payment,
    allocations: Sequence[PaymentAllocation],
    pairs: Sequence[Pair],
    own_currency: str,
) -> None:
    """Settle the items of the invoices with that of the payment, which stands on the other side of all of them."""
    if not allocations or document.entry is None:
        return
    others = [] if pairs else [a.invoice.entry_id for a in allocations if a.invoice.entry_id]
    items = items_of_entries([document.entry.pk, *others])
    own = items[document.entry.pk][0]
    pairs = pairs or _pairs(document, allocations, items, own_currency)
    is_credit = own.side == "credit"
    match_pairs(
        actor=actor,
        pairs=[
            replace(pair, credit_item_id=own.pk)
            if is_credit
            else replace(pair, debit_item_id=own.pk)
            for pair in pairs
        ],
        on=document.entry.date,
    )


@transaction.atomic
def reverse_payment(*, actor: Any, pk: UUID, on: date | None = None) -> Payment:
    """Undo a posted payment that never was: what it settled is open again, its entry is reversed.

    Args:
        on: date of the reversal; the company's today by default, never before the payment.

    Raises:
        WrongStatus: it is not posted.
        PeriodClosed: ``on`` lies in a closed period.
    """
    document = locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "reverse")
    entry_id = document.entry_id
    assert entry_id is not None
    day = max(on or company_in_force().today(), document.entry.date)  # type: ignore[union-attr]
    item = items_of_entries([entry_id])[entry_id][0]
    matches = Match.objects.filter(
        company_id=company_id(), reverses__isnull=True, reversal__isnull=True
    )
    of_item = matches.filter(**{f"{item.side}_item": item})
    undo_matches(actor=actor, matches=list(of_item.order_by("pk")), on=day)
    mirror = ledger.reverse_entry(actor=actor, pk=entry_id, on=day, reference=document.number)
    against = items_of_entries([mirror.pk])[mirror.pk][0]
    debit, credit = (item, against) if item.side == "debit" else (against, item)
    match_pairs(actor=actor, pairs=[Pair(debit.pk, credit.pk)], on=day)
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish("payments.reversed", document, number=document.number)
    return document
