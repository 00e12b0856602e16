"""What a line of a draft stock document gets of itself: places, unit, cost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput
from apps.core.money import round_half_up
from apps.products.choices import ProductKind
from apps.products.models import Product, Unit
from apps.products.units import in_unit
from apps.stock import selectors
from apps.stock.choices import AdjustmentReason, DocumentKind
from apps.stock.models import LIMIT, StockDocument, StockDocumentLine
from apps.stock.reasons import kind_of
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.selectors import NoLocation, is_stocked, places_of


class NotGoods(InvalidInput):
    """A service is not kept in stock."""


class WrongPlace(InvalidInput):
    """A line goes from or to a place its document does not."""


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of a stock document to be made.

    Attributes:
        unit_cost: company currency per stock unit, for goods that come in.
        dimensions: value id by dimension id, of the order's line; the entry takes what its accounts do.
        their_number: what the party calls the product, of the order's line.
        lot_text: number of the lot, or serial numbers, as ``name_lots`` reads them.
        lot_expires_on: by when a lot that comes in for the first time is to be used.
    """

    product: Product
    quantity: Decimal
    unit: Unit
    unit_cost: Decimal | None = None
    origin_line_id: UUID | None = None
    from_location: Location | None = None
    to_location: Location | None = None
    memo: str = ""
    dimensions: Mapping[str, str] = field(default_factory=dict)
    their_number: str = ""
    lot_text: str = ""
    lot_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """The virtual places of the company and the default location of each warehouse."""

    virtual: dict[str, Location]
    default: dict[UUID, Location]

    @classmethod
    def read(cls, warehouses: set[UUID]) -> "Places":
        """Return the places of ``warehouses``, in one statement."""
        rows = places_of(warehouses)
        return cls(
            {row.kind: row for row in rows if row.warehouse_id is None},
            {row.warehouse_id: row for row in rows if row.warehouse_id is not None},
        )

    def fill(self, lines: Sequence[StockDocumentLine]) -> None:
        """Give the lines the locations they name; only those not read yet are read."""
        known = {row.pk: row for row in (*self.virtual.values(), *self.default.values())}
        for line in lines:
            if line.from_location_id in known:
                line.from_location = known[line.from_location_id]
            if line.to_location_id in known:
                line.to_location = known[line.to_location_id]
        prefetch_related_objects(lines, "from_location", "to_location")

    def outside(self, kind: str) -> Location:
        """Return the virtual place of ``kind``; raise NoLocation when no warehouse was ever made."""
        if kind not in self.virtual:
            raise NoLocation(_("To move goods, make a warehouse first; the company has none."))
        return self.virtual[kind]

    def inside(self, warehouse: UUID | None) -> Location:
        """Return where goods of ``warehouse`` usually lie; raise NoLocation when it has no such place."""
        if warehouse not in self.default:
            raise NoLocation(
                _("To move goods, say which location of the warehouse is its default one.")
            )
        return self.default[warehouse]


def line_of(draft: LineDraft, **changes: Any) -> StockDocumentLine:
    """Return the unsaved line of ``draft``, with ``changes``."""
    values = {
        "product": draft.product,
        "quantity": draft.quantity,
        "unit": draft.unit,
        "unit_cost": draft.unit_cost,
        "origin_line_id": draft.origin_line_id,
        "memo": draft.memo,
        "dimensions": dict(draft.dimensions),
        "their_number": draft.their_number,
        **changes,
    }
    line: Any = StockDocumentLine(**values)
    if draft.lot_text:
        line.lot_text, line.lot_expires_on = draft.lot_text, draft.lot_expires_on
    if draft.from_location and "from_location_id" not in changes:
        line.from_location = draft.from_location
    if draft.to_location:
        line.to_location = draft.to_location
    return line


def from_reserved(warehouse: Warehouse, drafts: Sequence[LineDraft]) -> list[StockDocumentLine]:
    """Return a line per place where goods of a draft are reserved and in no other draft; the rest in one."""
    ids = [draft.origin_line_id for draft in drafts if draft.origin_line_id]
    held = selectors.reserved_places(ids, warehouse.pk) if ids else {}
    lines = []
    for draft in drafts:
        origin = draft.origin_line_id
        left = in_unit(draft.quantity, draft.unit, draft.product.unit)
        parts = []
        for place, lot, quantity in held.get((origin, draft.product.pk), ()) if origin else ():
            taken = min(left, quantity)
            if taken > 0:
                parts.append(({"from_location_id": place, "lot_id": lot}, taken))
                left -= taken
        if len(parts) == 1 and not left:
            lines.append(line_of(draft, **parts[0][0]))
            continue
        stock_unit = {"unit": draft.product.unit}
        lines += [line_of(draft, quantity=q, **where, **stock_unit) for where, q in parts]
        if left:
            whole = {} if not parts else {"quantity": left, **stock_unit}
            lines.append(line_of(draft, **whole))
    return lines


