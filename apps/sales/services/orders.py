"""Commands of sales orders: write, confirm, reserve, ship, close, cancel."""

from collections.abc import Collection, Iterable, Sequence
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
from apps.core.exceptions import BusinessError
from apps.core.numbering import take_number
from apps.invoices import services as invoices
from apps.invoices.down_payments import is_paid_ahead
from apps.ledger.taxes import TaxedLine, Totals
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
from apps.sales.choices import ORDER_LIFECYCLE
from apps.sales.models import SalesOrder, SalesOrderLine, SalesOrderPart
from apps.sales.selectors import has_kits, parts_of, with_progress
from apps.sales.services import kits
from apps.sales.services.holding import HOLD_DAYS, first_day, next_day
from apps.stock import services as stock
from apps.stock.models import StockDocument

ORIGIN = "sales.salesorder"


class NoLines(BusinessError):
    """The order has no line."""


class InactiveProduct(BusinessError):
    """A product on the order is archived."""


class NotACustomer(BusinessError):
    """The party is not a customer, or is archived."""


class NothingToShip(BusinessError):
    """No quantity of the order is reserved and unshipped."""


class AlreadyShipped(BusinessError):
    """Goods of the order have left, so it cannot be cancelled."""


@transaction.atomic
def save_order(
    *,
    actor: User | None,
    document: SalesOrder,
    lines: Sequence[SalesOrderLine],
    removed: Collection[UUID] = (),
) -> SalesOrder:
    """Store a draft order with its lines, priced and totalled.

    Raises:
        NotACustomer: the party is not an active customer.
        StaleVersion: somebody else saved the order meanwhile.
        WrongStatus: the order is confirmed.
    """
    if not (document.party.is_customer and document.party.is_active):
        raise NotACustomer(
            _("To save the order, choose a customer; %(party)s is not an active one.")
            % {"party": document.party},
            field="party",
        )
    take_dimensions(lines, document.party)
    price_order(document, lines)
    store_draft(document, lines, removed, parent="order")
    return document


def price_order(document: SalesOrder, lines: Sequence[SalesOrderLine]) -> Totals:
    """Set rate, rounding, nets and totals of a draft, as it is stored and as its form shows while it is typed.

    Raises:
        MissingRate: the currency has no exchange rate on that day.
        InvalidInput: a figure is none, or it comes to more than the books hold.
    """
    currency = document.currency_id
    price_lines(lines, currency)
    document.rate = rate_on(currency, document.date)
    document.tax_rounding = document.tax_rounding or company_in_force().tax_rounding
    totals = order_totals(
        lines,
        currency,
        rate=document.rate,
        rounding=document.tax_rounding,
        charges=[TaxedLine(document.freight)] if document.freight else [],
        discount=untaxed_discount(document.term),
    )
    document.net, document.tax, document.total = totals.net, totals.tax, totals.net + totals.tax
    return totals


def draft_order(
    *, actor: User | None, document: SalesOrder, lines: Sequence[OrderLineDraft]
) -> SalesOrder:
    """Store a new order given as drafts of its lines; see ``save_order``."""
    return save_order(
        actor=actor, document=document, lines=[SalesOrderLine(**line.values()) for line in lines]
    )


@transaction.atomic
def confirm_order(*, actor: User | None, pk: UUID) -> SalesOrder:
    """Promise a draft order to the customer: give it a number and reserve what stock there is.

    Raises:
        WrongStatus: the order is not a draft.
        NoLines: the order has no line.
        InactiveProduct: a product is archived.
        EmptyKit, BrokenKit: a kit cannot be taken apart.
        DayIsPast: goods were to be held until a day that is past.
    """
    order = locked(pk, hold_days=HOLD_DAYS)
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
    order.held_until = first_day(order)
    asked = [*lines, *kits.explode(order, lines)]
    reserve_lines(actor, order, ((line, line.stock_quantity) for line in asked))
    order.number = order.number or take_number("sales_order", year=order.date.year, prefix="SO")
    _save_step(order, actor, "sales.order_confirmed")
    return order


@transaction.atomic
def reserve_order(*, actor: User | None, pk: UUID, held_until: date | None = None) -> SalesOrder:
    """Reserve what a confirmed order still lacks and stock now has.

    Args:
        held_until: a new day until when its goods are held; else it keeps its own while that is not past.

    Raises:
        WrongStatus: the order is not confirmed.
        DayIsPast: its day is past and nobody, the company neither, says a new one.
    """
    order = locked(pk, hold_days=HOLD_DAYS)
    ORDER_LIFECYCLE.advance(order, "reserve")
    day = next_day(order, held_until)
    if day != order.held_until:
        order.held_until = day
        save_order_step(order, actor)
    lines = by_position(with_progress(order.lines.select_related("product"), "reserved", "shipped"))
    asked = [*lines, *parts_of(order, lines, "reserved", "shipped")]
    reserved = reserve_lines(actor, order, ((line, line.to_ship - line.reserved) for line in asked))
    if any(reserved.values()):
        events.publish("sales.order_reserved", order)
    return order


