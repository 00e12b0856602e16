"""Where goods that are to be inspected go when they come in."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.stock.choices import DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.selectors import inspection_place


class NoInspectionPlace(BusinessError):
    """Goods are to be inspected, and the warehouse has no place for that."""


def hold_for_inspection(
    document: StockDocument, lines: Sequence[StockDocumentLine]
) -> list[StockDocumentLine]:
    """Let goods that are inspected when they come in go to the place for that; return the lines it changed.

    A line that names a place on hold keeps it, and so does one that goes back to the supplier or stays on consignment:
    goods are inspected when they become ours. One statement, where something is to be inspected.

    Raises:
        NoInspectionPlace: the warehouse has none.
    """
    if document.kind != DocumentKind.RECEIPT:
        return []
    is_asked = bool(document.party and document.party.inspect_goods)
    asked = [
        line
        for line in lines
        if (is_asked or line.product.inspect_on_receipt)
        and line.source_line_id is None
        and not (line.to_location_id and _is_settled(line.to_location))
    ]
    if not asked:
        return []
    place = inspection_place(document.warehouse_id)
    if place is None:
        raise NoInspectionPlace(
            _(
                "To receive %(product)s, say which location of %(warehouse)s is for inspection;"
                " it is inspected when it comes in."
            )
            % {"product": asked[0].product, "warehouse": document.warehouse}
        )
    for line in asked:
        line.to_location = place
    return asked


def _is_settled(place: Location) -> bool:
    return place.is_held or place.kind != LocationKind.STORAGE
