"""Goods on consignment belong to a supplier: where they may go, and with which documents."""

from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput
from apps.stock.choices import DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location


class NotOurs(InvalidInput):
    """Goods on consignment would go where only our own do, or come of another than their owner."""


def require_owner(document: StockDocument, line: StockDocumentLine) -> None:
    """Refuse what the database would, with a sentence.

    A receipt brings goods on consignment from their owner, takes them back, or makes them ours for an order; a
    transfer moves them within their warehouse; no other document touches them.

    Raises:
        NotOurs: see above.
    """
    source, target = line.from_location, line.to_location
    theirs = [place for place in (source, target) if place.kind == LocationKind.CONSIGNMENT]
    if not theirs:
        return
    if document.kind == DocumentKind.RECEIPT:
        _require_receipt(document, line, theirs[0])
    elif document.kind != DocumentKind.TRANSFER:
        raise NotOurs(
            _("Take over %(product)s first; what lies in %(place)s belongs to %(owner)s.")
            % {"product": line.product, "place": theirs[0], "owner": theirs[0].owner},
            field="product",
        )
    elif (source.kind, source.owner_id, source.warehouse_id) != (
        target.kind,
        target.owner_id,
        target.warehouse_id,
    ):
        raise NotOurs(
            _(
                "Move goods of %(owner)s to another of their places in this warehouse; take them over"
                " to move them elsewhere."
            )
            % {"owner": theirs[0].owner},
            field="to_location",
        )


def _require_receipt(document: StockDocument, line: StockDocumentLine, place: Location) -> None:
    if place.owner_id != document.party_id:
        raise NotOurs(
            _("Choose %(owner)s as supplier; only goods of theirs lie in %(place)s.")
            % {"owner": place.owner, "place": place},
            field="to_location",
        )
    is_bought = line.to_location.kind == LocationKind.STORAGE
    if is_bought != (line.origin_line_id is not None):
        raise NotOurs(
            _(
                "Receive what was ordered into a place of our own; %(place)s is for goods that stay"
                " the property of %(owner)s."
            )
            % {"owner": place.owner, "place": place},
            field="to_location",
        )
