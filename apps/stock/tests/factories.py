"""Goods in stock for tests: received, shipped, moved and reserved through the services."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.core.ids import uuid7
from apps.ledger.models import Account
from apps.ledger.tests.factories import YEAR, make_books
from apps.parties.models import Party
from apps.products.models import Product
from apps.products.services import save_category
from apps.products.tests.factories import make_category, make_product
from apps.stock import services as stock
from apps.stock.choices import AdjustmentReason, DocumentKind
from apps.stock.models import (
    ChannelQuota,
    CostPool,
    Level,
    Lot,
    Reason,
    Reservation,
    SalesChannel,
    StockDocument,
    StockDocumentLine,
)
from apps.stock.services import LineDraft, Wanted
from apps.stock.services.reasons import install_reasons
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.selectors import virtual_location
from apps.warehouses.services import save_location, save_warehouse
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

DAY = date(YEAR, 1, 15)
ORIGIN = "tests.order"


def make_place() -> Warehouse:
    """Give the company in force books, reasons and a warehouse, and return the warehouse."""
    if not Account.objects.exists():
        make_books()
    if not Reason.objects.exists():
        install_reasons(None, "", "en")
    return make_warehouse()


def draft_receipt(
    product: Product, quantity: str, cost: str | None = None, **fields: Any
) -> StockDocument:
    """Return a draft receipt of one line."""
    values: dict[str, Any] = {"warehouse": make_warehouse(), "date": DAY, **fields}
    line = LineDraft(
        product,
        Decimal(quantity),
        fields.pop("unit", product.unit),
        Decimal(cost) if cost else None,
        lot_text=fields.pop("lot_text", ""),
    )
    values.pop("unit", None)
    values.pop("lot_text", None)
    return stock.create_receipt(actor=None, lines=[line], **values)


def receive(
    product: Product, quantity: str, cost: str | None = None, **fields: Any
) -> StockDocument:
    """Receive goods at a cost per stock unit."""
    draft = draft_receipt(product, quantity, cost, **fields)
    return stock.post_receipt(actor=None, pk=draft.pk)


def draft_shipment(
    lines: Sequence[tuple[Product, str]], *, origin_id: UUID | None = None, **fields: Any
) -> StockDocument:
    """Return a draft shipment."""
    values: dict[str, Any] = {"warehouse": make_warehouse(), "date": DAY, **fields}
    drafts = [LineDraft(product, Decimal(quantity), product.unit) for product, quantity in lines]
    return stock.create_shipment(actor=None, lines=drafts, **values)


def ship(product: Product, quantity: str, **fields: Any) -> StockDocument:
    """Ship goods that nobody reserved."""
    draft = draft_shipment([(product, quantity)], **fields)
    return stock.post_shipment(actor=None, pk=draft.pk)


def transfer(
    product: Product, quantity: str, to: Location, *, source: Location | None = None
) -> StockDocument:
    """Move goods to another location."""
    warehouse = source.warehouse if source else make_warehouse()
    document = StockDocument(
        kind=DocumentKind.TRANSFER, warehouse=warehouse, to_warehouse=to.warehouse, date=DAY
    )
    line = StockDocumentLine(
        product=product,
        quantity=Decimal(quantity),
        unit=product.unit,
        from_location=source or stock_place(warehouse),
        to_location=to,
    )
    stock.save_document(actor=None, document=document, lines=[line])
    return stock.post_transfer(actor=None, pk=document.pk)


def inspection_place_of(warehouse: Warehouse, code: str = "CHECK") -> Location:
    """Return the place of a warehouse where goods wait to be inspected."""
    found = warehouse.locations.filter(role="inspection").first()
    return found or make_location(warehouse, code, role="inspection")


def put_on_hold(place: Location, *, is_held: bool = True) -> Location:
    """Put a location on hold, or end that."""
    place.is_held = is_held
    return save_location(actor=None, document=place)


def on_hold(product: Product, quantity: str, cost: str = "2", **fields: Any) -> Level:
    """Receive goods that are inspected, and return what lies in the place for that."""
    place = inspection_place_of(fields.get("warehouse") or make_warehouse())
    if not product.inspect_on_receipt:
        product.inspect_on_receipt = True
        product.save(update_fields=["inspect_on_receipt"])
    receive(product, quantity, cost, **fields)
    return Level.objects.get(product=product, location=place)


def consignment_place(owner: Party, code: str = "THEIRS") -> Location:
    """Return the place of the main warehouse for goods ``owner`` leaves on consignment."""
    found = make_warehouse().locations.filter(owner=owner, code=code).first()
    return found or make_location(make_warehouse(), code, owner=owner)


def consign(
    product: Product, quantity: str, owner: Party, *, lot_text: str = "", code: str = "THEIRS"
) -> Level:
    """Let a supplier leave goods on consignment, and return what lies there of them."""
    place = consignment_place(owner, code)
    line = LineDraft(product, Decimal(quantity), product.unit, to_location=place, lot_text=lot_text)
    draft = stock.create_receipt(
        actor=None, warehouse=make_warehouse(), date=DAY, party=owner, lines=[line]
    )
    stock.post_receipt(actor=None, pk=draft.pk)
    return Level.objects.get(product=product, location=place, lot__number=lot_text or None)


def take_over(row: Level, quantity: str, cost: str = "2") -> StockDocument:
    """Take over goods on consignment as an order would; return the posted receipt."""
    line = LineDraft(
        row.product,
        Decimal(quantity),
        row.product.unit,
        Decimal(cost),
        origin_line_id=uuid7(),
        from_location=row.location,
        lot_text=row.lot.number if row.lot else "",
    )
    draft = stock.create_receipt(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        party=row.location.owner,
        lines=[line],
        origin_type=ORIGIN,
        origin_id=uuid7(),
    )
    return stock.post_receipt(actor=None, pk=draft.pk)


def two_steps(warehouse: Warehouse, steps: str = "two") -> Warehouse:
    """Let a warehouse transfer in two steps."""
    warehouse.transfer_steps = steps
    return save_warehouse(actor=None, document=warehouse)


def draft_transfer(
    product: Product,
    quantity: str,
    house: Warehouse,
    *,
    actor: Any = None,
    source: Location | None = None,
    to: Location | None = None,
    lot: Lot | None = None,
    **fields: Any,
) -> StockDocument:
    """Return a draft transfer of one line to a warehouse, from the main one."""
    sender = source.warehouse if source else make_warehouse()
    document = StockDocument(
        **{"date": DAY, **fields}, kind=DocumentKind.TRANSFER, warehouse=sender, to_warehouse=house
    )
    line = StockDocumentLine(
        product=product, quantity=Decimal(quantity), unit=product.unit, from_location=source, to_location=to, lot=lot
    )  # fmt: skip
    return stock.save_document(actor=actor, document=document, lines=[line])


def send(product: Product, quantity: str, house: Warehouse, **fields: Any) -> StockDocument:
    """Send goods to a warehouse that receives them in a step of its own."""
    draft = draft_transfer(product, quantity, house, **fields)
    return stock.send_transfer(actor=None, pk=draft.pk)


def draft_adjustment(
    product: Product,
    change: str,
    cost: str | None = None,
    *,
    reason: str = AdjustmentReason.COUNT,
    why: str = "",
) -> StockDocument:
    """Return a draft adjustment by a signed quantity."""
    warehouse = make_warehouse()
    outside = LocationKind.SCRAP if reason == AdjustmentReason.SCRAP else LocationKind.ADJUSTMENT
    inside, away = stock_place(warehouse), virtual_location(outside)
    quantity = Decimal(change)
    document = StockDocument(
        kind=DocumentKind.ADJUSTMENT, warehouse=warehouse, date=DAY, reason=reason
    )
    line = StockDocumentLine(
        product=product,
        quantity=abs(quantity),
        unit=product.unit,
        unit_cost=Decimal(cost) if cost else None,
        why=Reason.objects.get(code=why) if why else None,
        memo=why,
        from_location=away if quantity > 0 else inside,
        to_location=inside if quantity > 0 else away,
    )
    return stock.save_document(actor=None, document=document, lines=[line])


def adjust(product: Product, change: str, cost: str | None = None, **fields: Any) -> StockDocument:
    """Adjust stock by a signed quantity."""
    draft = draft_adjustment(product, change, cost, **fields)
    return stock.post_adjustment(actor=None, pk=draft.pk)


def reserve(
    *wanted: tuple[UUID, Product, str], partial: bool = False, **fields: Any
) -> dict[UUID, Decimal]:
    """Reserve (line, product, quantity) in the main warehouse for an order of its own."""
    values: dict[str, Any] = {"origin_id": uuid7(), "warehouse": make_warehouse(), **fields}
    return stock.reserve(
        actor=None,
        origin_type=ORIGIN,
        wanted=[Wanted(line, product.pk, Decimal(quantity)) for line, product, quantity in wanted],
        partial=partial,
        **values,
    )


def make_channel(code: str = "WEB", **fields: Any) -> SalesChannel:
    """Return the sales channel of that code, made when there is none."""
    document = SalesChannel(code=code, **{"name": code.title(), **fields})
    found = SalesChannel.objects.filter(code=code).first()
    return found or stock.save_channel(actor=None, document=document)


def make_quota(
    product: Product, quantity: str, channel: str = "WEB", warehouse: Warehouse | None = None
) -> ChannelQuota:
    """Return a new quota of a channel in a warehouse, the main one unless said otherwise."""
    document = ChannelQuota(
        product=product,
        warehouse=warehouse or make_warehouse(),
        channel=make_channel(channel),
        quantity=Decimal(quantity),
    )
    return stock.save_quota(actor=None, document=document)


def level(product: Product, place: Location | None = None) -> tuple[Decimal, Decimal]:
    """Return what is (on hand, reserved) of a product in a location, the default one of the main warehouse."""
    row = Level.objects.filter(
        product=product, location=place or stock_place(make_warehouse())
    ).first()
    return (row.on_hand, row.reserved) if row else (Decimal(0), Decimal(0))


def pool(product: Product) -> tuple[Decimal, Decimal]:
    """Return the (quantity, value) of all stock of a product."""
    row = CostPool.objects.filter(product=product).first()
    return (row.quantity, row.value) if row else (Decimal(0), Decimal(0))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    make_place()
    product = make_product("SAMPLE")
    receipt = receive(product, "10", "2.00")
    other = make_warehouse("SECOND")
    line = uuid7()
    reserve((line, product, "1"))
    receive(make_product("PUMP", tracking="serial"), "1", "9.00", lot_text="S1")
    changed = make_product("CHANGED", category=make_category("Changed"))
    receive(changed, "1", "9.00")
    changed.category.costing_method = "fifo"
    save_category(actor=None, document=changed.category)
    return {
        "saleschannel": make_channel(),
        "channelquota": make_quota(product, "5"),
        "costing": changed,
        "held": on_hold(make_product("CHECKED"), "4"),
        "reason": Reason.objects.get(code="SCRAP"),
        "lot": Lot.objects.get(number="S1"),
        "reservation": Reservation.objects.get(origin_line_id=line),
        "receipt": receipt,
        "shipment": draft_shipment([(product, "1")]),
        "transfer": transfer(product, "1", stock_place(other)),
        "adjustment": draft_adjustment(product, "1"),
        "product": product,
    }
