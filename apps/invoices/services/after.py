"""What may be done with a posted invoice: give it back, send it."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO, round_half_up
from apps.invoices.choices import (
    BILL_KINDS,
    CREDIT_KINDS,
    CREDIT_OF,
    INVOICE_LIFECYCLE,
    InvoiceKind,
)
from apps.invoices.down_payments import down_payments_on
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.selectors import credited_by_line, lines_of
from apps.invoices.services.booking import CreditedTooMuch, post_invoice
from apps.invoices.services.drafts import locked, save_draft, typed

SMALLEST = Decimal("0.000001")
"""The smallest quantity a line may have."""


class NoAddress(BusinessError):
    """There is no e-mail address to send to."""


@transaction.atomic
def credit_invoice(
    *,
    actor: Any,
    pk: UUID,
    on: date | None = None,
    lines: Mapping[UUID, Decimal] | None = None,
    reason: str = "",
    post: bool = False,
) -> Invoice:
    """Draft the credit note of a posted invoice, for all that is not credited yet or for some of it.

    Args:
        on: date of the credit note; the company's today by default.
        lines: quantity to give back by line id of the invoice; None is all that is left.
        reason: printed on the credit note.
        post: post it at once.

    Raises:
        WrongStatus: the invoice is not posted.
        CreditedTooMuch: nothing, or less than asked, is left to credit.
    """
    invoice = locked(pk)
    INVOICE_LIFECYCLE.require(invoice, "credit")
    if invoice.kind in CREDIT_KINDS:
        raise BusinessError(
            _("To correct %(document)s, post a new invoice; it is a credit note.")
            % {"document": invoice}
        )
    note = Invoice(
        kind=CREDIT_OF[InvoiceKind(invoice.kind)],
        party=invoice.party,
        date=on or invoice.company.today(),
        currency_id=invoice.currency_id,
        language=invoice.language,
        reference=invoice.number if invoice.kind not in BILL_KINDS else "",
        billing_address=invoice.billing_address,
        delivery_address=invoice.delivery_address,
        notes=reason,
        tax_rounding=invoice.tax_rounding,
        tax_discount=invoice.tax_discount,
        credits=invoice,
        origin_type=invoice.origin_type,
        origin_id=invoice.origin_id,
    )
    saved = save_draft(actor=actor, document=note, lines=_credit_lines(invoice, lines))
    events.publish("invoices.credited", invoice, credit_note=str(saved.pk))
    return post_invoice(actor=actor, pk=saved.pk) if post else saved


def _credit_lines(invoice: Invoice, wanted: Mapping[UUID, Decimal] | None) -> list[InvoiceLine]:
    credited = credited_by_line(invoice)
    rows = []
    lines = lines_of(invoice)
    if wanted is None and any(line.asks_ahead for line in lines):
        return _rest_of_down_payment(invoice, lines, credited)
    for line in lines:
        left = line.quantity - credited.get(line.pk, ZERO)
        quantity = left if wanted is None else wanted.get(line.pk, ZERO)
        if abs(quantity) > abs(left) or quantity * left < 0:
            raise CreditedTooMuch(
                _("To credit “%(line)s”, give back %(left)s at most; the rest is credited already.")
                % {"line": line.description, "left": left.normalize()}
            )
        if quantity:
            rows.append(_credit_line(line, quantity))
    if not rows:
        raise CreditedTooMuch(
            _("To credit %(document)s, choose what to give back; all of it is credited already.")
            % {"document": invoice}
        )
    return rows


def _rest_of_down_payment(
    invoice: Invoice, lines: Iterable[InvoiceLine], credited: Mapping[UUID, Decimal]
) -> list[InvoiceLine]:
    """Return the lines that give back what of an invoice no other document has taken off or given back."""
    asked, rows = down_payments_on(invoice), []
    for line in lines:
        quantity = line.quantity - credited.get(line.pk, ZERO)
        if line.asks_ahead and quantity > 0 and (left := asked[line.pk].left) > 0:
            share = round_half_up(line.quantity * left / asked[line.pk].asked, 6)
            quantity = min(max(share, SMALLEST), quantity)
            row = _credit_line(line, quantity)
            row.unit_price = round_half_up(left / quantity, 6)
            rows.append(row)
        elif quantity and not line.asks_ahead:
            rows.append(_credit_line(line, quantity))
    if not rows:
        raise CreditedTooMuch(
            _(
                "To credit %(document)s, credit the invoices that took it off first; nothing of it is left."
            )
            % {"document": invoice}
        )
    return rows


def _credit_line(line: InvoiceLine, quantity: Decimal) -> InvoiceLine:
    return InvoiceLine(
        product=line.product,
        description=line.description,
        account=line.account,
        quantity=quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        discount=line.discount,
        tax=line.tax,
        dimensions=dict(line.dimensions),
        their_number=line.their_number,
        origin_line_id=line.origin_line_id,
        down_payment_id=line.down_payment_id,
        credits=line,
    )


@transaction.atomic
def send_invoice(*, actor: Any, pk: UUID, to: str | None = None) -> Invoice:
    """Ask for a posted invoice to be sent by e-mail with its PDF; a worker does it after commit.

    Raises:
        WrongStatus: it is not posted.
        NoAddress: neither ``to`` nor the party has an e-mail address.
    """
    document = locked(pk)
    INVOICE_LIFECYCLE.require(document, "send")
    address = (to or document.party.email).strip()
    if not address:
        raise NoAddress(
            _("To send %(document)s, write an e-mail address; %(party)s has none.")
            % {"document": document, "party": document.party},
            field="to",
        )
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput(
            _("Write an e-mail address such as accounts@example.com."), field="to"
        ) from error
    events.publish("invoices.sending_requested", document, to=address)
    return typed(document)
