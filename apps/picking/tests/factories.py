"""Shipments to pick, waves of them, and goods to put away, through the services."""

from decimal import Decimal
from typing import Any

from apps.companies.selectors import company_in_force
from apps.core.ids import uuid7
from apps.parties.tests.factories import make_party
from apps.picking import services as picking
from apps.picking.models import Package, PickLine, PutawayRule, Wave
from apps.picking.selectors import lines_of
from apps.products.models import Product
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Level, StockDocument
from apps.stock.services import LineDraft, Wanted
from apps.stock.tests.factories import draft_shipment, make_place
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

ORIGIN = "tests.order"


def today() -> Any:
    """Return the company's day."""
    return company_in_force().today()


def goods(
    sku: str = "TEA",
    quantity: str = "100",
    *,
    place: Location | None = None,
    lot: str = "",
    **fields: Any,
) -> Product:
    """Return a product of which so much lies in a place, the default one unless said otherwise."""
    make_place()
    found = Product.objects.filter(sku=sku).first()
    product = found or make_product(sku, **fields)
    line = LineDraft(
        product, Decimal(quantity), product.unit, Decimal("2.00"),
        to_location=place or stock_place(make_warehouse()), lot_text=lot,
    )  # fmt: skip
    draft = stock.create_receipt(actor=None, warehouse=make_warehouse(), date=today(), lines=[line])
    stock.post_receipt(actor=None, pk=draft.pk)
    return product


def promised(*wanted: tuple[Product, str]) -> StockDocument:
    """Return the draft shipment of an order whose goods are reserved, to the usual customer."""
    origin, lines = uuid7(), [uuid7() for _ in wanted]
    stock.reserve(
        actor=None, origin_type=ORIGIN, origin_id=origin, warehouse=make_warehouse(),
        wanted=[
            Wanted(line, product.pk, Decimal(quantity))
            for line, (product, quantity) in zip(lines, wanted, strict=True)
        ],
    )  # fmt: skip
    return stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=today(), party=make_party(), origin_type=ORIGIN,
        origin_id=origin, lines=[
            LineDraft(product, Decimal(quantity), product.unit, origin_line_id=line)
            for line, (product, quantity) in zip(lines, wanted, strict=True)
        ],
    )  # fmt: skip


def wave_of(*shipments: StockDocument) -> Wave:
    """Return a wave of these shipments."""
    [wave] = picking.make_waves(actor=None, pks=[shipment.pk for shipment in shipments])
    return wave


def lines(wave: Wave) -> list[PickLine]:
    """Return the lines of a wave as its way leads past them."""
    return list(lines_of(wave.pk))


def scan(wave: Wave, code: str, line: PickLine | None = None) -> picking.Scanned:
    """Scan a code in front of a line, the first unless said otherwise."""
    return picking.scan(actor=None, pk=wave.pk, line=(line or lines(wave)[0]).pk, code=code)


def pick_all(wave: Wave) -> None:
    """Pick everything of a wave that is told apart by nothing but its product."""
    for line in lines(wave):
        scan(wave, line.lot.number if line.lot else line.product.sku, line)
        if line.quantity > 1:
            scan(wave, f"{line.quantity.normalize():f}", line)


def ship(wave: Wave, shipment: StockDocument) -> StockDocument:
    """Ship what is picked of a shipment."""
    return picking.ship_picked(actor=None, pk=wave.pk, shipment=shipment.pk)


def make_rule(place: Location, **fields: Any) -> PutawayRule:
    """Return a new rule that sends a product or a category to a place."""
    rule = PutawayRule(location=place, **fields)
    return picking.save_putaway_rule(actor=None, document=rule)


def level_of(product: Product, place: Location | None = None) -> Level:
    """Return what lies of a product in a place, the default one unless said otherwise."""
    return Level.objects.get(product=product, location=place or stock_place(make_warehouse()))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    product = goods("SAMPLE", "10")
    wave = wave_of(promised((product, "2")))
    shelf = make_location(make_warehouse(), "PICK-1")
    boxed = draft_shipment([(product, "1")], date=today())
    package = Package(company_id=boxed.company_id, number="PAC-1", shipment=boxed)
    package.save()
    return {
        "wave": wave,
        "shippable": draft_shipment([(product, "1")], date=today()),
        "bench": boxed,
        "package": package,
        "putaway": make_warehouse(),
        "putawayrule": make_rule(shelf, product=product),
    }
