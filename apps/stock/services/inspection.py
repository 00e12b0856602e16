"""Goods on hold: those that come in to be inspected, and what becomes of what lies in a place on hold.

They are released into stock, sent back to whom they came from or scrapped, in whole or in part, with a reason.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.companies.selectors import company_in_force
from apps.core import events
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.formatting import format_quantity
from apps.core.money import ZERO
from apps.products.units import in_unit
from apps.stock.choices import DOCUMENT_LIFECYCLE, AdjustmentReason, DocumentKind, DocumentStatus
from apps.stock.models import Level, Reason, StockDocument, StockDocumentLine
from apps.stock.on_hold import left_to_return
from apps.stock.services.common import lock_document, period_date
from apps.stock.services.drafts import save_document
from apps.stock.services.lines import WrongPlace
from apps.stock.services.posting import lines_of, move_goods, post_adjustment, post_transfer
from apps.stock.services.reasons import chosen_reason
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.selectors import default_location, virtual_location
from apps.warehouses.services import require_access


class NotOnHold(BusinessError):
    """The goods do not lie in a place on hold any more."""


class NotOfReceipt(InvalidInput):
    """So much did not come in with the receipt it should go back of."""


@transaction.atomic
def release_level(
    *,
    actor: User | None,
    pk: UUID,
    reason: str,
    quantity: Decimal | None = None,
    location: Location | None = None,
) -> StockDocument:
    """Move goods on hold to where they are free, and return the posted transfer.

    Args:
        pk: of the level: what lies in one place on hold.
        quantity: stock unit; None is all of it.
        location: where to; None is where goods of the warehouse go by default.

    Raises:
        NotOnHold: nothing lies there any more, or the place is free.
        WrongPlace: the place is on hold too, out of use, or in another warehouse.
        InvalidInput: no reason, or a quantity that is none or more than lies there.
        NotAllowed: the actor has no access to the warehouse.
    """
    row, taken = _held(actor, pk, quantity, reason)
    target = location or default_location(_house(row))
    is_free = target.is_active and not target.is_held
    if not is_free or target.warehouse_id != row.location.warehouse_id:
        raise WrongPlace(
            _("Choose a place of the same warehouse that is in use and not on hold."),
            field="location",
        )
    document = _draft(actor, row, taken, target, kind=DocumentKind.TRANSFER, notes=reason.strip())
    posted = post_transfer(actor=actor, pk=document.pk)
    events.publish("stock.goods_released", posted, reason=reason.strip())
    return posted


@transaction.atomic
def scrap_level(
    *,
    actor: User | None,
    pk: UUID,
    reason: str,
    quantity: Decimal | None = None,
    why: Reason | None = None,
) -> StockDocument:
    """Scrap goods on hold, and return the posted adjustment; see ``release_level``.

    Args:
        reason: in words, the note of the adjustment.
        why: the reason to scrap, which carries the account; None is the usual one.
    """
    row, taken = _held(actor, pk, quantity, reason)
    document = _draft(
        actor,
        row,
        taken,
        virtual_location(LocationKind.SCRAP),
        kind=DocumentKind.ADJUSTMENT,
        reason=AdjustmentReason.SCRAP,
        why=chosen_reason(why, AdjustmentReason.SCRAP),
        notes=reason.strip(),
    )
    posted = post_adjustment(actor=actor, pk=document.pk)
    events.publish("stock.goods_scrapped", posted, reason=reason.strip())
    return posted


@transaction.atomic
def reject_level(
    *,
    actor: User | None,
    pk: UUID,
    receipt_line: UUID,
    reason: str,
    quantity: Decimal | None = None,
) -> StockDocument:
    """Send goods on hold back to the supplier, at what they came in with, and return the posted document.

    Args:
        receipt_line: the line of the receipt they came in with.
        quantity: stock unit; None is all that lies there, as far as it came with the receipt.

    Raises:
        NotOfReceipt: the line is of other goods, or less of it is still here.
        And what ``release_level`` raises.
    """
    today = company_in_force().today()
    row, _all = _held(actor, pk, quantity, reason)
    line = (
        StockDocumentLine.objects.filter(pk=receipt_line, document__status=DocumentStatus.POSTED)
        .select_related("document")
        .first()
    )
    if line is None or (line.product_id, line.lot_id) != (row.product_id, row.lot_id):
        raise NotOfReceipt(_("Choose a receipt of these goods."), field="receipt_line")
    day = period_date(line.document_id, max(today, line.document.date))
    receipt = lock_document(actor, line.document_id, DocumentKind.RECEIPT)
    left = left_to_return([line.pk]).get(line.pk, ZERO)
    taken = _amount(row, min(row.on_hand, left) if quantity is None else quantity)
    if taken > left:
        raise NotOfReceipt(
            _("Send back at most %(left)s; no more of it came in with %(receipt)s.")
            % {"left": format_quantity(left, row.product.unit.code), "receipt": receipt},
            field="quantity",
        )
    document = _return(actor, receipt, row, line, taken, reason.strip())
    document.date = day
    DOCUMENT_LIFECYCLE.advance(document, "post")
    posted = move_goods(actor, document, lines_of(document))
    events.publish("stock.receipt_rejected", receipt, by=posted.number, reason=reason.strip())
    return posted


def _held(
    actor: User | None, pk: UUID, quantity: Decimal | None, reason: str
) -> tuple[Level, Decimal]:
    """Return what lies in a place on hold, and how much of it is decided on."""
    rows = Level.objects.select_related("product__unit", "location__warehouse", "lot")
    row = rows.filter(pk=pk, location__is_held=True, on_hand__gt=0).first()
    if row is None:
        raise NotOnHold(_("Open the list again; these goods are not on hold any more."))
    require_access(actor, row.location.warehouse_id)
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    return row, _amount(row, row.on_hand if quantity is None else quantity)


def _amount(row: Level, quantity: Decimal) -> Decimal:
    if not (quantity.is_finite() and quantity > ZERO):
        raise InvalidInput(_("Write a quantity above zero."), field="quantity")
    if quantity > row.on_hand:
        raise InvalidInput(
            _("Write at most %(quantity)s; no more lies there.")
            % {"quantity": format_quantity(row.on_hand, row.product.unit.code)},
            field="quantity",
        )
    return in_unit(quantity, row.product.unit, row.product.unit)


def _house(row: Level) -> UUID:
    assert row.location.warehouse_id is not None  # only places of a warehouse are on hold
    return row.location.warehouse_id


def _draft(
    actor: User | None, row: Level, quantity: Decimal, target: Location, **head: Any
) -> StockDocument:
    house = row.location.warehouse
    document = StockDocument(warehouse=house, date=company_in_force().today(), **head)
    line = StockDocumentLine(
        product=row.product,
        lot=row.lot,
        quantity=quantity,
        unit=row.product.unit,
        from_location=row.location,
        to_location=target,
    )
    return save_document(actor=actor, document=document, lines=[line])


def _return(
    actor: User | None,
    receipt: StockDocument,
    row: Level,
    line: StockDocumentLine,
    quantity: Decimal,
    notes: str,
) -> StockDocument:
    """Store the draft that sends goods of a receipt back, for the order they came in for."""
    document: Any = StockDocument(
        company_id=receipt.company_id,
        kind=DocumentKind.RECEIPT,
        warehouse=row.location.warehouse,
        date=receipt.date,
        party_id=receipt.party_id,
        reference=receipt.reference,
        notes=notes,
        origin_type=receipt.origin_type,
        origin_id=receipt.origin_id,
        created_by=actor,
    )
    document._history_user = actor
    document.save()
    document.currency = receipt.currency  # type: ignore[attr-defined]
    document.lines.create(
        company_id=receipt.company_id,
        product=row.product,
        lot=row.lot,
        from_location=row.location,
        to_location=virtual_location(LocationKind.SUPPLIER),
        quantity=quantity,
        unit=row.product.unit,
        stock_quantity=quantity,
        unit_cost=line.unit_cost,
        origin_line_id=line.origin_line_id,
        dimensions=line.dimensions,
        source_line=line,
    )
    return document
