"""What may be sold in place of order lines that are short or archived, with what is free of it. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.companies.selectors import company_in_force
from apps.core.money import ZERO
from apps.products.choices import ProductKind
from apps.products.models import Product
from apps.products.selectors import StandIn, stand_ins
from apps.sales.choices import OrderStatus
from apps.sales.models import SalesOrder
from apps.sales.selectors import with_progress
from apps.stock.selectors import available_by_product


@dataclass(frozen=True, slots=True)
class Offer:
    """A product that may take a line's place, and how much of it is free in the order's warehouse."""

    line: Any
    product: Product
    note: str
    free: Decimal
    may_replace: bool

    @property
    def key(self) -> str:
        """Return what names it in a form."""
        return f"{self.line.pk}:{self.product.pk}"

    @property
    def helps(self) -> bool:
        """Return whether the line is better off with it: some is free, or what it has is sold no more."""
        is_goods = self.product.kind == ProductKind.GOODS
        return self.free > 0 or not is_goods or not self.line.product.is_active


def offers_of(order: SalesOrder, lines: Sequence[Any] | None = None) -> dict[UUID, list[Offer]]:
    """Return, by line, what may take the place of lines of a draft or confirmed order that are short or archived.

    Two statements where products have substitutes, one where none has.

    Args:
        lines: with product and unit, and of a confirmed order with their progress; read where they are not given.
    """
    if order.status not in (OrderStatus.DRAFT, OrderStatus.CONFIRMED):
        return {}
    if lines is None:
        lines = list(with_progress(order.lines.select_related("product__unit", "unit")))
    found = stand_ins({line.product_id for line in lines}, company_in_force().today())
    if not found:
        return {}
    others = {each.product.pk for rows in found.values() for each in rows}
    free = available_by_product([*others, *(line.product_id for line in lines)], order.warehouse_id)
    return {
        line.pk: [_offer(order, line, each, free) for each in found[line.product_id]]
        for line in lines
        if line.product_id in found and _is_short(order, line, free)
    }


def _is_short(order: SalesOrder, line: Any, free: dict[UUID, Decimal]) -> bool:
    """Return whether a line wants what is not there: of a draft, more than is free; else more than is promised."""
    if order.status == OrderStatus.CONFIRMED:
        return bool(line.to_ship > line.reserved)
    if not line.product.is_active:
        return True
    is_goods = line.product.kind == ProductKind.GOODS
    return is_goods and line.stock_quantity > free.get(line.product_id, ZERO)


def _offer(order: SalesOrder, line: Any, each: StandIn, free: dict[UUID, Decimal]) -> Offer:
    is_untouched = order.status == OrderStatus.DRAFT or not (
        line.reserved or line.shipped or line.drafted or line.invoiced
    )
    return Offer(line, each.product, each.note, free.get(each.product.pk, ZERO), is_untouched)
