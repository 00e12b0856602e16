"""Goods of shipments on their way out: brought from the shelves to where they are packed or leave from."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.picking.choices import LIVE, WaveStatus
from apps.picking.models import PickLine, Wave
from apps.picking.selectors import ShipmentState, shipments_of, to_ship
from apps.picking.services.common import NotInWave, lines_by_id, lock_wave
from apps.picking.services.shipping import NotAtDock, NotPicked, ship_picked
from apps.picking.services.spots import split
from apps.stock import services as stock
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.choices import PASSED, LocationRole
from apps.warehouses.models import Location
from apps.warehouses.selectors import staging_place
from apps.warehouses.services import require_access


class NothingToPack(BusinessError):
    """Nothing of the shipment lies where goods are packed."""


class NothingToBring(BusinessError):
    """The warehouse ships from its shelves, or the goods were brought already."""


@transaction.atomic
def bring_picked(*, actor: User | None, pk: UUID, shipment: UUID) -> StockDocument:
    """Bring what was picked of a shipment to where it is packed or leaves from, and return the posted transfer.

    What is promised to its order goes along; the shipment takes its goods there from now on. What is short stays
    promised on its shelf.

    Raises:
        NothingToBring: the warehouse delivers in one step, or it was brought already.
        NotPicked: something of it is still to be picked, or nothing was.
        NotInWave: it is none of the wave's.
        NoLocation: the warehouse has no such place.
        NotAllowed: the actor has no access to the warehouse.
        And what ``stock.post_transfer`` raises.
    """
    wave = lock_wave(actor, pk)
    states = {state.shipment.pk: state for state in shipments_of(lines_by_id(wave).values())}
    if shipment not in states:
        raise NotInWave(_("To bring it, open the wave again; this shipment is not in it."))
    state = states[shipment]
    _require_picked(wave, state)
    target = staging_place(wave.warehouse_id, PASSED[wave.warehouse.delivery_steps][0])
    taken = {line.shipment_line_id: line.picked for line in state.lines if line.picked}
    moved = move_on_the_way(actor, state.shipment, target, taken)
    PickLine.objects.filter(pk__in=[line.pk for line in state.lines]).update(brought=moved)
    events.publish("picking.shipment_brought", wave, shipment=str(shipment), to=target.code)
    return moved


def _require_picked(wave: Wave, state: ShipmentState) -> None:
    if wave.status != WaveStatus.PICKING or not state.is_ready:
        raise NotPicked(
            _("To bring %(shipment)s, pick it to the end first, or say what is short.")
            % {"shipment": state.shipment}
        )
    if state.next_step(wave.warehouse.delivery_steps) != "bring":
        raise NothingToBring(
            _("Ship %(shipment)s; it was brought already, or leaves from its shelves.")
            % {"shipment": state.shipment}
        )


def move_on_the_way(
    actor: User | None, shipment: StockDocument, target: Location, taken: Mapping[UUID, Decimal]
) -> StockDocument:
    """Move goods of a draft shipment to a place they pass on their way out, with their promise.

    Locks in the order of the house: period, shipment, pools and levels.

    Args:
        taken: stock unit, by line of the shipment; what a line has beyond it stays where it is.
    """
    today = company_in_force().today()
    stock.period_date(shipment.pk, today)
    rows = shipment.lines.select_related(
        "product__unit", "product__category", "unit", "lot", "from_location"
    )
    lines = list(rows.order_by("position", "pk"))
    transfer = _transfer(shipment, [line for line in lines if line.pk in taken], taken, target)
    told: list[StockDocumentLine] = []
    for line in lines:
        told += _parts(line, target, taken.get(line.pk, ZERO))
    stock.save_document(actor=actor, document=shipment, lines=told)
    document, moves = transfer
    document.date = today
    stock.save_document(actor=actor, document=document, lines=moves)
    return stock.post_transfer(actor=actor, pk=document.pk)


def _transfer(
    shipment: StockDocument,
    lines: Sequence[StockDocumentLine],
    taken: Mapping[UUID, Decimal],
    target: Location,
) -> tuple[StockDocument, list[StockDocumentLine]]:
    document = StockDocument(
        kind=DocumentKind.TRANSFER,
        warehouse_id=shipment.warehouse_id,
        to_warehouse_id=shipment.warehouse_id,
        reference=str(shipment)[:60],
    )
    moves = [
        StockDocumentLine(
            product=line.product,
            lot=line.lot,
            quantity=min(taken[line.pk], line.stock_quantity),
            unit=line.product.unit,
            from_location=line.from_location,
            to_location=target,
            origin_line_id=line.origin_line_id,
        )
        for line in lines
        if line.from_location_id != target.pk
    ]
    return document, moves


def _parts(
    line: StockDocumentLine, target: Location, taken: Decimal
) -> Sequence[StockDocumentLine]:
    """Return the line as it stands, there, or in two: what was taken there, the rest where it was."""
    if taken <= ZERO or line.from_location_id == target.pk:
        return [line]
    rest = line.stock_quantity - taken
    if rest <= ZERO:
        line.from_location = target
        return [line]
    here, there = (line.from_location_id, line.lot_id), (target.pk, line.lot_id)
    return split(line, [(there, taken), (here, rest)])


@transaction.atomic
def pack_shipment(*, actor: User | None, pk: UUID) -> StockDocument:
    """Take what is packed of a shipment to where it leaves from, and return the posted transfer.

    Raises:
        NothingToPack: nothing of it lies where goods are packed.
        NoLocation: the warehouse has no place for output.
        NotAllowed: the actor has no access to the warehouse.
        And what ``stock.post_transfer`` raises.
    """
    document = StockDocument.objects.get(pk=pk, kind=DocumentKind.SHIPMENT)
    require_access(actor, document.warehouse_id)
    lines = document.lines.filter(from_location__role=LocationRole.PACKING)
    taken = dict(lines.values_list("pk", "stock_quantity"))
    if not taken or document.status != DocumentStatus.DRAFT:
        raise NothingToPack(
            _("Open the list again; nothing of %(shipment)s is to be packed.")
            % {"shipment": document}
        )
    target = staging_place(document.warehouse_id, LocationRole.OUTPUT)
    return move_on_the_way(actor, document, target, taken)


@transaction.atomic
def ship_from_dock(*, actor: User | None, pk: UUID) -> StockDocument:
    """Post a shipment with what lies where it leaves from; the rest waits in its backorder.

    Raises:
        NotAtDock: nothing of it lies there, or something is still to be packed.
        NotAllowed: the actor has no access to the warehouse.
        And what ``ship_picked`` and ``stock.post_shipment`` raise.
    """
    document = StockDocument.objects.get(pk=pk, kind=DocumentKind.SHIPMENT)
    require_access(actor, document.warehouse_id)
    waves = PickLine.objects.filter(shipment_id=pk, wave__status__in=LIVE, brought__isnull=False)
    if wave := waves.values_list("wave_id", flat=True).first():
        return ship_picked(actor=actor, pk=wave, shipment=pk)
    if not to_ship(actor).filter(pk=pk).exists():
        raise NotAtDock(
            _("To ship %(shipment)s, bring it to where it leaves from first.")
            % {"shipment": document}
        )
    lines = document.lines.filter(from_location__role=LocationRole.OUTPUT)
    return stock.post_shipment(
        actor=actor,
        pk=pk,
        on=company_in_force().today(),
        quantities=dict(lines.values_list("pk", "quantity")),
    )