def complete(document: StockDocument, line: StockDocumentLine, places: Places) -> None:
    """Fill in what a line leaves open and check that it fits its document."""
    if line.product.kind != ProductKind.GOODS:
        raise NotGoods(
            _("Choose goods; %(product)s is a service and is not kept in stock.")
            % {"product": line.product},
            field="product",
        )
    if not (line.quantity.is_finite() and line.quantity > 0):
        raise InvalidInput(_("Write a quantity above zero."), field="quantity")
    if line.unit_cost is not None and not (
        line.unit_cost.is_finite() and 0 <= line.unit_cost < LIMIT
    ):
        raise InvalidInput(_("Write a unit cost of zero or more."), field="unit_cost")
    line.stock_quantity = in_unit(line.quantity, line.unit, line.product.unit)
    _fill_places(document, line, places)
    if document.kind == DocumentKind.RECEIPT:
        if not is_stocked(line.to_location):  # goods on consignment cost nothing yet
            line.unit_cost = None
        elif line.unit_cost is None:
            line.unit_cost = _usual_cost(line.product)


def _fill_places(document: StockDocument, line: Any, places: Places) -> None:
    """Fill in the places a line leaves open, and refuse those its document does not go to.

    Raises:
        WrongPlace: outside the warehouse, or from and to the same place.
    """
    kind = document.kind
    if kind == DocumentKind.RECEIPT and not _is_theirs(line):
        line.from_location = places.outside(LocationKind.SUPPLIER)
    elif kind == DocumentKind.ADJUSTMENT and line.from_location_id is None and line.to_location_id:
        line.from_location = places.outside(_away(document, line))
    elif line.from_location_id is None:
        line.from_location = places.inside(document.warehouse_id)
    if kind == DocumentKind.SHIPMENT:
        line.to_location = places.outside(LocationKind.CUSTOMER)
    elif line.to_location_id is None:
        line.to_location = _usual_target(document, line, places)
    for name in ("from_location", "to_location"):
        _require_place(document, line, name)
    if line.from_location_id == line.to_location_id:
        raise WrongPlace(_("Choose another place for the goods to go to."), field="to_location")


def _is_theirs(line: Any) -> bool:
    """Say whether a line takes goods that lie on consignment."""
    place: Location | None = line.from_location if line.from_location_id else None
    return place is not None and place.kind == LocationKind.CONSIGNMENT


def _require_place(document: StockDocument, line: StockDocumentLine, name: str) -> None:
    place: Location = getattr(line, name)
    is_target = name == "to_location" and document.kind == DocumentKind.TRANSFER
    house = (is_target and document.to_warehouse) or document.warehouse
    if place.warehouse_id is not None and place.warehouse_id != house.pk:
        raise WrongPlace(
            _("Choose a place in %(warehouse)s; %(place)s lies elsewhere.")
            % {"warehouse": house, "place": place},
            field=name,
        )


def _away(document: StockDocument, line: StockDocumentLine) -> str:
    """Return where goods of a line of an adjustment go to or come from."""
    is_scrap = kind_of(document, line) == AdjustmentReason.SCRAP
    return LocationKind.SCRAP if is_scrap else LocationKind.ADJUSTMENT


def _usual_target(document: StockDocument, line: StockDocumentLine, places: Places) -> Location:
    if document.kind == DocumentKind.TRANSFER:
        return places.inside(document.to_warehouse_id)
    if document.kind == DocumentKind.RECEIPT:
        return places.inside(document.warehouse_id)
    return places.outside(_away(document, line))


def _usual_cost(product: Product) -> Decimal:
    """Return what a stock unit is expected to cost: the purchase price, else the standard cost."""
    unit = product.purchase_unit or product.unit
    if product.purchase_price:
        price = product.purchase_price * product.unit.numerator * unit.denominator
        return round_half_up(price / (product.unit.denominator * unit.numerator), 6)
    return product.standard_cost
