"""Commands that sell another product in a line's place."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput, WrongStatus
from apps.products.models import Product
from apps.products.order_lines import stock_quantity
from apps.products.selectors import preferred_numbers
from apps.sales.choices import OrderStatus
from apps.sales.models import SalesOrder
from apps.sales.selectors import with_progress
from apps.sales.services.holding import is_past
from apps.sales.services.orders import confirm_order, locked, reserve_lines
from apps.sales.substitutes import Offer, offers_of


class NoSubstitute(InvalidInput):
    """The product is none that may take the line's place today."""


class LineUnderway(BusinessError):
    """Something of the line is promised, shipped or invoiced."""


@transaction.atomic
def replace_line(*, actor: User | None, pk: UUID, line: UUID, product: UUID) -> SalesOrder:
    """Let a substitute take the place of a line that is short or archived; what stock there is of it is reserved.

    The line keeps quantity, unit, price, discount and tax: the customer pays what was agreed. An order whose day is
    past gets nothing before somebody reserves for it until a new one.

    Raises:
        WrongStatus: the order is neither a draft nor confirmed.
        NoSubstitute: the product may not take the line's place, or the line is not short.
        LineUnderway: something of the line is promised, shipped or invoiced.
        OtherDimension, InexactQuantity: the line's quantity is none of the substitute.
    """
    order = locked(pk)
    if order.status not in (OrderStatus.DRAFT, OrderStatus.CONFIRMED):
        raise WrongStatus(
            _("To replace a product on %(order)s, it must be a draft or confirmed.")
            % {"order": order}
        )
    rows = list(with_progress(order.lines.select_related("product__unit", "unit")))
    offer = _offered(order, rows, line, product)
    if not offer.may_replace:
        raise LineUnderway(
            _("To replace %(product)s, release what is reserved and cancel drafts first; part of it is underway.")
            % {"product": offer.line.product}
        )  # fmt: skip
    told = f"{offer.line.product.sku} → {offer.product.sku}"
    _put(order, offer.line, offer.product)
    order.version += 1
    order._history_user = actor
    order.save(update_fields=["version"])
    events.publish("sales.order_replaced", order, reason=told)
    if order.status == OrderStatus.CONFIRMED and not is_past(order):
        reserve_lines(actor, order, [(offer.line, offer.line.stock_quantity)])
    return order


@transaction.atomic
def confirm_replacing(
    *, actor: User | None, pk: UUID, replacements: Mapping[UUID, UUID] | None = None
) -> SalesOrder:
    """Confirm a draft order, after products have taken the place of lines that are short: product by line.

    Raises:
        as ``replace_line`` and ``confirm_order``.
    """
    for line, product in (replacements or {}).items():
        replace_line(actor=actor, pk=pk, line=line, product=product)
    return confirm_order(actor=actor, pk=pk)


def _offered(order: SalesOrder, rows: list[Any], line: UUID, product: UUID) -> Offer:
    for offer in offers_of(order, rows).get(line, ()):
        if offer.product.pk == product:
            return offer
    raise NoSubstitute(
        _("Choose a line of %(order)s that is short or archived, and one of its substitutes.")
        % {"order": order}
    )


def _put(order: SalesOrder, line: Any, product: Product) -> None:
    line.stock_quantity = stock_quantity(product, line.quantity, line.unit)
    line.product, line.description, line.their_number = product, "", ""
    if order.status == OrderStatus.CONFIRMED:
        named = preferred_numbers(order.party_id, [product.pk])
        line.their_number = named.get(product.pk, "")
    line.save(update_fields=["product", "stock_quantity", "description", "their_number"])
