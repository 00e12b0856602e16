"""Posting: goods move, their value follows and the books are told, in one transaction.

Locks in the order of the house: period, document, pools and levels by key, the number before the entry.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.drafts import by_position
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.money import ZERO
from apps.products.units import in_unit
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.stock.on_the_way import goes_in_two_steps
from apps.stock.services.common import (
    CARRIED,
    consume_reservations,
    finish,
    lock_document,
    number,
    period_date,
    take_promises_along,
)
from apps.stock.services.entries import book
from apps.stock.services.lot_rules import goods_name, require_lots
from apps.stock.services.pools import Stock, lock_stock
from apps.stock.services.routing import hold_for_inspection
from apps.stock.services.valuation import value_lines, write_moves
from apps.warehouses.choices import COUNTED


class NoLines(BusinessError):
    """The document has no line."""


class SentInTwoSteps(BusinessError):
    """The transfer goes in two steps, or was sent in the first of them."""


class OnHold(BusinessError):
    """Goods on hold would be shipped."""


class NegativeStock(BusinessError):
    """More would leave a place than is free there."""


def post_receipt(
    *,
    actor: User | None,
    pk: UUID,
    on: date | None = None,
    quantities: Mapping[UUID, Decimal] | None = None,
) -> StockDocument:
    """Take the goods of a draft receipt into stock; see ``_post``."""
    return _post(actor, pk, DocumentKind.RECEIPT, on, quantities)


def post_shipment(
    *,
    actor: User | None,
    pk: UUID,
    on: date | None = None,
    quantities: Mapping[UUID, Decimal] | None = None,
) -> StockDocument:
    """Let the goods of a draft shipment leave, out of what is reserved for its order; see ``_post``."""
    return _post(actor, pk, DocumentKind.SHIPMENT, on, quantities)


def post_transfer(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Move the goods of a draft transfer; their value stays; see ``_post``."""
    return _post(actor, pk, DocumentKind.TRANSFER, on, None)


def post_adjustment(*, actor: User | None, pk: UUID, on: date | None = None) -> StockDocument:
    """Make stock what a draft adjustment says; see ``_post``."""
    return _post(actor, pk, DocumentKind.ADJUSTMENT, on, None)


@transaction.atomic
def _post(
    actor: User | None,
    pk: UUID,
    kind: str,
    on: date | None,
    quantities: Mapping[UUID, Decimal] | None,
) -> StockDocument:
    """Move the goods of a draft, value the moves and post their journal entry.

    Args:
        on: business date; None keeps the draft's.
        quantities: what moves of each line (id), in its unit; the rest goes to a new draft, the backorder.

    Raises:
        WrongStatus: it is not a draft.
        NoLines: it has no line.
        SentInTwoSteps: a transfer between warehouses that want two steps.
        LotMissing: goods that are traced name no lot.
        LotMayNotLeave: a lot that would be shipped is blocked or expired.
        OnHold: goods that would be shipped lie in a place on hold.
        NoInspectionPlace: goods are to be inspected, and the warehouse has no place for that.
        SerialTwice: a serial number would stand for two pieces.
        NegativeStock: more would leave a place than is free there.
        PeriodClosed: the period of the date is closed.
        NotAllowed: the actor has no access to the warehouse.
    """
    day = period_date(pk, on)
    document = lock_document(actor, pk, kind)
    DOCUMENT_LIFECYCLE.advance(document, "post")
    if goes_in_two_steps(document):
        raise SentInTwoSteps(
            _("To move the goods of %(document)s, send them; the other warehouse receives them.")
            % {"document": document}
        )
    document.date = day
    lines = lines_of(document)
    if quantities is not None:
        lines = _split(actor, document, lines, quantities)
    if held := hold_for_inspection(document, lines):
        StockDocumentLine.objects.bulk_update(held, ["to_location"])
    return move_goods(actor, document, lines)


def move_goods(
    actor: User | None, document: StockDocument, lines: Sequence[StockDocumentLine]
) -> StockDocument:
    """Move the goods of a locked document that is being posted, value the moves and post its entry; see ``_post``."""
    if not lines:
        raise NoLines(_("To post %(document)s, add a line to it.") % {"document": document})
    require_lots(document, lines)
    if document.kind == DocumentKind.SHIPMENT:
        _require_free(document, lines)
    stock = lock_stock(document, lines)
    if document.kind == DocumentKind.SHIPMENT and document.origin_id:
        consume_reservations(document, stock)
    if document.kind == DocumentKind.TRANSFER:
        take_promises_along(lines, stock)
    require_stock(document, lines, stock)
    valued = value_lines(document, lines, stock)
    write_moves(actor, document, valued)
    number(document)
    book(actor, document, valued, stock)
    finish(actor, document)
    return document


