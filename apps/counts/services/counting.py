"""Counting: a figure for a line of the sheet, or for goods found that are not on it.

What is expected is not read here: the database takes it from the stock level while it stores the figure.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, WrongStatus
from apps.core.money import ZERO
from apps.counts import selectors
from apps.counts.choices import SheetStatus
from apps.counts.models import LIMIT, CountLine, CountSheet, Tally
from apps.products.choices import ProductKind, Tracking
from apps.products.models import Product
from apps.products.units import in_unit
from apps.stock import services as stock
from apps.stock.models import Level, Lot
from apps.warehouses.models import Location
from apps.warehouses.services import require_access


class NotBeingCounted(WrongStatus):
    """The sheet is counted, posted or cancelled."""


class NotOnSheet(InvalidInput):
    """The place, or what was found, is not of this sheet."""


class OnOtherSheet(BusinessError):
    """Another open sheet counts these goods."""


class SerialElsewhere(BusinessError):
    """A serial number was found in one place and is in stock in another."""


class WrongCount(InvalidInput):
    """The figure is negative, too large, or more than one piece of a serial number."""


@transaction.atomic
def count_line(*, actor: User | None, pk: UUID, line: UUID, counted: Decimal) -> CountLine:
    """Write down what was counted of a line; the same line again is a recount, with a moment of its own.

    Args:
        pk: the sheet.
        counted: in the product's stock unit.

    Raises:
        NotBeingCounted: the sheet takes no figures any more.
        NotOnSheet: the line is another sheet's.
        WrongCount, InexactQuantity: the figure does not fit the product.
        SerialElsewhere: the serial number is in stock in another place.
        NotAllowed: the actor has no access to the warehouse.
    """
    sheet = being_counted(actor, pk)
    row = selectors.lines_of(sheet).filter(pk=line).first()
    if row is None:
        raise NotOnSheet(_("Choose a line of this sheet."), field="line")
    return _tally(actor, row, counted)


@transaction.atomic
def count_found(
    *,
    actor: User | None,
    pk: UUID,
    product: Product,
    location: Location,
    counted: Decimal,
    lot_text: str = "",
    make_lot: bool = False,
    expires_on: date | None = None,
) -> CountLine:
    """Write down goods that are not on the sheet: its line is added, and counted.

    Args:
        make_lot: a lot nobody knows is made; without it, it is refused.

    Raises:
        NotOnSheet: the place lies outside what the sheet counts, or the product is a service.
        UnknownLot, WrongLot, LotMissing: the lot does not fit the product.
        OnOtherSheet: another open sheet counts them.
        and those of ``count_line``.
    """
    sheet = being_counted(actor, pk)
    if product.kind != ProductKind.GOODS:
        raise NotOnSheet(
            _("Choose goods; %(product)s is a service and is not kept in stock.")
            % {"product": product},
            field="product",
        )
    if location.pk not in selectors.places_within(sheet.warehouse_id, sheet.location_id):
        raise NotOnSheet(
            _("Choose a place of this sheet; %(place)s is not on it.") % {"place": location},
            field="location",
        )
    counted = checked(product, counted)
    lot = lot_of(actor, product, lot_text, make_lot=make_lot, expires_on=expires_on)
    return _tally(actor, _line_for(sheet, product, location, lot), counted)


def being_counted(actor: User | None, pk: UUID) -> CountSheet:
    """Return a sheet that takes figures.

    Raises:
        NotBeingCounted: it does not, or not any more.
        NotAllowed: the actor has no access to its warehouse.
    """
    sheet = CountSheet.objects.select_related("warehouse").get(company_id=company_id(), pk=pk)
    require_access(actor, sheet.warehouse_id)
    if sheet.status != SheetStatus.OPEN:
        raise NotBeingCounted(
            _("To count on %(sheet)s, have it counted again first; it is %(status)s.")
            % {"sheet": sheet, "status": sheet.get_status_display().lower()}
        )
    return sheet


def checked(product: Product, counted: Decimal) -> Decimal:
    """Return a figure that fits the product's stock unit.

    Raises:
        WrongCount, InexactQuantity: it does not.
    """
    if not (counted.is_finite() and ZERO <= counted < LIMIT):
        raise WrongCount(_("Write what you counted, 0 or more."), field="counted")
    if product.tracking == Tracking.SERIAL and counted not in (0, 1):
        raise WrongCount(
            _("Write 0 or 1 for a serial number of %(product)s; it stands for one piece.")
            % {"product": product},
            field="counted",
        )
    return in_unit(counted, product.unit, product.unit)


def lot_of(
    actor: User | None,
    product: Product,
    text: str,
    *,
    make_lot: bool,
    expires_on: date | None = None,
) -> Lot | None:
    """Return the lot of a product that is called ``text``; None for goods that are not traced.

    Raises:
        LotMissing: traced goods name none.
        WrongLot: goods that are not traced name one.
        UnknownLot: there is none of that number, and none is to be made.
    """
    text = text.strip()
    if product.tracking == Tracking.NONE:
        if text:
            raise stock.WrongLot(
                _("Leave the lot of %(product)s empty; it is not traced.") % {"product": product},
                field="lot_text",
            )
        return None
    if not text:
        raise stock.LotMissing(
            _("Write the lot or serial number of %(product)s.") % {"product": product},
            field="lot_text",
        )
    lot = Lot.objects.filter(product=product, number=text).first()
    if lot is None and not make_lot:
        raise stock.UnknownLot(
            _("Write a lot of %(product)s that is known, or say that it is new; %(number)s is unknown.")
            % {"product": product, "number": text},
            field="lot_text",
        )  # fmt: skip
    return lot or stock.create_lot(actor=actor, product=product, number=text, expires_on=expires_on)


def _line_for(
    sheet: CountSheet, product: Product, location: Location, lot: Lot | None
) -> CountLine:
    """Return the sheet's line of these goods, added where there was none."""
    goods: dict[str, Any] = {"product": product, "location": location, "lot": lot}
    lines = CountLine.objects.filter(sheet=sheet, **goods)
    if not lines.exists():
        last = CountLine.objects.filter(sheet=sheet).order_by("-position").first()
        line = CountLine(company_id=sheet.company_id, sheet=sheet, is_found=True, **goods)
        line.position = last.position + 1 if last else 0
        CountLine.objects.bulk_create([line], ignore_conflicts=True)
    found = selectors.lines_of(sheet).filter(**goods).first()
    if found is None:
        other = CountLine.objects.filter(is_open=True, **goods).select_related("sheet").first()
        raise OnOtherSheet(
            _("To count %(product)s in %(place)s, use sheet %(sheet)s; it is being counted there.")
            % {"product": product, "place": location, "sheet": other.sheet if other else ""}
        )
    return found


def _tally(actor: User | None, line: CountLine, counted: Decimal) -> CountLine:
    counted = checked(line.product, counted)
    if line.product.tracking == Tracking.SERIAL and counted:
        _require_here(line)
    Tally.objects.create(
        company_id=line.company_id, line_id=line.pk, counted=counted, counter=actor
    )
    line.refresh_from_db(fields=["counted", "expected", "counted_at", "counted_by", "tally_count"])
    return line


def _require_here(line: CountLine) -> None:
    elsewhere = Level.objects.filter(lot=line.lot, on_hand__gt=0).exclude(
        location_id=line.location_id
    )
    place = elsewhere.select_related("location").first()
    if place is not None:
        raise SerialElsewhere(
            _("To count %(lot)s here, move it here first; it is in stock in %(place)s.")
            % {"lot": line.lot, "place": place.location}
        )
