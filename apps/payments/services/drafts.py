"""Drafts of payments: saved with what they are meant for, cancelled."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.companies.selectors import rate_on
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import lock_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO, round_money
from apps.invoices.models import Invoice
from apps.invoices.posting import control_side
from apps.payments.choices import PAYMENT_LIFECYCLE, Direction
from apps.payments.models import Payment, PaymentAllocation
from apps.payments.services.matching import OverAllocated


class NotABankJournal(BusinessError):
    """The journal is not of the kind bank or cash, or names no account."""


class WrongInvoice(BusinessError):
    """An invoice to be paid is not posted, or of another party, currency or direction."""


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
    if document.is_deposit and (lines or stored.exists()):
        raise WrongInvoice(
            _(
                "To settle documents, take “deposit” out; a deposit is applied to its invoice later."
            ),
            field="is_deposit",
        )
    for line in lines:
        line.payment, line.company_id = document, document.company_id
        check_invoice(document, line.invoice, line.amount)
    new = [line for line in lines if line._state.adding]
    kept = [line for line in lines if not line._state.adding]
    PaymentAllocation.objects.bulk_create(new)
    if kept:
        PaymentAllocation.objects.bulk_update(kept, ["invoice", "amount"])
    allocated = sum(stored.values_list("amount", flat=True), ZERO) if lines else ZERO
    if allocated > document.amount:
        raise OverAllocated(
            _(
                "Lower what is allotted to invoices; it comes to %(allotted)s, the payment to %(amount)s."
            )
            % {"allotted": allocated.normalize() + 0, "amount": document.amount.normalize() + 0}
        )


def check_invoice(document: Payment, invoice: Invoice, amount: Decimal) -> None:
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
    if control_side(invoice.kind) != bank_side(document):
        raise WrongInvoice(
            _("Choose documents this payment settles; %(invoice)s goes the other way.")
            % {"invoice": invoice}
        )
    if not amount.is_finite() or amount <= 0 or amount != round_money(amount, document.currency_id):
        raise InvalidInput(_("Write an amount above zero, with the decimals of its currency."))


def bank_side(document: Payment) -> int:
    """Return 1 when the bank is debited, -1 when it is credited."""
    return 1 if document.direction == Direction.RECEIPT else -1


def locked(pk: UUID) -> Payment:
    """Lock and return a payment with what every command needs of it."""
    rows = Payment.objects.select_for_update(of=("self",)).select_related(
        "party", "journal__account"
    )
    return rows.get(company_id=company_id(), pk=pk)


@transaction.atomic
def cancel_payment(*, actor: Any, pk: UUID) -> Payment:
    """Cancel a draft.

    Raises:
        WrongStatus: it is not a draft.
    """
    document = locked(pk)
    PAYMENT_LIFECYCLE.advance(document, "cancel")
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save(update_fields=["status", "version"])
    events.publish("payments.cancelled", document)
    return document
