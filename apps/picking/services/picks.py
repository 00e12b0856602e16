"""What a picker does: scans, counts, finds too little, takes goods from elsewhere."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_date, format_quantity
from apps.core.money import ZERO
from apps.picking import reading
from apps.picking.choices import LIVE, WaveStatus
from apps.picking.models import Pick, PickLine, Wave
from apps.picking.services.common import line_of, lines_by_id, lock_wave, move_on
from apps.picking.services.unreadable import explain
from apps.products.choices import Tracking
from apps.products.units import in_unit
from apps.stock.choices import DocumentStatus

ONE: Final = Decimal(1)


class WaveEnded(BusinessError):
    """The wave is done or was cancelled."""


class ShipmentGone(BusinessError):
    """The shipment of a line is shipped or was cancelled."""


class WrongScan(BusinessError):
    """What was scanned is not what is to be picked."""


class MoreThanAsked(BusinessError):
    """More would be picked than was asked."""


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan did: to which line, in words, whether that wants nothing more, whether something was counted."""

    line: UUID
    message: str
    is_settled: bool
    counted: bool = True


@transaction.atomic
def scan(*, actor: User | None, pk: UUID, line: UUID, code: str) -> Scanned:
    """Read what a picker scanned or typed in front of a line.

    The place's code says that it is the right place; the product's code, or its lot's where it is told apart by lot,
    counts one; a figure says how many it is in all, once the goods have been scanned.

    Raises:
        WrongScan: the code is of something else, or unknown.
        MoreThanAsked: more would be picked than asked.
        WaveEnded, ShipmentGone: nothing of it is to be picked any more.
        NotInWave: the line is of another wave.
        NotAllowed: the actor has no access to the warehouse.
    """
    wave = lock_wave(actor, pk)
    lines = lines_by_id(wave)
    current = line_of(lines, line)
    require_open(wave, current)
    code = reading.clean(code)
    what = reading.meaning(code, told_of(current))
    match what:
        case reading.Place():
            place = current.location.code
            words = _("Right, this is %(place)s.") % {"place": place}
            return Scanned(line, words, is_settled=False, counted=False)
        case reading.Piece():
            return _pick(actor, wave, current, min(ONE, current.left) or ONE)
        case reading.Total(quantity):
            return _count(actor, wave, current, quantity)
        case _:
            raise WrongScan(explain(code, what, current, list(lines.values())))


def told_of(line: PickLine) -> reading.Told:
    """Return what the labels of a line's goods say."""
    return reading.Told(
        place=line.location.code,
        sku=line.product.sku,
        gtin=line.product.gtin,
        lot=line.lot.number if line.lot else "",
        is_traced=line.product.tracking != Tracking.NONE,
    )


def require_open(wave: Wave, line: PickLine) -> None:
    """Refuse when nothing can be picked for a line any more.

    Raises:
        WaveEnded: the wave is done or cancelled.
        ShipmentGone: its shipment is no draft, or its goods were brought to where they leave from.
    """
    if wave.status not in LIVE:
        raise WaveEnded(
            _("To pick, open another wave; %(wave)s is %(status)s.")
            % {"wave": wave, "status": wave.get_status_display().lower()}
        )
    if line.brought_id is not None:
        raise ShipmentGone(
            _("Leave %(product)s where it is; %(shipment)s was brought to where it leaves from.")
            % {"product": line.product, "shipment": line.shipment}
        )
    if line.shipment.status != DocumentStatus.DRAFT:
        raise ShipmentGone(
            _("Leave %(product)s where it is; %(shipment)s is %(status)s.")
            % {
                "product": line.product,
                "shipment": line.shipment,
                "status": line.shipment.get_status_display().lower(),
            }
        )


def _count(actor: User | None, wave: Wave, line: PickLine, total: Decimal) -> Scanned:
    if line.product.tracking == Tracking.SERIAL:
        raise WrongScan(_("Scan each serial number; pieces are not counted by a figure."))
    if not line.picked and total:
        raise WrongScan(
            _("Scan %(product)s once before you type how many.") % {"product": line.product}
        )
    return _pick(actor, wave, line, total - line.picked)


def _pick(actor: User | None, wave: Wave, line: PickLine, quantity: Decimal) -> Scanned:
    total = line.picked + quantity
    _require_may_leave(line)
    if total > line.quantity:
        raise MoreThanAsked(
            _("Leave the rest: %(asked)s of %(product)s are asked, %(picked)s are picked.")
            % {
                "asked": format_quantity(line.quantity, line.product.unit.code),
                "product": line.product,
                "picked": format_quantity(line.picked),
            }
        )
    in_unit(total, line.product.unit, line.product.unit)  # as fine as the unit is, no finer
    if quantity:
        if wave.status == WaveStatus.OPEN:
            move_on(actor, wave, "start")
        Pick.objects.create(company_id=wave.company_id, line=line, quantity=quantity, actor=actor)
        line.picked = total
    if line.is_short:
        PickLine.objects.filter(pk=line.pk).update(is_short=False, reason="")
        line.is_short = False
    words = _("%(product)s: %(picked)s of %(asked)s.") % {
        "product": line.product,
        "picked": format_quantity(total),
        "asked": format_quantity(line.quantity, line.product.unit.code),
    }
    return Scanned(line.pk, words, line.is_settled)


def _require_may_leave(line: PickLine) -> None:
    lot: Any = line.lot
    if lot is None:
        return
    if lot.is_blocked:
        raise WrongScan(_("Leave lot %(lot)s where it is; it is blocked.") % {"lot": lot})
    if lot.expires_on and lot.expires_on < company_in_force().today():
        raise WrongScan(
            _("Leave lot %(lot)s where it is; it was to be used by %(day)s.")
            % {"lot": lot, "day": format_date(lot.expires_on)}
        )


@transaction.atomic
def leave_short(*, actor: User | None, pk: UUID, line: UUID, reason: str) -> Scanned:
    """Say that no more of a line is there; what is missing goes to a backorder when the rest is shipped.

    Raises:
        InvalidInput: no reason is given.
        WaveEnded, ShipmentGone, NotInWave, NotAllowed: see ``scan``.
    """
    wave = lock_wave(actor, pk)
    current = line_of(lines_by_id(wave), line)
    require_open(wave, current)
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    if wave.status == WaveStatus.OPEN:
        move_on(actor, wave, "start")
    current.is_short, current.reason = current.picked < current.quantity, reason.strip()[:200]
    current.save(update_fields=["is_short", "reason"])
    missing = format_quantity(current.quantity - current.picked or ZERO, current.product.unit.code)
    words = _("%(missing)s of %(product)s are left for later.") % {
        "missing": missing,
        "product": current.product,
    }
    return Scanned(line, words, is_settled=True)
