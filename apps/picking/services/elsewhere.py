"""Goods taken from another place or of another lot than told: shipment, promise and line follow."""

from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_quantity
from apps.core.money import ZERO
from apps.picking.models import PickLine, Wave
from apps.picking.planning import Spot
from apps.picking.selectors import other_places
from apps.picking.services.common import line_of, lines_by_id, lock_wave
from apps.picking.services.picks import require_open
from apps.picking.services.spots import split
from apps.products.units import in_unit
from apps.stock import services as stock
from apps.stock.models import Level, Reservation, StockDocumentLine


class NotFree(BusinessError):
    """Goods are not free where they would be taken."""


@transaction.atomic
def take_elsewhere(
    *, actor: User | None, pk: UUID, line: UUID, level: UUID, quantity: Decimal, reason: str
) -> PickLine:
    """Let a line, or a part of it, be picked elsewhere, of another lot if need be; return what is to be picked there.

    The goods there are promised to the order instead of those told, which are free again.

    Args:
        level: what lies there free; ``other_places`` offers them.
        quantity: stock unit; at most what is still to be picked.

    Raises:
        NotFree: so much is not free there, or may not leave.
        InvalidInput: no reason, or no quantity of the line.
        WaveEnded, ShipmentGone, NotInWave, NotAllowed: see ``scan``.
    """
    wave = lock_wave(actor, pk)
    current = line_of(lines_by_id(wave), line)
    require_open(wave, current)
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    if not (quantity.is_finite() and ZERO < quantity <= current.left):
        raise InvalidInput(
            _("Write how many, at most %(left)s.")
            % {"left": format_quantity(current.left, current.product.unit.code)},
            field="quantity",
        )
    in_unit(quantity, current.product.unit, current.product.unit)
    target = _free_there(wave, current, level, quantity)
    new_line = _tell_shipment(actor, current, target, quantity)
    _move_promise(current, target, quantity)
    return _tell_line(current, target, quantity, new_line, reason.strip()[:200])


def _free_there(wave: Wave, line: PickLine, level: UUID, quantity: Decimal) -> Level:
    found = {row.pk: row for row in other_places(line, wave.warehouse_id)}.get(level)
    free = getattr(found, "free", ZERO)
    if found is None or free < quantity:
        raise NotFree(
            _("Choose another place; %(free)s of %(product)s are free there now.")
            % {"free": format_quantity(free), "product": line.product},
            field="level",
        )
    lot = found.lot
    if lot and lot.expires_on and lot.expires_on < line.shipment.date:
        raise NotFree(
            _("Choose another lot; %(lot)s may not leave any more.") % {"lot": lot}, field="level"
        )
    return found


def _tell_shipment(
    actor: User | None, line: PickLine, target: Level, quantity: Decimal
) -> StockDocumentLine:
    """Let the draft shipment take ``quantity`` there; return the line of it that does."""
    rows = line.shipment.lines.select_related("product__unit", "product__category", "unit")
    told: list[StockDocumentLine] = []
    changed: StockDocumentLine | None = None
    for row in rows.order_by("position", "pk"):
        if row.pk != line.shipment_line_id:
            told.append(row)
            continue
        there: Spot = (target.location_id, target.lot_id)
        rest = row.stock_quantity - quantity
        here: Spot = (row.from_location_id, row.lot_id)
        spots = [(here, rest), (there, quantity)] if rest > ZERO else [(there, row.stock_quantity)]
        parts = split(row, spots)
        changed = parts[-1]
        told += parts
    assert changed is not None  # the line's key to it is kept by the database
    stock.save_document(actor=actor, document=line.shipment, lines=told)
    return changed


def _move_promise(line: PickLine, target: Level, quantity: Decimal) -> None:
    """Promise goods there instead of here; the spots are locked in the order of their keys.

    The promise here ends first: a channel whose quota is full has room for the one there only then.

    Raises:
        NotFree: somebody else was promised them meanwhile.
    """
    origin = line.shipment_line.origin_line_id
    if origin is None:
        return
    stock.lock_spots(
        line.product_id,
        locations=[line.location_id, target.location_id],
        lots=[lot for lot in (line.lot_id, target.lot_id) if lot],
    )
    held = Reservation.objects.select_for_update(of=("self",)).filter(
        origin_line_id=origin, product=line.product, location=line.location, lot=line.lot
    )
    row = held.first()
    if row is None:
        return
    taken = min(quantity, row.quantity)
    try:
        with transaction.atomic():
            _less(row, taken)
            _more(row, target, taken)
    except IntegrityError as error:
        raise NotFree(
            _("Choose another place; these goods were promised to somebody else just now."),
            field="level",
        ) from error


def _less(row: Reservation, quantity: Decimal) -> None:
    rows = Reservation.objects.filter(pk=row.pk)
    if row.quantity > quantity:
        rows.update(quantity=F("quantity") - quantity)
    else:
        rows.delete()


def _more(row: Reservation, target: Level, quantity: Decimal) -> None:
    there = Reservation.objects.filter(
        origin_line_id=row.origin_line_id,
        product_id=row.product_id,
        location_id=target.location_id,
        lot=target.lot,
    )
    if not there.update(quantity=F("quantity") + quantity):
        Reservation.objects.create(
            company_id=row.company_id,
            product_id=row.product_id,
            location_id=target.location_id,
            lot_id=target.lot_id,
            quantity=quantity,
            origin_type=row.origin_type,
            origin_id=row.origin_id,
            origin_line_id=row.origin_line_id,
            channel_id=row.channel_id,
            actor_id=row.actor_id,
        )


def _tell_line(
    line: PickLine, target: Level, quantity: Decimal, of_shipment: StockDocumentLine, reason: str
) -> PickLine:
    place = {"location": target.location, "lot": target.lot, "reason": reason, "is_short": False}
    if quantity == line.quantity:
        for name, value in place.items():
            setattr(line, name, value)
        line.save(update_fields=list(place))
        return line
    line.quantity -= quantity
    line.save(update_fields=["quantity"])
    return PickLine.objects.create(
        company_id=line.company_id,
        wave_id=line.wave_id,
        shipment_id=line.shipment_id,
        shipment_line=of_shipment,
        product_id=line.product_id,
        quantity=quantity,
        **place,
    )
