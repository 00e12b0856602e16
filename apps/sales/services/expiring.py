"""The command that frees what orders hold past their day, but for what is being picked."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from uuid import UUID

from django.db import transaction

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.money import ZERO
from apps.core.retry import run_tx
from apps.picking.selectors import in_live_waves
from apps.sales.choices import OrderStatus
from apps.sales.models import SalesOrder
from apps.sales.selectors import past_their_day
from apps.sales.services.holding import is_past
from apps.sales.services.orders import ORIGIN, locked, origin_lines
from apps.stock import services as stock
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocument


@dataclass(frozen=True, slots=True)
class Released:
    """What an order held past its day, over all products in their stock units."""

    number: str
    quantity: Decimal


def release_expired(*, actor: User | None) -> list[Released]:
    """Free what orders hold past their day, each in a transaction of its own, in key order; call it outside of one.

    A second run finds nothing more. What is being picked stays promised until it is shipped or its wave ends.
    """
    with transaction.atomic():
        orders = list(past_their_day(company_in_force().today()).values_list("pk", flat=True))
    answers = [run_tx(partial(release_order, actor=actor, pk=pk)) for pk in orders]
    return [answer for answer in answers if answer.quantity]


@transaction.atomic
def release_order(*, actor: User | None, pk: UUID) -> Released:
    """Free what an order holds past its day; nothing of another order, or of one that got a new day meanwhile.

    Its draft shipments are held first, so that one is posted, or put into a wave, before or after, never meanwhile:
    those in no wave to be picked are cancelled, what the others take stays promised.
    """
    order = locked(pk)
    if order.status != OrderStatus.CONFIRMED or not is_past(order):
        return Released(order.number, ZERO)
    kept = _cancel_unpicked(actor, order)
    freed = stock.release(actor=actor, origin_line_ids=origin_lines(order), keeping=kept)
    if freed:
        events.publish("sales.order_expired", order, held_until=order.held_until.isoformat())
    return Released(order.number, freed)


def _cancel_unpicked(actor: User | None, order: SalesOrder) -> set[UUID]:
    """Cancel the draft shipments that are in no wave to be picked; return the others."""
    drafts = StockDocument.objects.select_for_update(of=("self",)).filter(
        origin_type=ORIGIN,
        origin_id=order.pk,
        kind=DocumentKind.SHIPMENT,
        status=DocumentStatus.DRAFT,
    )
    held = list(drafts.order_by("pk").values_list("pk", flat=True))
    picked = in_live_waves(held)
    for shipment in held:
        if shipment not in picked:
            stock.cancel_shipment(actor=actor, pk=shipment)
    return picked
