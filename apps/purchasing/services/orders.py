"""Commands of purchase orders: write, confirm, receive, close, cancel."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force, rate_on
from apps.core import events
from apps.core.drafts import by_position, store_draft
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import round_half_up
from apps.core.numbering import take_number
from apps.invoices import services as invoices
from apps.invoices.down_payments import is_paid_ahead
from apps.ledger.taxes import HUNDRED, Totals
from apps.parties.terms import untaxed_discount
from apps.products.analysis import take_dimensions
from apps.products.choices import ProductKind
from apps.products.order_lines import (
    OrderLineDraft,
    keep_their_numbers,
    order_totals,
    price_lines,
    with_their_numbers,
)
from apps.purchasing.choices import ORDER_LIFECYCLE
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine
from apps.purchasing.selectors import with_progress
from apps.stock import services as stock
from apps.stock.models import StockDocument

ORIGIN = "purchasing.purchaseorder"


class NoLines(BusinessError):
    """The order has no line."""


class InactiveProduct(BusinessError):
    """A product on the order is archived."""


class KitBought(InvalidInput):
    """A kit is made up of goods when it leaves; it is not bought."""


class NotASupplier(BusinessError):
    """The party is not a supplier, or is archived."""


class NothingToReceive(BusinessError):
    """Everything ordered has come in or stands in a draft receipt."""


class AlreadyReceived(BusinessError):
    """Goods of the order have come in, so it cannot be cancelled."""


@transaction.atomic
def save_order(
    *,
    actor: User | None,
    document: PurchaseOrder,
    lines: Sequence[PurchaseOrderLine],
    removed: Collection[UUID] = (),
) -> PurchaseOrder:
    """Store a draft order with its lines, priced and totalled.

    Raises:
        NotASupplier: the party is not an active supplier.
        StaleVersion: somebody else saved the order meanwhile.
        WrongStatus: the order is confirmed.
        KitBought: a line asks for a kit.
    """
    if not (document.party.is_supplier and document.party.is_active):
        raise NotASupplier(
            _("To save the order, choose a supplier; %(party)s is not an active one.")
            % {"party": document.party},
            field="party",
        )
    _require_no_kits(lines)
    take_dimensions(lines, document.party)
    price_order(document, lines)
    store_draft(document, lines, removed, parent="order")
    return document


def _require_no_kits(lines: Sequence[PurchaseOrderLine]) -> None:
    for line in lines:
        if line.product.kind == ProductKind.KIT:
            raise KitBought(
                _("Order what %(product)s holds instead; a kit is never in stock.")
                % {"product": line.product},
                field="product",
            )


def price_order(document: PurchaseOrder, lines: Sequence[PurchaseOrderLine]) -> Totals:
    """Set rate, rounding, nets and totals of a draft, as it is stored and as its form shows while it is typed.

    Raises:
        MissingRate: the currency has no exchange rate on that day.
        InvalidInput: a figure is none, or it comes to more than the books hold.
    """
    price_lines(lines, document.currency_id)
    document.rate = rate_on(document.currency_id, document.date)
    document.tax_rounding = document.tax_rounding or company_in_force().tax_rounding
    totals = order_totals(
        lines,
        document.currency_id,
        rate=document.rate,
        rounding=document.tax_rounding,
        discount=untaxed_discount(document.term),
    )
    document.net, document.tax, document.total = totals.net, totals.tax, totals.net + totals.tax
    return totals


def draft_order(
    *, actor: User | None, document: PurchaseOrder, lines: Sequence[OrderLineDraft]
) -> PurchaseOrder:
    """Store a new order given as drafts of its lines; see ``save_order``."""
    return save_order(
        actor=actor, document=document, lines=[PurchaseOrderLine(**line.values()) for line in lines]
    )


@transaction.atomic
def confirm_order(*, actor: User | None, pk: UUID) -> PurchaseOrder:
    """Send a draft order to the supplier: give it a number.

    Raises:
        WrongStatus: the order is not a draft.
        NoLines: the order has no line.
        InactiveProduct: a product is archived.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "confirm")
    lines = by_position(with_their_numbers(order.lines.select_related("product"), order.party_id))
    if not lines:
        raise NoLines(_("To confirm %(order)s, add a line to it.") % {"order": order})
    for line in lines:
        if not line.product.is_active:
            raise InactiveProduct(
                _("To confirm %(order)s, replace %(product)s; it is archived.")
                % {"order": order, "product": line.product}
            )
    keep_their_numbers(lines)
    order.number = order.number or take_number("purchase_order", year=order.date.year, prefix="PO")
    _save_step(order, actor, "purchasing.order_confirmed")
    return order


