"""Lots and serial numbers: named when goods move, the first to expire first, one piece for a serial number."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from apps.core.ids import uuid7
from apps.products.models import Product
from apps.products.services import TracedAsItCame, save_product
from apps.products.tests.factories import make_product, make_unit
from apps.stock import services as stock
from apps.stock.models import Level, Lot, Reservation, StockDocument
from apps.stock.services import LineDraft
from apps.stock.tests.factories import (
    DAY,
    draft_shipment,
    make_place,
    receive,
    reserve,
    ship,
    transfer,
)
from apps.stock.tracing import trace_of, visible_lots
from apps.warehouses.allocation import FreeGoods, Way, register, ways
from apps.warehouses.models import Location
from apps.warehouses.services import save_location, save_warehouse
from apps.warehouses.tests.factories import make_warehouse, stock_place

pytestmark = pytest.mark.django_db
FAR = date(2999, 1, 1)


@pytest.fixture(autouse=True)
def place(company: Any) -> Any:
    return make_place()


def milk(**fields: Any) -> Product:
    return make_product("MILK", tracking="lot", **fields)


def receive_lot(
    product: Product, text: str, quantity: str = "10", until: date | None = FAR
) -> StockDocument:
    line = LineDraft(
        product,
        Decimal(quantity),
        product.unit,
        Decimal("1.00"),
        lot_text=text,
        lot_expires_on=until,
    )
    draft = stock.create_receipt(actor=None, warehouse=make_warehouse(), date=DAY, lines=[line])
    return stock.post_receipt(actor=None, pk=draft.pk)


def lots_here(product: Product) -> dict[str, Decimal]:
    rows = Level.objects.filter(product=product, lot__isnull=False).select_related("lot")
    return {row.lot.number: row.on_hand for row in rows if row.lot}


def test_a_receipt_makes_the_lot_it_names():
    product = milk()

    receive_lot(product, "L1")

    lot = Lot.objects.get(number="L1")
    assert (lot.product_id, lot.expires_on) == (product.pk, FAR)
    assert lots_here(product) == {"L1": Decimal(10)}


def test_a_new_lot_keeps_as_long_as_its_product_does():
    product = milk(shelf_life_days=30)

    receive_lot(product, "L1", until=None)

    assert Lot.objects.get().expires_on == DAY + timedelta(days=30)


def test_traced_goods_without_a_lot_are_not_received():
    product = milk()

    with pytest.raises(stock.LotMissing, match="which lot"):
        receive(product, "10", "1.00")
    assert not Level.objects.filter(product=product).exists()


def test_goods_that_are_not_traced_take_no_lot():
    with pytest.raises(stock.WrongLot, match="not traced"):
        receive_lot(make_product("TEA"), "L1")
    assert not Lot.objects.exists()


def test_serial_numbers_become_a_line_for_each_piece():
    product = make_product("PUMP", tracking="serial")

    document = receive_lot(product, "S1 S2, S3", "3", until=None)

    assert [(line.stock_quantity, str(line.lot)) for line in document.lines.order_by("lot__number")] == [
        (1, "S1"), (1, "S2"), (1, "S3"),
    ]  # fmt: skip
    assert lots_here(product) == {"S1": 1, "S2": 1, "S3": 1}


def test_as_many_serial_numbers_as_pieces():
    with pytest.raises(stock.WrongLot, match="these are 2"):
        receive_lot(make_product("PUMP", tracking="serial"), "S1 S2", "3")
    assert not Lot.objects.exists()


def test_serial_numbers_are_as_many_as_pieces_in_whatever_unit():
    pump = make_product("PUMP", tracking="serial")
    pair = make_unit("pair", numerator=2)
    boxes = [
        LineDraft(pump, Decimal(2), pair, Decimal(1), lot_text=text) for text in ("A B", "A B C D")
    ]

    with pytest.raises(stock.WrongLot, match="these are 2"):
        stock.create_receipt(actor=None, warehouse=make_warehouse(), date=DAY, lines=boxes[:1])
    draft = stock.create_receipt(actor=None, warehouse=make_warehouse(), date=DAY, lines=boxes[1:])
    stock.post_receipt(actor=None, pk=draft.pk)

    assert lots_here(pump) == {"A": 1, "B": 1, "C": 1, "D": 1}


def test_a_serial_number_scanned_twice_is_one_piece():
    document = receive_lot(make_product("PUMP", tracking="serial"), "S1 S1", "1")

    assert document.lines.get().stock_quantity == 1


def test_a_serial_number_in_stock_does_not_come_in_again():
    product = make_product("PUMP", tracking="serial")
    receive_lot(product, "S1", "1")

    with pytest.raises(stock.SerialTwice, match="S1 is in stock"):
        receive_lot(product, "S1", "1")
    assert lots_here(product) == {"S1": 1}


def test_a_serial_number_that_left_may_come_back():
    product = make_product("PUMP", tracking="serial")
    receive_lot(product, "S1", "1")
    ship(product, "1")

    receive_lot(product, "S1", "1")

    assert lots_here(product) == {"S1": 1}


def test_a_shipment_takes_what_expires_first():
    product = milk()
    receive_lot(product, "LATE", until=FAR)
    receive_lot(product, "SOON", until=FAR - timedelta(days=9))
    receive_lot(product, "NEVER", until=None)

    ship(product, "15")

    assert lots_here(product) == {"LATE": 5, "NEVER": 10}


def test_an_order_is_promised_what_expires_first_and_ships_it():
    product = milk()
    receive_lot(product, "LATE", until=FAR)
    receive_lot(product, "SOON", until=FAR - timedelta(days=9))
    line = uuid7()

    reserve((line, product, "12"))

    held = Reservation.objects.select_related("lot").order_by("lot__number")
    assert [(str(row.lot), row.quantity) for row in held] == [("LATE", 2), ("SOON", 10)]
    document = stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=DAY, origin_type="tests.order", origin_id=uuid7(),
        lines=[LineDraft(product, Decimal(12), product.unit, origin_line_id=line)],
    )  # fmt: skip
    stock.post_shipment(actor=None, pk=document.pk)
    assert lots_here(product) == {"LATE": 8}
    assert not Reservation.objects.exists()


def test_a_shipment_of_another_lot_than_promised_gives_the_promised_one_back():
    product = milk()
    receive_lot(product, "LATE", until=FAR)
    receive_lot(product, "SOON", until=FAR - timedelta(days=9))
    line = uuid7()
    reserve((line, product, "4"))
    wanted = LineDraft(product, Decimal(4), product.unit, origin_line_id=line)
    document = stock.create_shipment(
        actor=None, warehouse=make_warehouse(), date=DAY, origin_type="tests.order", origin_id=uuid7(), lines=[wanted]
    )  # fmt: skip
    [row] = document.lines.select_related("product", "unit", "from_location", "to_location")
    row.lot_text = "LATE"
    stock.save_document(actor=None, document=document, lines=[row])

    stock.post_shipment(actor=None, pk=document.pk)

    assert lots_here(product) == {"LATE": 6, "SOON": 10}
    assert not Reservation.objects.exists()
    assert all(level.reserved == 0 for level in Level.objects.filter(product=product))


def test_a_blocked_lot_is_promised_to_nobody_and_does_not_leave():
    product = milk()
    receive_lot(product, "L1")
    draft = draft_shipment([(product, "4")])
    lot = stock.block_lot(actor=None, pk=Lot.objects.get().pk)

    reserve((uuid7(), product, "1"), partial=True)
    assert not Reservation.objects.exists()
    with pytest.raises(stock.LotMayNotLeave, match="L1 is blocked"):
        stock.post_shipment(actor=None, pk=draft.pk)
    stock.unblock_lot(actor=None, pk=lot.pk)
    stock.post_shipment(actor=None, pk=draft.pk)
    assert lots_here(product) == {"L1": 6}


def test_an_expired_lot_is_promised_to_nobody_and_does_not_leave():
    product = milk()
    receive_lot(product, "OLD", until=DAY - timedelta(days=1))
    receive_lot(product, "NEW")

    line = uuid7()
    reserve((line, product, "10"))

    assert [str(row.lot) for row in Reservation.objects.select_related("lot")] == ["NEW"]
    with pytest.raises(stock.NotEnoughStock, match="0 are free"):
        reserve((uuid7(), product, "1"))
    document = draft_shipment([(product, "1")])
    [row] = document.lines.select_related("product", "unit", "from_location", "to_location")
    row.lot_text = "OLD"
    stock.save_document(actor=None, document=document, lines=[row])
    with pytest.raises(stock.LotMayNotLeave, match="OLD was to be used by"):
        stock.post_shipment(actor=None, pk=document.pk)


def test_only_goods_that_come_in_make_a_lot():
    product = milk()
    receive_lot(product, "L1")
    document = draft_shipment([(product, "1")])
    [row] = document.lines.select_related("product", "unit", "from_location", "to_location")
    row.lot_text = "L2"

    with pytest.raises(stock.UnknownLot, match="L2 is unknown"):
        stock.save_document(actor=None, document=document, lines=[row])


def test_reversing_brings_back_the_very_lot():
    product = milk()
    receive_lot(product, "L1")
    shipped = ship(product, "4")

    stock.reverse_shipment(actor=None, pk=shipped.pk, on=DAY)

    assert lots_here(product) == {"L1": 10}


def test_the_trace_of_a_lot_names_who_it_came_from_and_went_to():
    product = milk()
    receive_lot(product, "L1")
    transfer(product, "3", stock_place(make_warehouse("SECOND")))
    ship(product, "2")

    trace = trace_of(Lot.objects.get())

    assert [move.quantity for move in trace.came] == [10]
    assert [move.quantity for move in trace.inside] == [3]
    assert [move.quantity for move in trace.left] == [2]
    assert visible_lots(None).get().on_hand == 8


def test_tracing_changes_only_while_nothing_is_in_stock():
    product = make_product("TEA")
    receive(product, "1", "1.00")
    product.tracking = "lot"

    with pytest.raises(TracedAsItCame, match="none is in stock"):
        save_product(actor=None, document=product)
    ship(product, "1")
    save_product(actor=None, document=product)
    assert Product.objects.get(pk=product.pk).tracking == "lot"


def place_at(code: str, order: int) -> Location:
    house = make_warehouse()
    row = Location(
        warehouse=house, code=code, name=code, pick_order=order, parent=stock_place(house)
    )
    return save_location(actor=None, document=row)


@pytest.mark.parametrize(
    ("way", "wanted"), [("fefo", "STOCK"), ("fifo", "STOCK"), ("nearest", "STOCK")]
)
def test_a_way_decides_only_where_it_can_tell_goods_apart(way: str, wanted: str):
    house = make_warehouse()
    house.allocation = way
    save_warehouse(actor=None, document=house)
    product = make_product("TEA")
    receive(product, "10", "1.00")

    reserve((uuid7(), product, "5"))

    assert [row.location.code for row in Reservation.objects.select_related("location")] == [wanted]


def test_nearest_first_follows_the_picking_order():
    house = make_warehouse()
    house.allocation = "nearest"
    save_warehouse(actor=None, document=house)
    product = make_product("TEA")
    near, far = place_at("NEAR", 1), place_at("FAR", 9)
    for place in (far, near):
        receive(product, "10", "1.00")
        transfer(product, "10", place)

    reserve((uuid7(), product, "12"))

    rows = Reservation.objects.select_related("location").order_by("-quantity")
    assert [(row.location.code, row.quantity) for row in rows] == [("NEAR", 10), ("FAR", 2)]


def test_a_plug_in_decides_what_goes_first():
    def fullest(rows: Any) -> list[FreeGoods]:
        return sorted(rows, key=lambda row: -row.free)

    register(Way("fullest", "Fullest first", fullest))
    try:
        house = make_warehouse()
        house.allocation = "fullest"
        save_warehouse(actor=None, document=house)
        product = make_product("TEA")
        receive(product, "30", "1.00")
        transfer(product, "20", place_at("BULK", 9))

        reserve((uuid7(), product, "5"))

        assert [r.location.code for r in Reservation.objects.select_related("location")] == ["BULK"]
    finally:
        del ways["fullest"]


@pytest.mark.parametrize(
    ("tracking", "number", "said"),
    [
        ("none", "L1", "it is not traced"),
        ("lot", " ", "at most 60 characters"),
        ("lot", "x" * 61, "at most 60 characters"),
        ("lot", "L0", "L0 is taken"),
    ],
)
def test_a_lot_that_is_written_down_before_it_comes_in_fits_its_product(
    company, tracking, number, said
):
    make_place()
    milk = make_product("MILK", tracking=tracking, shelf_life_days=10)
    if tracking == "lot":
        first = stock.create_lot(actor=None, product=milk, number=" L0 ")
        assert (first.number, first.expires_on) == ("L0", company.today() + timedelta(days=10))

    with pytest.raises(stock.WrongLot, match=said):
        stock.create_lot(actor=None, product=milk, number=number)
