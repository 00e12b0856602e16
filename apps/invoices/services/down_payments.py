"""Down payments with tax: asked for on an invoice of their own, taken off the invoices that follow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_date, format_money, format_quantity
from apps.core.money import ZERO, round_money
from apps.invoices.choices import BILL_KINDS, InvoiceKind
from apps.invoices.down_payments import (
    DownPayment,
    OrderPart,
    Room,
    down_payments_of,
    rooms,
    split,
    taken_off,
)
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.posting import Participant, ReceivedValue
from apps.invoices.services.drafts import InvoiceLineDraft, draft_invoice
from apps.invoices.services.kept_values import WrongDownPayment
from apps.ledger.choices import Purpose
from apps.ledger.selectors import default_account
from apps.ledger.taxes import HUNDRED


class AskedTooMuch(BusinessError):
    """A down payment asks for more than the order still has to be invoiced for."""


class PaidAhead(BusinessError):
    """Something of a down payment on an order is neither taken off nor credited."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks for ahead: a percentage of the order's net, or a net amount; one of both."""

    percent: Decimal | None = None
    amount: Decimal | None = None

    def of(self, net: Decimal, currency: str) -> Decimal:
        """Return the net amount asked for.

        Raises:
            InvalidInput: none of both, both, or not above zero.
        """
        if (self.percent is None) == (self.amount is None):
            raise InvalidInput(
                _("To ask for a down payment, write a percentage or an amount."), field="percent"
            )
        if self.percent is not None:
            if not 0 < self.percent <= HUNDRED:
                raise InvalidInput(_("Write a percentage above 0, up to 100."), field="percent")
            return round_money(net * self.percent / HUNDRED, currency)
        assert self.amount is not None
        if self.amount <= 0 or self.amount != round_money(self.amount, currency):
            raise InvalidInput(
                _("Write an amount above zero, no finer than the currency."), field="amount"
            )
        return self.amount


def draft_down_payment(
    *,
    actor: Any,
    order: Any,
    kind: str,
    origin_type: str,
    parts: Iterable[OrderPart],
    asked: Asked,
    on: date | None = None,
    reference: str = "",
) -> Invoice:
    """Draft the invoice of a down payment on an order, a line for each tax code of it.

    Args:
        order: with party, currency, payment terms, number and net; locked by who calls.
        parts: its lines and freight, with what of them is left to be invoiced.

    Raises:
        AskedTooMuch: the order has less left that neither an invoice nor a down payment asks for.
        NoDefaultAccount: the company has not said where down payments stand.
    """
    currency = order.currency_id
    whole, found = rooms(parts, down_payments_of(origin_type, order.pk), currency)
    wanted = asked.of(whole, currency)
    require_room(order, wanted, found)
    is_bill = kind in BILL_KINDS
    account = default_account(Purpose.SUPPLIER_DOWN_PAYMENTS if is_bill else Purpose.DOWN_PAYMENTS)
    words = _words(order, asked)
    return draft_invoice(
        actor=actor,
        kind=kind,
        party=order.party,
        date=on or company_in_force().today(),
        currency=currency,
        term=order.term,
        reference=reference,
        tax_rounding=order.tax_rounding,
        lines=[
            InvoiceLineDraft(words, Decimal(1), price, tax=tax, account=account, asks_ahead=True)
            for tax, price in split(wanted, found, currency)
        ],
        origin_type=origin_type,
        origin_id=order.pk,
    )


def require_room(order: Any, wanted: Decimal, found: Sequence[Room]) -> None:
    """Refuse a down payment of more net than an order has left.

    Raises:
        AskedTooMuch: it has less.
    """
    left = sum((room.net for room in found), ZERO)
    if wanted > left:
        raise AskedTooMuch(
            _(
                "For a down payment on %(order)s, ask for %(left)s net at most; "
                "the rest is invoiced or asked for already."
            )
            % {"order": order, "left": format_money(left, order.currency_id)}
        )


def room_keeper(
    origin_type: str, read: Callable[[UUID], tuple[Any, Iterable[OrderPart]]]
) -> Participant:
    """Return what asks, at the posting of a down payment, whether its order still has so much left; it clears nothing.

    For ``posting.participants``.

    Args:
        read: locks an order and returns it with its parts.
    """

    def require_room_for(document: Invoice, lines: Sequence[InvoiceLine]) -> list[ReceivedValue]:
        asking = [line for line in lines if line.asks_ahead]
        if asking and document.origin_id and document.origin_type == origin_type:
            order, parts = read(document.origin_id)
            _require_order_s_room(document, asking, order, parts)
        return []

    return require_room_for


def _require_order_s_room(
    document: Invoice, asking: Sequence[InvoiceLine], order: Any, parts: Iterable[OrderPart]
) -> None:
    """Refuse to post a down payment that comes to more than its order has left by now, or is not in its terms.

    Raises:
        AskedTooMuch: the order has less left.
        WrongDownPayment: party or currency are not the order's.
    """
    if (document.party_id, document.currency_id) != (order.party_id, order.currency_id):
        raise WrongDownPayment(
            _("To post %(document)s, set its party and currency to those of %(order)s.")
            % {"document": document, "order": order}
        )
    asked = down_payments_of(document.origin_type, order.pk)
    others = [down for down in asked if down.line.invoice_id != document.pk]
    _whole, found = rooms(parts, others, order.currency_id)
    require_room(order, sum((line.net for line in asking), ZERO), found)


def require_settled_ahead(order: Any, origin_type: str) -> None:
    """Refuse to end an order, read with ``is_paid_ahead``, while something of its down payments is open.

    Raises:
        PaidAhead: something is neither taken off nor credited.
    """
    if not order.is_paid_ahead:
        return
    left = next((down for down in down_payments_of(origin_type, order.pk) if down.left), None)
    if left:
        raise PaidAhead(
            _(
                "To end %(order)s, credit or cancel %(invoice)s first; "
                "%(amount)s of it asks for goods that no invoice has."
            )
            % {
                "order": order,
                "invoice": left.line.invoice,
                "amount": format_money(left.left, order.currency_id),
            }
        )


def _words(order: Any, asked: Asked) -> str:
    """Return what a down payment is called, in the language of the party."""
    with override(order.party.language or None):
        if asked.percent is None:
            return _("Down payment on %(order)s") % {"order": order.number}
        percent = format_quantity(asked.percent)
        return _("Down payment of %(percent)s %% on %(order)s") % {
            "percent": percent,
            "order": order.number,
        }


def lines_taking_off(
    order: Any, origin_type: str, parts: Iterable[OrderPart]
) -> list[InvoiceLineDraft]:
    """Return the lines by which an invoice of an order takes off what was paid ahead; see ``taken_off``."""
    currency = order.currency_id
    return [
        _line_taking_off(down, amount, order.party.language)
        for down, amount in taken_off(parts, down_payments_of(origin_type, order.pk), currency)
    ]


def _line_taking_off(down: DownPayment, amount: Decimal, language: str) -> InvoiceLineDraft:
    invoice = down.line.invoice
    is_theirs = invoice.kind == InvoiceKind.SUPPLIER_BILL and invoice.reference
    with override(language or None):
        words = _("Down payment, invoice %(number)s of %(date)s") % {
            "number": invoice.reference if is_theirs else invoice.number,
            "date": format_date(invoice.date),
        }
    return InvoiceLineDraft(
        words,
        Decimal(-1),
        amount,
        tax=down.line.tax,
        account=down.line.account,
        dimensions=down.line.dimensions,
        down_payment=down.line,
    )