@transaction.atomic
def receive_order(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Draft a receipt of all that is ordered, has not come in and stands in no other draft.

    Raises:
        WrongStatus: the order is not confirmed.
        NothingToReceive: nothing is outstanding.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "receive")
    goods = order.lines.select_related("product__unit", "tax").filter(
        product__kind=ProductKind.GOODS
    )
    drafts = [
        stock.LineDraft(
            product=line.product,
            quantity=quantity,
            unit=line.product.unit,
            unit_cost=unit_cost(line, order.rate),
            origin_line_id=line.pk,
            dimensions=line.dimensions,
            their_number=line.their_number,
        )
        for line in by_position(with_progress(goods, "received", "drafted"))
        if (quantity := line.to_receive - line.drafted) > 0
    ]
    if not drafts:
        raise NothingToReceive(
            _("To receive more on %(order)s, order more; all of it has come in.") % {"order": order}
        )
    return stock.create_receipt(
        actor=actor,
        party=order.party,
        warehouse=order.warehouse,
        date=on or company_in_force().today(),
        lines=drafts,
        origin_type=ORIGIN,
        origin_id=order.pk,
        reference=order.reference,
    )


def unit_cost(line: PurchaseOrderLine, rate: Decimal) -> Decimal:
    """Return what one stock unit of the line costs, in company currency, six decimals.

    A tax that the price includes is no cost.

    Args:
        rate: company currency per unit of the order's currency.
    """
    price = line.unit_price * (HUNDRED - line.discount) / HUNDRED
    if line.tax_id and line.tax.included:  # type: ignore[union-attr]
        price = line.net / line.quantity
    return round_half_up(price * rate * line.quantity / line.stock_quantity, 6)


@transaction.atomic
def close_order(*, actor: User | None, pk: UUID) -> PurchaseOrder:
    """End a confirmed order: what has not come in is not expected any more.

    Raises:
        WrongStatus: the order is not confirmed.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "close")
    invoices.require_settled_ahead(order, ORIGIN)
    stock.cancel_drafts_of(actor=actor, origin_type=ORIGIN, origin_id=order.pk)
    _save_step(order, actor, "purchasing.order_closed")
    return order


@transaction.atomic
def cancel_order(*, actor: User | None, pk: UUID) -> PurchaseOrder:
    """Cancel an order of which nothing has come in.

    Raises:
        WrongStatus: the order is closed or cancelled.
        AlreadyReceived: goods have come in; close it instead.
    """
    order = locked(pk)
    ORDER_LIFECYCLE.advance(order, "cancel")
    invoices.require_settled_ahead(order, ORIGIN)
    if (
        with_progress(order.lines.filter(product__kind=ProductKind.GOODS), "received")
        .filter(received__gt=0)
        .exists()
    ):
        raise AlreadyReceived(
            _("To end %(order)s, close it; goods of it have come in.") % {"order": order}
        )
    stock.cancel_drafts_of(actor=actor, origin_type=ORIGIN, origin_id=order.pk)
    _save_step(order, actor, "purchasing.order_cancelled")
    return order


def locked(pk: UUID) -> Any:
    """Lock and return an order with what its commands need; ``is_paid_ahead`` says whether it has down payments."""
    orders = PurchaseOrder.objects.select_for_update(of=("self",))
    return (
        orders.annotate(is_paid_ahead=is_paid_ahead())
        .select_related("party", "warehouse")
        .get(pk=pk)
    )


def _save_step(order: PurchaseOrder, actor: User | None, event: str) -> None:
    order.version += 1
    order._history_user = actor  # type: ignore[attr-defined]
    order.save(update_fields=["status", "number", "version"])
    events.publish(event, order, number=order.number)
