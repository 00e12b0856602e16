"""What the forms of stock documents save: a draft of one kind, its lines as people write them."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.money import ZERO
from apps.stock import selectors
from apps.stock.choices import DocumentKind
from apps.stock.models import StockDocument, StockDocumentLine
from apps.stock.services.drafts import save_document
from apps.stock.services.lots import lots_written
from apps.warehouses.services import require_access

Lines = Sequence[StockDocumentLine]


def save_receipt(
    *, actor: User | None, document: StockDocument, lines: Lines, removed: Collection[UUID] = ()
) -> StockDocument:
    """Store a draft receipt; see ``save_document``."""
    return _save(DocumentKind.RECEIPT, actor, document, lines, removed)


def save_shipment(
    *, actor: User | None, document: StockDocument, lines: Lines, removed: Collection[UUID] = ()
) -> StockDocument:
    """Store a draft shipment; see ``save_document``."""
    return _save(DocumentKind.SHIPMENT, actor, document, lines, removed)


def save_transfer(
    *, actor: User | None, document: StockDocument, lines: Lines, removed: Collection[UUID] = ()
) -> StockDocument:
    """Store a draft transfer; see ``save_document``."""
    return _save(DocumentKind.TRANSFER, actor, document, lines, removed)


@transaction.atomic
def save_adjustment(
    *, actor: User | None, document: StockDocument, lines: Lines, removed: Collection[UUID] = ()
) -> StockDocument:
    """Store a draft adjustment whose lines say what was counted, or by how much stock changes.

    Each line carries, beside its fields, ``place`` (the location) and ``counted`` or ``change`` (stock unit).
    A count is compared with what is on hand at this moment; a line that changes nothing is left out.
    """
    require_access(actor, document.warehouse_id)
    counted = [line for line in lines if getattr(line, "counted", None) is not None]
    on_hand = (
        selectors.on_hand_by_place([line.product_id for line in counted], document.warehouse_id)
        if counted
        else {}
    )
    lots = lots_written(counted)
    gone = set(removed)
    kept = []
    for line in lines:
        if line in counted:
            _count(line, on_hand, lots)
        elif hasattr(line, "change"):
            _direct(line, line.change)
        if line.quantity:
            kept.append(line)
        elif not line._state.adding:
            gone.add(line.pk)
    return _save(DocumentKind.ADJUSTMENT, actor, document, kept, gone)


def _count(
    line: Any,
    on_hand: dict[tuple[UUID, UUID, UUID | None], Decimal],
    lots: Mapping[int, UUID | None],
) -> None:
    expected = on_hand.get((line.product_id, line.place.pk, lots.get(id(line))), ZERO)
    _direct(line, line.counted - expected)
    if line.why and line.why.asks_note:
        return  # the memo is to be written
    line.memo = line.memo or _("counted %(counted)s, expected %(expected)s") % {
        "counted": f"{line.counted.normalize():f}",
        "expected": f"{expected.normalize():f}",
    }


def _direct(line: Any, change: Decimal) -> None:
    """Let a line bring in or take out; the place outside is filled in by ``save_document``."""
    line.quantity = abs(change)
    line.unit = line.product.unit
    line.from_location = None if change > 0 else line.place
    line.to_location = line.place if change > 0 else None
    if change < 0:
        line.unit_cost = None


def _save(
    kind: str,
    actor: User | None,
    document: StockDocument,
    lines: Lines,
    removed: Collection[UUID],
) -> StockDocument:
    if document._state.adding:
        document.kind = kind
    return save_document(actor=actor, document=document, lines=lines, removed=removed)
