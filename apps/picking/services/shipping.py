"""Shipping what was picked: a shipment at a time, what is short stays behind in its backorder."""

from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.picking.choices import WaveStatus
from apps.picking.models import Wave
from apps.picking.selectors import ShipmentState, shipments_of
from apps.picking.services.common import NotInWave, lines_by_id, lock_wave, move_on
from apps.products.units import InexactQuantity, in_unit
from apps.stock import services as stock
from apps.stock.models import StockDocument, StockDocumentLine


class NotPicked(BusinessError):
    """The shipment is not picked to the end."""


class NotAtDock(BusinessError):
    """The shipment, or some of it, does not lie where it leaves from."""


@transaction.atomic
def ship_picked(*, actor: User | None, pk: UUID, shipment: UUID) -> StockDocument:
    """Post a shipment with what was picked of it; the rest waits in its backorder. The last one ends the wave.

    Raises:
        NotPicked: something of it is still to be picked, or nothing was.
        NotAtDock: the warehouse delivers in steps, and it was not brought to where it leaves from.
        NotInWave: it is none of the wave's.
        NotAllowed: the actor has no access to the warehouse.
        And what ``stock.post_shipment`` raises.
    """
    wave = lock_wave(actor, pk)
    states = {state.shipment.pk: state for state in shipments_of(lines_by_id(wave).values())}
    if shipment not in states:
        raise NotInWave(_("To ship, open the wave again; this shipment is not in it."))
    state = states[shipment]
    if wave.status != WaveStatus.PICKING or not state.is_ready:
        raise NotPicked(
            _("To ship %(shipment)s, pick it to the end first, or say what is short.")
            % {"shipment": state.shipment}
        )
    if state.next_step(wave.warehouse.delivery_steps) != "ship":
        raise NotAtDock(
            _("To ship %(shipment)s, bring it to where it leaves from first.")
            % {"shipment": state.shipment}
        )
    document = stock.post_shipment(
        actor=actor,
        pk=shipment,
        on=company_in_force().today(),
        quantities=_quantities(actor, state),
    )
    state.shipment.status = document.status
    _finish_if_done(actor, wave, list(states.values()))
    return document


def _quantities(actor: User | None, state: ShipmentState) -> dict[UUID, Decimal]:
    """Return how much of each line leaves, in its own unit."""
    picked = {line.shipment_line_id: line.picked for line in state.lines}
    rows = list(
        state.shipment.lines.select_related("product__unit", "product__category", "unit").order_by(
            "position", "pk"
        )
    )
    if not all(_is_exact(row, picked.get(row.pk, ZERO)) for row in rows):
        for row in rows:
            row.unit, row.quantity = row.product.unit, row.stock_quantity
        stock.save_document(actor=actor, document=state.shipment, lines=rows)
    return {row.pk: _in_own_unit(row, picked.get(row.pk, ZERO)) for row in rows}


def _in_own_unit(row: StockDocumentLine, picked: Decimal) -> Decimal:
    taken = min(picked, row.stock_quantity)
    return (
        row.quantity if taken == row.stock_quantity else in_unit(taken, row.product.unit, row.unit)
    )


def _is_exact(row: StockDocumentLine, picked: Decimal) -> bool:
    """Return whether what was picked is a figure in the line's own unit: seven pieces are no box of nine."""
    try:
        _in_own_unit(row, picked)
    except InexactQuantity:
        return False
    return True


def _finish_if_done(actor: User | None, wave: Wave, states: list[ShipmentState]) -> None:
    if not any(state.is_draft for state in states):
        move_on(actor, wave, "finish")
