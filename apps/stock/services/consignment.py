"""Goods on consignment: those that go back to their owner. They come with a receipt; purchasing takes them over."""

from decimal import Decimal
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
from apps.stock.choices import DocumentKind
from apps.stock.consignment import visible_consigned
from apps.stock.models import Level, StockDocument, StockDocumentLine
from apps.stock.services.drafts import save_document
from apps.stock.services.posting import post_receipt
from apps.warehouses.choices import LocationKind
from apps.warehouses.selectors import virtual_location
from apps.warehouses.services import require_access


class NotOnConsignment(BusinessError):
    """The goods do not lie on consignment any more."""


@transaction.atomic
def return_level(
    *, actor: User | None, pk: UUID, reason: str, quantity: Decimal | None = None
) -> StockDocument:
    """Send goods on consignment back to their owner, and return the posted document; the books do not change.

    Args:
        pk: of the level: what lies in one place on consignment.
        quantity: stock unit; None is all of it.

    Raises:
        NotOnConsignment: nothing lies there any more.
        InvalidInput: no reason, or a quantity that is none or more than lies there.
        NotAllowed: the actor has no access to the warehouse.
    """
    row, taken = consigned(actor, pk, quantity)
    if not reason.strip():
        raise InvalidInput(_("Say why, in a few words."), field="reason")
    document = StockDocument(
        kind=DocumentKind.RECEIPT,
        warehouse=row.location.warehouse,
        date=company_in_force().today(),
        party=row.location.owner,
        notes=reason.strip(),
    )
    line = StockDocumentLine(
        product=row.product,
        lot=row.lot,
        quantity=taken,
        unit=row.product.unit,
        from_location=row.location,
        to_location=virtual_location(LocationKind.SUPPLIER),
    )
    save_document(actor=actor, document=document, lines=[line])
    posted = post_receipt(actor=actor, pk=document.pk)
    events.publish("stock.consignment_returned", posted, reason=reason.strip())
    return posted


def consigned(
    actor: User | None, pk: UUID, quantity: Decimal | None = None
) -> tuple[Level, Decimal]:
    """Return what lies on consignment in one place, and how much of it is meant; stock unit.

    Raises:
        NotOnConsignment: nothing lies there any more.
        InvalidInput: the quantity is none, or more than lies there.
        NotAllowed: the actor has no access to the warehouse.
    """
    row = visible_consigned(None).filter(pk=pk).first()
    if row is None:
        raise NotOnConsignment(
            _("Open the list again; these goods are not on consignment any more.")
        )
    require_access(actor, row.location.warehouse_id)
    taken = row.on_hand if quantity is None else quantity
    if not (taken.is_finite() and taken > ZERO):
        raise InvalidInput(_("Write a quantity above zero."), field="quantity")
    if taken > row.on_hand:
        raise InvalidInput(
            _("Write at most %(quantity)s; no more lies there.")
            % {"quantity": format_quantity(row.on_hand, row.product.unit.code)},
            field="quantity",
        )
    return row, in_unit(taken, row.product.unit, row.product.unit)
