"""The payment of one document, as its page registers it: whole or in part, less its early-payment discount or not."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core.context import company_id
from apps.core.formatting import format_money
from apps.core.money import ZERO
from apps.invoices.models import Invoice
from apps.invoices.posting import control_side
from apps.ledger.models import Journal, OpenItem
from apps.payments.choices import Direction
from apps.payments.models import Payment
from apps.payments.selectors import items_of_entries
from apps.payments.services.clearing import Allocation, match_items
from apps.payments.services.discounts import NoDiscount, discount_of
from apps.payments.services.drafts import WrongInvoice
from apps.payments.services.posting import register_payment


@transaction.atomic
def pay_invoice(
    *,
    actor: Any,
    pk: UUID,
    journal: Journal,
    on: date,
    amount: Decimal,
    reference: str = "",
    take_discount: bool = False,
    late_reason: str = "",
    book_on: date | None = None,
) -> Payment:
    """Register the payment of one posted document; what goes beyond it stays on account.

    Args:
        on: the day of the payment.
        take_discount: whether the early-payment discount comes off what is open; see ``grant``.
        late_reason: why it is granted after its days.
        book_on: the day a late one is booked, see ``post_payment``.

    Raises:
        WrongInvoice: it is not posted, or settled.
        NoDiscount: it grants none, or less is paid than the discount leaves.
        DiscountTooLate: ``on`` is after the days of the discount.
    """
    document = Invoice.objects.select_related("party").get(company_id=company_id(), pk=pk)
    items = items_of_entries([document.entry_id])[document.entry_id] if document.entry_id else []
    is_open = sum((item.open_currency for item in items), ZERO)
    if not is_open:
        raise WrongInvoice(
            _("To pay %(document)s, choose one that is open; nothing of it is.")
            % {"document": document}
        )
    if take_discount:
        _require_whole(document, is_open, amount)
    payment = register_payment(
        actor=actor,
        direction=Direction.RECEIPT if control_side(document.kind) == 1 else Direction.DISBURSEMENT,
        party=document.party,
        journal=journal,
        date=on,
        amount=amount,
        currency=document.currency_id,
        allocations={} if take_discount else {document.pk: min(amount, is_open)},
        reference=reference,
        book_on=book_on,
    )
    if take_discount:
        _settle_with_discount(actor, items[0], payment, late_reason)
    return payment


def _require_whole(document: Invoice, is_open: Decimal, amount: Decimal) -> None:
    """Refuse a discount there is none of, or on an invoice of which something would stay open.

    Raises:
        NoDiscount: see above.
    """
    offer = discount_of(document)
    if offer is None:
        raise NoDiscount(
            _("To pay %(document)s, leave its discount; it grants none.") % {"document": document},
            field="take_discount",
        )
    asked = is_open - offer["amount"]
    if amount < asked:
        raise NoDiscount(
            _("To take the discount of %(invoice)s, pay %(asked)s; %(left)s would stay open.")
            % {
                "invoice": document,
                "asked": format_money(asked, document.currency_id),
                "left": format_money(asked - amount, document.currency_id),
            },
            field="amount",
        )


def _settle_with_discount(actor: Any, item: OpenItem, payment: Payment, late_reason: str) -> None:
    """Settle an invoice with its payment and its discount in one act: whoever undoes one of them undoes both."""
    assert payment.entry is not None
    own = items_of_entries([payment.entry.pk])[payment.entry.pk][0]
    match_items(
        actor=actor,
        allocations=[Allocation(item.pk), Allocation(own.pk)],
        on=payment.entry.date,
        discounts={item.pk},
        late_reason=late_reason,
    )
