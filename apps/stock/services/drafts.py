"""Draft stock documents: made by orders or by hand, and changed."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.core.drafts import store_draft
from apps.core.money import ZERO
from apps.core.retry import in_tx
from apps.parties.models import Party
from apps.products.analysis import take_dimensions
from apps.products.models import Product
from apps.stock import selectors
from apps.stock.choices import AdjustmentReason, DocumentKind
from apps.stock.models import Lot, StockDocument, StockDocumentLine
from apps.stock.services.common import require_access_to_draft
from apps.stock.services.lines import LineDraft, Places, complete, from_reserved, line_of
from apps.stock.services.lots import name_lots
from apps.stock.services.ownership import require_owner
from apps.stock.services.reasons import name_reasons, require_reasons
from apps.stock.services.routing import hold_for_inspection
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.services import require_access

placers: list[Callable[[StockDocument, Sequence[StockDocumentLine]], None]] = []
"""What says, for the lines of a draft that leave it open, where goods go; an upper app adds its own in ``ready()``."""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of a product, or of a lot of it, in a location, in its stock unit."""

    product: Product
    location: Location
    counted: Decimal
    unit_cost: Decimal | None = None
    lot: Lot | None = None


@in_tx
def save_document(
    *,
    actor: User | None,
    document: StockDocument,
    lines: Sequence[StockDocumentLine],
    removed: Collection[UUID] = (),
) -> StockDocument:
    """Store a draft receipt, shipment, transfer or adjustment with its lines.

    Places a line leaves open are filled in: suppliers, customers or adjustments outside, the warehouse's
    default location inside.

    Raises:
        NotAllowed: the actor has no access to the warehouse.
        NotGoods: a line names a service.
        WrongPlace: a line goes from or to a place the document does not.
        NotOurs: goods on consignment would go where only our own do, or come of another than their owner.
        UnknownLot, WrongLot: a line names a lot that does not fit it.
        InexactQuantity: a quantity has no exact figure in the stock unit.
        NoInspectionPlace: goods are to be inspected, and the warehouse has no place for that.
        ReasonDoesNotFit, NoteMissing: of an adjustment; its reasons are for other goods, or ask for a note.
        StaleVersion: somebody else saved it meanwhile.
        WrongStatus: it is posted or cancelled.
    """
    if document.kind == DocumentKind.TRANSFER and document.to_warehouse_id is None:
        document.to_warehouse = document.warehouse
    require_access_to_draft(actor, document)
    places = Places.read({pk for pk in (document.warehouse_id, document.to_warehouse_id) if pk})
    lines = name_lots(actor, document, lines)
    adjusts = document.kind == DocumentKind.ADJUSTMENT
    if adjusts:
        name_reasons(document, lines)
    for place in placers:
        place(document, lines)
    places.fill(lines)
    hold_for_inspection(document, lines)
    for line in lines:
        complete(document, line, places)
        require_owner(document, line)
    if adjusts:
        require_reasons(document, lines)
    take_dimensions((line for line in lines if line.origin_line_id is None), document.party)
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="document")
    return document


def create_receipt(
    *,
    actor: User | None,
    warehouse: Warehouse,
    date: date,
    lines: Sequence[LineDraft],
    party: Party | None = None,
    origin_type: str = "",
    origin_id: UUID | None = None,
    reference: str = "",
) -> StockDocument:
    """Draft a receipt of goods from a supplier; see ``save_document``."""
    document = StockDocument(
        kind=DocumentKind.RECEIPT,
        warehouse=warehouse,
        date=date,
        party=party,
        origin_type=origin_type,
        origin_id=origin_id,
        reference=reference,
    )
    return save_document(actor=actor, document=document, lines=[line_of(draft) for draft in lines])


def create_shipment(
    *,
    actor: User | None,
    warehouse: Warehouse,
    date: date,
    lines: Sequence[LineDraft],
    party: Party | None = None,
    origin_type: str = "",
    origin_id: UUID | None = None,
    reference: str = "",
) -> StockDocument:
    """Draft a shipment of goods to a customer, each from where it is reserved; see ``save_document``."""
    document = StockDocument(
        kind=DocumentKind.SHIPMENT,
        warehouse=warehouse,
        date=date,
        party=party,
        origin_type=origin_type,
        origin_id=origin_id,
        reference=reference,
    )
    return save_document(actor=actor, document=document, lines=from_reserved(warehouse, lines))


@transaction.atomic
def draft_count(
    *,
    actor: User | None,
    warehouse: Warehouse,
    date: date,
    counts: Sequence[Count],
    notes: str = "",
) -> StockDocument | None:
    """Draft the adjustment that makes stock what was counted, against what is on hand at this moment.

    Returns:
        The draft, or None when every count agrees.
    """
    require_access(actor, warehouse.pk)
    on_hand = selectors.on_hand_by_place([count.product.pk for count in counts], warehouse.pk)
    places = Places.read({warehouse.pk})
    adjustments = places.outside(LocationKind.ADJUSTMENT)
    lines = []
    for count in counts:
        lot = count.lot.pk if count.lot else None
        expected = on_hand.get((count.product.pk, count.location.pk, lot), ZERO)
        difference = count.counted - expected
        if difference:
            found = difference > 0
            lines.append(
                StockDocumentLine(
                    product=count.product,
                    lot=count.lot,
                    from_location=adjustments if found else count.location,
                    to_location=count.location if found else adjustments,
                    quantity=abs(difference),
                    unit=count.product.unit,
                    unit_cost=count.unit_cost if found else None,
                    memo=_("counted %(counted)s, expected %(expected)s")
                    % {
                        "counted": f"{count.counted.normalize():f}",
                        "expected": f"{expected.normalize():f}",
                    },
                )
            )
    if not lines:
        return None
    document = StockDocument(
        kind=DocumentKind.ADJUSTMENT,
        warehouse=warehouse,
        date=date,
        reason=AdjustmentReason.COUNT,
        notes=notes,
    )
    return save_document(actor=actor, document=document, lines=lines)
