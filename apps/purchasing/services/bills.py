"""Commands that bill an order: what came in, and what is asked for ahead."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.drafts import by_position
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind
from apps.invoices.down_payments import OrderPart, part_of
from apps.invoices.models import Invoice
from apps.purchasing.choices import ORDER_LIFECYCLE
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.selectors import with_progress
from apps.purchasing.services.orders import ORIGIN, locked


class NothingToBill(BusinessError):
    """Everything received is billed."""


@transaction.atomic
def bill_order(
    *, actor: User | None, pk: UUID, on: date | None = None, reference: str = ""
) -> Invoice:
    """Draft the supplier's bill for all that came in and is not billed.

    Of posted down payments it takes off what they paid for of it; see ``invoices.down_payments.taken_off``.

    Args:
        reference: the number on the supplier's bill.

    Raises:
        WrongStatus: the order is not confirmed.
        NothingToBill: everything received is billed.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "bill")
    rows = order.lines.select_related("product__category", "product__unit", "unit", "tax")
    lines = by_position(with_progress(rows, "received", "billed"))
    due = {
        line.pk: line.quantity * line.received / line.stock_quantity - line.billed for line in lines
    }
    drafts = _bill_lines(lines, due)
    if not drafts:
        raise NothingToBill(
            _("To bill %(order)s, receive something first; everything received is billed.")
            % {"order": order}
        )
    if order.is_paid_ahead:
        drafts += invoices.lines_taking_off(order, ORIGIN, _parts(order, lines, due))
    return invoices.draft_invoice(
        actor=actor,
        kind=InvoiceKind.SUPPLIER_BILL,
        party=order.party,
        date=on or company_in_force().today(),
        currency=order.currency_id,
        term=order.term,
        reference=reference,
        tax_rounding=order.tax_rounding,
        lines=drafts,
        origin_type=ORIGIN,
        origin_id=order.pk,
    )


def _bill_lines(
    lines: Iterable[Any], due: Mapping[UUID, Decimal]
) -> list[invoices.InvoiceLineDraft]:
    return [
        invoices.InvoiceLineDraft(
            product=line.product,
            description=line.description or line.product.name,
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


@transaction.atomic
def bill_down_payment(
    *,
    actor: User | None,
    pk: UUID,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
    on: date | None = None,
    reference: str = "",
) -> Invoice:
    """Draft a supplier's bill of a down payment on a confirmed order: a line for each tax code of it.

    Args:
        percent: of the order's net; or ``amount``, net, in the order's currency: one of both.
        reference: the number on the supplier's bill.

    Raises:
        WrongStatus: the order is not confirmed.
        InvalidInput: neither or both are given, or one that is none.
        AskedTooMuch: less of the order is left that neither a bill nor a down payment asks for.
        NoDefaultAccount: the company has not said where down payments to suppliers stand.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "bill_down_payment")
    bill = invoices.draft_down_payment(
        actor=actor,
        order=order,
        kind=InvoiceKind.SUPPLIER_BILL,
        origin_type=ORIGIN,
        parts=_parts_left(order),
        asked=invoices.Asked(percent, amount),
        on=on,
        reference=reference,
    )
    events.publish("purchasing.order_prepaid", order, bill=str(bill.pk))
    return bill


def _order_left(pk: UUID) -> tuple[PurchaseOrder, list[OrderPart]]:
    """Lock an order and return it with what of it is left to be invoiced."""
    order = locked(pk)
    return order, _parts_left(order)


require_room_for = invoices.room_keeper(ORIGIN, _order_left)
"""Refuses to post a down payment of more than its order has left by then."""


def _parts_left(order: PurchaseOrder) -> list[OrderPart]:
    """Return the lines of an order with what no bill asks for yet."""
    return _parts(order, with_progress(order.lines.select_related("tax"), "billed"), {})


def _parts(
    order: PurchaseOrder, lines: Iterable[Any], due: Mapping[UUID, Decimal]
) -> list[OrderPart]:
    """Return an order as down payments see it; ``due`` is the quantity a bill asks for now, by line."""
    return [
        part_of(
            line,
            done=line.billed,
            now=max(due.get(line.pk, ZERO), ZERO),
            currency=order.currency_id,
        )
        for line in lines
    ]
