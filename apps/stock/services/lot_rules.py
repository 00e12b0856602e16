"""What lots must be when goods move: named, one piece for a serial number, free to leave."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.products.choices import Tracking
from apps.stock.choices import DocumentKind
from apps.stock.models import Level, StockDocument, StockDocumentLine
from apps.warehouses.choices import COUNTED


class LotMissing(BusinessError):
    """Goods that are told apart by lot or serial number name none, or others name one."""


class LotMayNotLeave(BusinessError):
    """A blocked or expired lot would go to a customer."""


class SerialTwice(BusinessError):
    """A serial number would stand for more than one piece."""


def goods_name(line: StockDocumentLine) -> str:
    """Return the product of a line and, when it has one, its lot."""
    return f"{line.product} ({line.lot})" if line.lot_id else str(line.product)


def require_lots(document: StockDocument, lines: Sequence[StockDocumentLine]) -> None:
    """Refuse what the database would, with a sentence.

    Raises:
        LotMissing: a line of traced goods names no lot, or another names one.
        LotMayNotLeave: a lot that would be shipped is blocked or expired on the day of the document.
        SerialTwice: a serial number comes in that is in stock, twice, or for more than one piece.
    """
    traced = [line for line in lines if line.product.tracking != Tracking.NONE]
    for line in lines:
        if (line.product.tracking != Tracking.NONE) != (line.lot_id is not None):
            raise LotMissing(_lot_words(document, line))
    if document.kind == DocumentKind.SHIPMENT:
        for line in traced:
            _require_free(document, line)
    _require_single(document, [line for line in traced if line.product.tracking == Tracking.SERIAL])


def _lot_words(document: StockDocument, line: StockDocumentLine) -> str:
    if line.lot_id is not None:
        words = _("To post %(document)s, leave out the lot of %(product)s; it is not traced.")
    elif line.product.tracking == Tracking.SERIAL:
        words = _("To post %(document)s, write the serial number of each %(product)s.")
    else:
        words = _("To post %(document)s, write which lot the %(product)s is of.")
    return words % {"document": document, "product": line.product}


def _require_free(document: StockDocument, line: StockDocumentLine) -> None:
    lot = line.lot
    if lot is None:
        return
    if lot.is_blocked:
        words = _("To ship %(product)s, choose another lot; %(lot)s is blocked.")
    elif lot.expires_on and lot.expires_on < document.date:
        words = _("To ship %(product)s, choose another lot; %(lot)s was to be used by %(date)s.")
    else:
        return
    raise LotMayNotLeave(
        words
        % {
            "product": line.product,
            "lot": lot,
            "date": format_date(lot.expires_on) if lot.expires_on else "",
        }
    )


def _require_single(document: StockDocument, lines: Sequence[StockDocumentLine]) -> None:
    """Refuse a serial number for several pieces, on two lines, or of a piece that is in stock already."""
    times = Counter(line.lot_id for line in lines)
    coming = [line for line in lines if line.from_location.kind not in COUNTED and line.lot_id]
    here: set[UUID | None] = set()
    if coming:
        rows = Level.objects.filter(lot_id__in=[line.lot_id for line in coming], on_hand__gt=0)
        here = set(rows.values_list("lot_id", flat=True))
    for line in lines:
        if line.stock_quantity != 1 or times[line.lot_id] > 1:
            words = _(
                "To post %(document)s, write each serial number once, for one piece: %(lot)s."
            )
        elif line in coming and line.lot_id in here:
            words = _("To post %(document)s, write another serial number; %(lot)s is in stock.")
        else:
            continue
        raise SerialTwice(words % {"document": document, "lot": line.lot})