def _require_free(document: StockDocument, lines: Sequence[StockDocumentLine]) -> None:
    for line in lines:
        if line.from_location.is_held:
            raise OnHold(
                _("To post %(document)s, release %(product)s first; it is on hold in %(place)s.")
                % {
                    "document": document,
                    "product": goods_name(line),
                    "place": line.from_location,
                }
            )


def lines_of(document: StockDocument) -> list[StockDocumentLine]:
    """Return the lines of a document with what posting them takes."""
    rows = document.lines.select_related(
        "product__category", "product__unit", "unit", "lot", "from_location", "to_location"
    )
    if document.kind == DocumentKind.ADJUSTMENT:
        rows = rows.select_related("why")
    return by_position(rows)


def require_stock(
    document: StockDocument, lines: Sequence[StockDocumentLine], stock: Stock
) -> None:
    """Refuse before the database does, with a sentence.

    Raises:
        NegativeStock: a line takes more than is free where it takes it.
    """
    for line in lines:
        place = (line.product_id, line.from_location_id, line.lot_id)
        if line.from_location.kind not in COUNTED:
            continue
        free = stock.free.get(place, ZERO)
        if line.stock_quantity > free:
            raise NegativeStock(
                _(
                    "To post %(document)s, bring more of %(product)s to %(place)s first;"
                    " %(wanted)s are wanted and %(free)s are free there."
                )
                % {
                    "document": document,
                    "wanted": f"{line.stock_quantity.normalize():f}",
                    "product": goods_name(line),
                    "place": line.from_location,
                    "free": f"{free.normalize():f}",
                }
            )
        stock.free[place] = free - line.stock_quantity


def _split(
    actor: User | None,
    document: StockDocument,
    lines: Sequence[StockDocumentLine],
    quantities: Mapping[UUID, Decimal],
) -> list[StockDocumentLine]:
    """Keep what moves now and leave the rest to a new draft, the backorder; return the lines that move.

    Raises:
        InvalidInput: a quantity is negative or more than the line has.
        NoLines: nothing would move.
    """
    kept, moved, rest = [], [], []
    for line in lines:
        now = quantities.get(line.pk, ZERO)
        if not ZERO <= now <= line.quantity:
            raise InvalidInput(
                _("To post %(document)s, write between 0 and %(quantity)s for %(product)s.")
                % {
                    "document": document,
                    "quantity": f"{line.quantity.normalize():f}",
                    "product": line.product,
                }
            )
        if now == ZERO:
            moved.append(line)
            continue
        if now < line.quantity:
            rest.append(_with_quantity(_copy(line), line.quantity - now))
            _with_quantity(line, now)
        kept.append(line)
    if not kept:
        raise NoLines(_("To post %(document)s, let something of it move.") % {"document": document})
    if moved or rest:
        _store_split(actor, document, kept, moved, rest)
    return kept


def _with_quantity(line: StockDocumentLine, quantity: Decimal) -> StockDocumentLine:
    line.quantity = quantity
    line.stock_quantity = in_unit(quantity, line.unit, line.product.unit)
    return line


def _copy(line: StockDocumentLine) -> StockDocumentLine:
    fields = [field.attname for field in line._meta.concrete_fields if field.name != "id"]
    copy = StockDocumentLine(**{name: getattr(line, name) for name in fields})
    copy.product, copy.unit, copy.lot = line.product, line.unit, line.lot
    return copy


def _store_split(
    actor: User | None,
    document: StockDocument,
    kept: Sequence[StockDocumentLine],
    moved: Sequence[StockDocumentLine],
    rest: Sequence[StockDocumentLine],
) -> None:
    same = (*CARRIED, "date")
    backorder = StockDocument(
        **{name: getattr(document, name) for name in same}, backorder_of_id=document.pk
    )
    backorder.created_by_id = actor.pk if actor else None
    backorder._history_user = actor  # type: ignore[attr-defined]
    backorder.save()
    StockDocumentLine.objects.bulk_update(kept, ["quantity", "stock_quantity"])
    StockDocumentLine.objects.filter(pk__in=[line.pk for line in moved]).update(document=backorder)
    for line in rest:
        line.document = backorder
    StockDocumentLine.objects.bulk_create(rest)
