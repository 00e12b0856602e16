"""Counts from a file: rows that do not fit are named with the reason, the others applied if the user says so."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.file_import import Imported, RowRefused
from apps.core.filetables import FileRow
from apps.counts import selectors
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.services.counting import being_counted, checked
from apps.products.choices import Tracking
from apps.products.models import Product
from apps.stock.models import Level

COLUMNS: Final = ("code", "location", "lot", "quantity")
FIGURE: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")


class WrongRow(InvalidInput):
    """A row of the file does not fit the sheet."""


@dataclass(slots=True)
class _Sheet:
    """A sheet's lines by what rows of a file name, and its products by SKU and GTIN."""

    lines: dict[tuple[UUID, str, str], CountLine] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)
    places: dict[UUID, list[str]] = field(default_factory=dict)
    serials: dict[UUID, str] = field(default_factory=dict)


@transaction.atomic
def import_counts(
    *, actor: User | None, pk: UUID, rows: Sequence[FileRow], apply_good: bool = False
) -> Imported:
    """Write down the counts of a file; nothing of it when a row does not fit, unless ``apply_good``.

    A row names goods by SKU or GTIN (``code``), their place and lot where the sheet has several, and the quantity.

    Raises:
        NotBeingCounted: the sheet takes no figures any more.
        NotAllowed: the actor has no access to the warehouse.
    """
    sheet = being_counted(actor, pk)
    known = _read(sheet)
    good: dict[UUID, tuple[CountLine, Decimal]] = {}
    refused = []
    for row in rows:
        try:
            line, counted = _understood(row.cells, known)
            if line.pk in good:
                raise WrongRow(_("it names goods an earlier row names already"))
            good[line.pk] = (line, counted)
        except BusinessError as error:
            refused.append(RowRefused(row.number, row.cells["code"], error.message))
    applied = bool(good) and (apply_good or not refused)
    if applied:
        _store(actor, list(good.values()))
    return Imported(len(good), applied, tuple(refused))


def _read(sheet: CountSheet) -> _Sheet:
    known = _Sheet()
    lots: list[UUID] = []
    for line in selectors.lines_of(sheet):
        product = line.product
        number = line.lot.number if line.lot else ""
        known.lines[product.pk, line.location.code.lower(), number.lower()] = line
        known.products[product.sku.lower()] = product
        if product.gtin:
            known.products[product.gtin] = product
        known.places.setdefault(product.pk, []).append(line.location.code.lower())
        if product.tracking == Tracking.SERIAL and line.lot_id:
            lots.append(line.lot_id)
    levels = Level.objects.filter(lot_id__in=lots, on_hand__gt=0).select_related("location")
    known.serials = {level.lot_id: level.location.code for level in levels if level.lot_id}
    return known


def _understood(cells: dict[str, str], known: _Sheet) -> tuple[CountLine, Decimal]:
    """Return the line a row names, and its figure.

    Raises:
        WrongRow, WrongCount, InexactQuantity: it does not fit.
    """
    product = known.products.get(cells["code"].strip().lower())
    if product is None:
        raise WrongRow(_("no goods of this sheet have the code %(code)s") % {"code": cells["code"]})
    line = _line(product, cells, known)
    counted = checked(product, _number(cells["quantity"]))
    place = known.serials.get(line.lot_id) if line.lot_id else None
    if counted and place is not None and place != line.location.code:
        raise WrongRow(
            _("serial number %(lot)s is in stock in %(place)s") % {"lot": line.lot, "place": place}
        )
    return line, counted


def _line(product: Product, cells: dict[str, str], known: _Sheet) -> CountLine:
    place, lot = cells["location"].strip().lower(), cells["lot"].strip().lower()
    places = set(known.places[product.pk])
    if place and place not in places:
        raise WrongRow(
            _("place %(place)s is not on this sheet with these goods")
            % {"place": cells["location"]}
        )
    if product.tracking == Tracking.NONE and lot:
        raise WrongRow(_("these goods have no lots; leave it empty"))
    found = [
        line
        for (key, at, number), line in known.lines.items()
        if key == product.pk and place in ("", at) and lot in ("", number)
    ]
    if not found:
        raise WrongRow(_("lot %(lot)s is not on this sheet") % {"lot": cells["lot"]})
    if len(found) > 1:
        raise WrongRow(_("the sheet has these goods several times; say which place and lot"))
    return found[0]


def _number(text: str) -> Decimal:
    if not FIGURE.fullmatch(text):
        raise WrongRow(_("%(text)s is no quantity; write it as 1234.5") % {"text": text or "–"})
    return Decimal(text)


def _store(actor: User | None, good: list[tuple[CountLine, Decimal]]) -> None:
    """Store the figures in the order stock locks its levels in."""
    ordered: list[Any] = sorted(
        good, key=lambda pair: (pair[0].product_id, pair[0].location_id, str(pair[0].lot_id or ""))
    )
    Tally.objects.bulk_create(
        Tally(company_id=line.company_id, line=line, counted=counted, counter=actor)
        for line, counted in ordered
    )
