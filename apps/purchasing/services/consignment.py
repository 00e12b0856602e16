"""Taking over goods on consignment: they become ours for an order of their owner, and are billed like any other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import InvalidInput
from apps.core.money import ZERO
from apps.products.order_lines import OrderLineDraft
from apps.purchasing.buying import usual_lines
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.services.orders import ORIGIN, confirm_order, draft_order, unit_cost
from apps.stock import services as stock
from apps.stock.models import Level, StockDocument


class NoAgreedPrice(InvalidInput):
    """Nothing says what the goods cost."""


@transaction.atomic
def draw_level(
    *,
    actor: User | None,
    pk: UUID,
    quantity: Decimal | None = None,
    unit_price: Decimal | None = None,
    on: date | None = None,
) -> PurchaseOrder:
    """Take over goods on consignment, and return the confirmed order that was received with them.

    The receipt values them at the order's price and owes it to their owner, so the order is billed as any other.

    Args:
        pk: of the level: what lies in one place on consignment.
        quantity: stock unit; None is all that lies there.
        unit_price: for one stock unit, in the owner's currency; None is the price the order form would propose.
        on: business date; None is the company's today.

    Raises:
        NotOnConsignment: nothing lies there any more.
        InvalidInput: a quantity that is none, or more than lies there.
        NoAgreedPrice: no price is given, and neither the owner's list nor the product has one.
        NotASupplier: the owner is not an active supplier any more.
        PeriodClosed: the period of the day is closed.
        NotAllowed: the actor has no access to the warehouse.
    """
    row, taken = stock.consigned(actor, pk, quantity)
    order = _order(actor, row, on or company_in_force().today())
    lines = _priced(usual_lines(order, [(row.product, taken)]), row, taken, unit_price)
    order = draft_order(actor=actor, document=order, lines=lines)
    order = confirm_order(actor=actor, pk=order.pk)
    receipt = _receipt(actor, order, row)
    events.publish("purchasing.consignment_drawn", order, receipt=receipt.number)
    return order


def _order(actor: User | None, row: Level, day: date) -> PurchaseOrder:
    owner = row.location.owner
    assert owner is not None  # a place on consignment has an owner
    order = PurchaseOrder(
        party=owner,
        date=day,
        expected_date=day,
        currency_id=owner.currency_id,
        warehouse=row.location.warehouse,
        term=owner.supplier_term,
        buyer=actor,
        created_by=actor,
        notes=_("Taken over from consignment in %(place)s") % {"place": row.location},
    )
    order._history_user = actor  # type: ignore[attr-defined]
    return order


def _priced(
    lines: Sequence[OrderLineDraft], row: Level, taken: Decimal, price: Decimal | None
) -> list[OrderLineDraft]:
    if price is not None:
        unit = row.product.unit
        return [replace(line, quantity=taken, unit=unit, unit_price=price) for line in lines]
    if any(line.unit_price == ZERO for line in lines):
        raise NoAgreedPrice(
            _("Write what one costs; neither %(owner)s nor %(product)s has a price on record.")
            % {"owner": row.location.owner, "product": row.product},
            field="unit_price",
        )
    return list(lines)


def _receipt(actor: User | None, order: PurchaseOrder, row: Level) -> StockDocument:
    line = order.lines.select_related("product__unit", "tax").get()
    draft = stock.LineDraft(
        product=line.product,
        quantity=line.stock_quantity,
        unit=line.product.unit,
        unit_cost=unit_cost(line, order.rate),
        origin_line_id=line.pk,
        from_location=row.location,
        dimensions=line.dimensions,
        their_number=line.their_number,
        lot_text=row.lot.number if row.lot else "",
    )
    receipt = stock.create_receipt(
        actor=actor,
        party=order.party,
        warehouse=order.warehouse,
        date=order.date,
        lines=[draft],
        origin_type=ORIGIN,
        origin_id=order.pk,
    )
    return stock.post_receipt(actor=actor, pk=receipt.pk)
