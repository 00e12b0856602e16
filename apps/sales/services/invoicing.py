"""Commands that invoice an order: what is shipped, and what is asked for ahead."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.drafts import by_position
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind
from apps.invoices.down_payments import OrderPart, is_paid_ahead, part_of
from apps.invoices.models import Invoice
from apps.ledger.services import default_account
from apps.sales.choices import ORDER_LIFECYCLE
from apps.sales.models import SalesOrder
from apps.sales.selectors import charged_freight, has_kits, with_progress
from apps.sales.services.orders import ORIGIN, locked


class NothingToInvoice(BusinessError):
    """Everything shipped is invoiced."""


@transaction.atomic
def invoice_order(*, actor: User | None, pk: UUID, on: date | None = None) -> Invoice:
    """Draft an invoice of all that is shipped and not invoiced; freight goes on the first one.

    Of posted down payments it takes off what they paid for of it; see ``invoices.down_payments.taken_off``.

    Raises:
        WrongStatus: the order is not confirmed.
        NothingToInvoice: everything shipped is invoiced.
    """
    order = locked(pk, is_paid_ahead=is_paid_ahead(), has_kits=has_kits())
    ORDER_LIFECYCLE.advance(order, "invoice")
    rows = order.lines.select_related("product__category", "product__unit", "unit", "tax")
    lines = by_position(with_progress(rows, "shipped", "invoiced", kits=order.has_kits))
    due = {line.pk: line.quantity * _shipped_share(line) - line.invoiced for line in lines}
    drafts = _invoice_lines(lines, due, order.party.language)
    if not drafts:
        raise NothingToInvoice(
            _("To invoice %(order)s, ship something first; everything shipped is invoiced.")
            % {"order": order}
        )
    is_first = bool(order.freight) and not charged_freight(order)
    if is_first:
        drafts.append(_freight_line(order))
    if order.is_paid_ahead:
        parts = _parts(order, lines, due, with_freight=is_first)
        drafts += invoices.lines_taking_off(order, ORIGIN, parts)
    return invoices.draft_invoice(
        actor=actor,
        kind=InvoiceKind.CUSTOMER_INVOICE,
        party=order.party,
        date=on or company_in_force().today(),
        currency=order.currency_id,
        term=order.term,
        reference=order.reference or order.number,
        delivery_address=order.delivery_address,
        tax_rounding=order.tax_rounding,
        lines=drafts,
        origin_type=ORIGIN,
        origin_id=order.pk,
    )


def _invoice_lines(
    lines: Iterable[Any], due: Mapping[UUID, Decimal], language: str
) -> list[invoices.InvoiceLineDraft]:
    return [
        invoices.InvoiceLineDraft(
            product=line.product,
            description=line.description or line.product.name_in(language),
            quantity=due[line.pk],
            unit=line.unit,
            unit_price=line.unit_price,
            discount=line.discount,
            tax=line.tax,
            dimensions=line.dimensions,
            their_number=line.their_number,
            origin_line_id=line.pk,
        )
        for line in lines
        if due[line.pk] > 0
    ]


def _freight_line(order: SalesOrder) -> invoices.InvoiceLineDraft:
    with override(order.party.language):
        description = gettext("Freight")
    return invoices.InvoiceLineDraft(
        description=description,
        account=default_account("freight_out"),
        quantity=Decimal(1),
        unit_price=order.freight,
    )


def _shipped_share(line: Any) -> Decimal:
    return min(line.shipped, line.stock_quantity) / line.stock_quantity


@transaction.atomic
def invoice_down_payment(
    *,
    actor: User | None,
    pk: UUID,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    on: date | None = None,
) -> Invoice:
    """Draft the invoice of a down payment on a confirmed order: a line for each tax code, in proportion to its net.

    Args:
        percent: of the order's net; or ``amount``, net, in the order's currency: one of both.

    Raises:
        WrongStatus: the order is not confirmed.
        InvalidInput: neither or both are given, or one that is none.
        AskedTooMuch: less of the order is left that neither an invoice nor a down payment asks for.
        NoDefaultAccount: the company has not said where down payments stand.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "invoice_down_payment")
    invoice = invoices.draft_down_payment(
        actor=actor,
        order=order,
        kind=InvoiceKind.CUSTOMER_INVOICE,
        origin_type=ORIGIN,
        parts=_parts_left(order),
        asked=invoices.Asked(percent, amount),
        on=on,
        reference=order.reference or order.number,
    )
    events.publish("sales.order_prepaid", order, invoice=str(invoice.pk))
    return invoice


def _order_left(pk: UUID) -> tuple[SalesOrder, list[OrderPart]]:
    """Lock an order and return it with what of it is left to be invoiced."""
    order = locked(pk)
    return order, _parts_left(order)


require_room_for = invoices.room_keeper(ORIGIN, _order_left)
"""Refuses to post a down payment of more than its order has left by then."""


def _parts_left(order: SalesOrder) -> list[OrderPart]:
    """Return the lines and the freight of an order with what no invoice asks for yet."""
    lines = with_progress(order.lines.select_related("tax"), "invoiced")
    left = bool(order.freight) and not charged_freight(order)
    return _parts(order, lines, {}, with_freight=left)


def _parts(
    order: SalesOrder, lines: Iterable[Any], due: Mapping[UUID, Decimal], *, with_freight: bool
) -> list[OrderPart]:
    """Return an order as down payments see it.

    Args:
        due: the quantity an invoice asks for now, by line; whatever it asks for, it charges the freight that is left.
    """
    currency = order.currency_id
    parts = [
        part_of(line, done=line.invoiced, now=max(due.get(line.pk, ZERO), ZERO), currency=currency)
        for line in lines
    ]
    if order.freight:
        left, now = Fraction(with_freight), Fraction(with_freight and bool(due))
        asked = order.freight if now else ZERO
        parts.append(OrderPart(None, order.freight, order.freight, left, now, asked))
    return parts