@transaction.atomic
def ship_order(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Draft a shipment of all that is reserved for the order and in no other draft.

    Raises:
        WrongStatus: the order is not confirmed.
        NothingToShip: nothing is reserved.
    """
    order = locked(pk, has_kits=has_kits())
    ORDER_LIFECYCLE.advance(order, "ship")
    drafts = _goods_to_ship(order)
    if not drafts:
        raise NothingToShip(
            _("To ship %(order)s, reserve stock for it first; nothing is reserved and unshipped.")
            % {"order": order}
        )
    return stock.create_shipment(
        actor=actor,
        party=order.party,
        warehouse=order.warehouse,
        date=on or company_in_force().today(),
        lines=drafts,
        origin_type=ORIGIN,
        origin_id=order.pk,
        reference=order.reference,
    )


def _goods_to_ship(order: Any) -> list[stock.LineDraft]:
    progress = ("reserved", "shipped", "drafted")
    rows = order.lines.select_related("product__unit")
    lines = by_position(with_progress(rows, *progress, kits=order.has_kits))
    plain = [
        (line, line.dimensions, min(line.reserved, line.to_ship) - line.drafted)
        for line in lines
        if line.product.kind == ProductKind.GOODS
    ]
    held = kits.to_draft(parts_of(order, lines, *progress))
    return [
        stock.LineDraft(
            product=line.product,
            quantity=quantity,
            unit=line.product.unit,
            origin_line_id=line.pk,
            dimensions=dimensions,
            their_number=getattr(line, "their_number", ""),
        )
        for line, dimensions, quantity in [
            *plain,
            *((part, part.line.dimensions, quantity) for part, quantity in held),
        ]
        if quantity > 0
    ]


@transaction.atomic
def close_order(*, actor: User | None, pk: UUID) -> SalesOrder:
    """End a confirmed order: what is not shipped will not be; its reservations are released.

    Raises:
        WrongStatus: the order is not confirmed.
        PaidAhead: something of a down payment is neither taken off nor credited.
    """
    order = locked(pk, is_paid_ahead=is_paid_ahead())
    ORDER_LIFECYCLE.advance(order, "close")
    invoices.require_settled_ahead(order, ORIGIN)
    _release(actor, order)
    _save_step(order, actor, "sales.order_closed")
    return order


@transaction.atomic
def cancel_order(*, actor: User | None, pk: UUID) -> SalesOrder:
    """Cancel an order of which nothing has been shipped.

    Raises:
        WrongStatus: the order is closed or cancelled.
        AlreadyShipped: goods have left; close it instead.
        PaidAhead: something of a down payment is not credited.
    """
    order = locked(pk, is_paid_ahead=is_paid_ahead())
    ORDER_LIFECYCLE.advance(order, "cancel")
    invoices.require_settled_ahead(order, ORIGIN)
    goods = order.lines.filter(product__kind=ProductKind.GOODS)
    held = SalesOrderPart.objects.filter(line__order=order)
    if any(with_progress(rows, "shipped").filter(shipped__gt=0).exists() for rows in (goods, held)):
        raise AlreadyShipped(
            _("To end %(order)s, close it; goods of it have been shipped.") % {"order": order}
        )
    _release(actor, order)
    _save_step(order, actor, "sales.order_cancelled")
    return order


def locked(pk: UUID, **facts: Any) -> Any:
    """Lock and return an order, annotated with the ``facts`` that its command needs to know."""
    orders = SalesOrder.objects.select_for_update(of=("self",)).annotate(**facts)
    return orders.select_related("party", "warehouse").get(pk=pk)


def reserve_lines(
    actor: User | None,
    order: SalesOrder,
    missing: Iterable[tuple[SalesOrderLine | SalesOrderPart, Decimal]],
) -> dict[UUID, Decimal]:
    """Reserve what there is of the goods of lines and parts, each up to its quantity; return it by line."""
    wanted = [
        stock.Wanted(origin_line_id=line.pk, product_id=line.product_id, quantity=quantity)
        for line, quantity in missing
        if line.product.kind == ProductKind.GOODS and quantity > 0
    ]
    if not wanted:
        return {}
    return stock.reserve(
        actor=actor,
        origin_type=ORIGIN,
        origin_id=order.pk,
        wanted=wanted,
        warehouse=order.warehouse,
        channel=order.channel_id,
        partial=True,
    )


def origin_lines(order: SalesOrder) -> list[UUID]:
    """Return what promises and shipments of an order name as their origin: its lines and parts of kits."""
    parts = SalesOrderPart.objects.filter(line__order=order).values_list("pk", flat=True)
    return [*order.lines.values_list("pk", flat=True), *parts]


def _release(actor: User | None, order: SalesOrder) -> None:
    stock.cancel_drafts_of(actor=actor, origin_type=ORIGIN, origin_id=order.pk)
    stock.release(actor=actor, origin_line_ids=origin_lines(order))


def _save_step(order: SalesOrder, actor: User | None, event: str) -> None:
    save_order_step(order, actor)
    events.publish(event, order, number=order.number)


def save_order_step(order: SalesOrder, actor: User | None) -> None:
    """Store what a step changes of an order that is written already."""
    order.version += 1
    order._history_user = actor  # type: ignore[attr-defined]
    order.save(update_fields=["status", "number", "held_until", "version"])
