"""Goods on consignment: counted and not ours; left, sent back, moved by their owner's own documents, and taken over."""

from decimal import Decimal

import pytest
from django.db import connection

from apps.core.exceptions import InvalidInput, NotAllowed
from apps.core.ids import uuid7
from apps.core.prove import registered, run_check
from apps.ledger.tests.factories import journal
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product
from apps.products.tests.factories import make_category, make_product
from apps.stock import selectors
from apps.stock import services as stock
from apps.stock.choices import DocumentKind
from apps.stock.consignment import visible_consigned
from apps.stock.models import Level, Move, StockDocument, StockDocumentLine, ValueLine
from apps.stock.on_hold import receipt_lines_of
from apps.stock.services import LineDraft, NegativeStock, NotEnoughStock, NotOnConsignment, NotOurs
from apps.stock.tests.factories import (
    DAY,
    consign,
    consignment_place,
    inspection_place_of,
    level,
    make_place,
    pool,
    receive,
    reserve,
    take_over,
    transfer,
)
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.services import StillInStock, WrongOwner, save_location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


@pytest.fixture(autouse=True)
def house(company) -> Warehouse:
    return make_place()


@pytest.fixture
def tea() -> Product:
    return make_product()


@pytest.fixture
def grower() -> Party:
    return make_party("Tea grower", is_supplier=True)


@pytest.fixture
def other() -> Party:
    return make_party("Other grower", is_supplier=True)


@pytest.fixture(autouse=True)
def _proves(db):
    """Prove stock after each test, whatever it did."""
    yield
    checks = [check for check in registered() if check.name.startswith("stock.")]
    with connection.cursor() as cursor:
        assert [found for check in checks for found in run_check(cursor, check)] == []


def document(kind: str, **fields) -> StockDocument:
    return StockDocument(kind=kind, warehouse=make_warehouse(), date=DAY, **fields)


def save(head: StockDocument, *lines: StockDocumentLine) -> StockDocument:
    return stock.save_document(actor=None, document=head, lines=lines)


def goods(product: Product, quantity: str, **fields) -> StockDocumentLine:
    return StockDocumentLine(
        product=product, quantity=Decimal(quantity), unit=product.unit, **fields
    )


def test_goods_on_consignment_are_counted_and_in_nobodys_books(tea, grower):
    row = consign(tea, "10", grower)

    deposit = StockDocument.objects.get()
    assert level(tea, row.location) == (10, 0)
    assert pool(tea) == (0, 0)
    assert deposit.entry is None
    assert deposit.lines.get().unit_cost is None
    assert not ValueLine.objects.exists()
    assert list(visible_consigned(None)) == [row]


def test_goods_on_consignment_are_neither_on_hand_nor_available_nor_promised(tea, grower, house):
    receive(tea, "3", "2")
    row = consign(tea, "10", grower)

    seen = selectors.visible_stock(None).get(pk=tea.pk)
    assert (seen.on_hand, seen.held, seen.available) == (3, 0, 3)
    assert selectors.available(tea, house) == 3
    assert selectors.available_by_product([tea.pk], house.pk) == {tea.pk: 3}
    assert [free.free for free in selectors.free_goods([tea.pk], house.pk)] == [3]
    shown = {(place.on_hand, place.available) for place in selectors.visible_levels(None)}
    assert shown == {(3, 3), (10, 0)}
    assert seen.consigned == 10
    with pytest.raises(NotEnoughStock, match="3 are free"):
        reserve((uuid7(), tea, "4"))
    assert reserve((line := uuid7(), tea, "4"), partial=True) == {line: 3}
    assert level(tea, row.location) == (10, 0)


def test_what_is_taken_over_is_ours_at_the_agreed_price_and_owed_to_its_owner(tea, grower):
    row = consign(tea, "10", grower)

    draw = take_over(row, "4", "2.50")

    assert level(tea, row.location) == (6, 0)
    assert level(tea) == (4, 0)
    assert pool(tea) == (4, 10)
    assert journal(draw.entry) == "3700         10.00\n4080                     10.00"
    assert {line.party for line in draw.entry.lines.all()} == {None, grower}
    [line] = draw.lines.all()
    assert selectors.received_by_line([line.origin_line_id]) == {line.origin_line_id: 4}


def test_a_reversal_gives_back_what_was_taken_over(tea, grower):
    row = consign(tea, "10", grower)
    draw = take_over(row, "4", "2.50")

    stock.reverse_receipt(actor=None, pk=draw.pk, on=DAY)

    assert level(tea, row.location) == (10, 0)
    assert pool(tea) == (0, 0)


def test_no_more_is_taken_over_than_lies_there(tea, grower):
    row = consign(tea, "10", grower)

    with pytest.raises(NegativeStock, match="10 are free"):
        take_over(row, "11")

    assert level(tea, row.location) == (10, 0)
    assert not Move.objects.filter(from_location=row.location).exists()


def test_a_deposit_is_reversed_while_it_lies_there(tea, grower):
    row = consign(tea, "10", grower)
    deposit = StockDocument.objects.get()
    take_over(row, "4")

    with pytest.raises(NegativeStock):
        stock.reverse_receipt(actor=None, pk=deposit.pk, on=DAY)
    assert level(tea, row.location) == (6, 0)

    second = consign(tea, "1", grower, code="SECOND")
    last = StockDocument.objects.order_by("pk").last()
    stock.reverse_receipt(actor=None, pk=last.pk, on=DAY)
    assert level(tea, second.location) == (0, 0)


def test_goods_go_back_to_their_owner_and_the_books_do_not_change(tea, grower):
    row = consign(tea, "10", grower)

    back = stock.return_level(actor=None, pk=row.pk, quantity=Decimal(4), reason="Not wanted")

    assert level(tea, row.location) == (6, 0)
    assert (back.kind, back.party, back.entry, back.notes) == (
        DocumentKind.RECEIPT, grower, None, "Not wanted",
    )  # fmt: skip
    stock.reverse_receipt(actor=None, pk=back.pk)
    assert level(tea, row.location) == (10, 0)
    stock.return_level(actor=None, pk=row.pk, reason="Season is over")
    with pytest.raises(NotOnConsignment):
        stock.return_level(actor=None, pk=row.pk, reason="Again")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"quantity": Decimal(11), "reason": "x"}, "quantity"),
        ({"quantity": Decimal(0), "reason": "x"}, "quantity"),
        ({"reason": " "}, "reason"),
    ],
)
def test_a_return_says_how_much_and_why(tea, grower, asked, field):
    row = consign(tea, "10", grower)

    with pytest.raises(InvalidInput) as refused:
        stock.return_level(actor=None, pk=row.pk, **asked)

    assert refused.value.field == field
    assert level(tea, row.location) == (10, 0)


def test_only_who_works_in_the_warehouse_sends_back(tea, grower, user_in):
    row = consign(tea, "10", grower)

    with pytest.raises(NotAllowed):
        stock.return_level(actor=user_in("warehouse_manager"), pk=row.pk, reason="x")

    assert level(tea, row.location) == (10, 0)


def test_another_suppliers_receipt_leaves_nothing_there(tea, grower, other):
    place = consignment_place(grower)

    for party in (other, None):
        with pytest.raises(NotOurs, match=r"Choose .*Tea grower.* as supplier"):
            save(document("receipt", party=party), goods(tea, "1", to_location=place))

    assert not StockDocument.objects.exists()


def test_what_was_ordered_is_received_into_a_place_of_our_own(tea, grower):
    place = consignment_place(grower)
    line = LineDraft(tea, Decimal(1), tea.unit, origin_line_id=uuid7(), to_location=place)

    with pytest.raises(NotOurs, match="place of our own"):
        stock.create_receipt(
            actor=None, warehouse=make_warehouse(), date=DAY, party=grower, lines=[line]
        )

    assert not StockDocument.objects.exists()


def test_what_is_taken_over_is_of_an_order(tea, grower):
    row = consign(tea, "10", grower)

    with pytest.raises(NotOurs):
        save(document("receipt", party=grower), goods(tea, "1", from_location=row.location))

    assert StockDocument.objects.count() == 1


@pytest.mark.parametrize("kind", ["shipment", "adjustment"])
def test_goods_on_consignment_are_neither_shipped_nor_adjusted(tea, grower, kind):
    row = consign(tea, "10", grower)
    head = document(kind, reason="loss" if kind == "adjustment" else "")

    with pytest.raises(NotOurs, match="Take over"):
        save(head, goods(tea, "1", from_location=row.location))

    assert StockDocument.objects.count() == 1


def test_goods_found_among_those_on_consignment_are_left_by_their_owner(tea, grower):
    place = consignment_place(grower)

    with pytest.raises(NotOurs):
        save(document("adjustment", reason="gain"), goods(tea, "1", to_location=place))

    assert not StockDocument.objects.exists()


def test_goods_on_consignment_move_within_their_warehouse(tea, grower, other):
    row = consign(tea, "10", grower)
    second, foreign = consignment_place(grower, "SECOND"), consignment_place(other, "FOREIGN")
    away = make_warehouse("AWAY")
    there = make_location(away, "THERE", owner=grower)

    transfer(tea, "4", second, source=row.location)

    assert (level(tea, row.location), level(tea, second)) == ((6, 0), (4, 0))
    for target in (foreign, there, stock_place(away), stock_place(make_warehouse())):
        with pytest.raises(NotOurs, match="take them over"):
            transfer(tea, "1", target, source=row.location)
    receive(tea, "1", "2")
    with pytest.raises(NotOurs):
        transfer(tea, "1", second)


def test_lots_stay_what_they_are_when_they_become_ours(grower):
    milk = make_product("MILK", tracking="lot")
    pump = make_product("PUMP", tracking="serial")
    row = consign(milk, "10", grower, lot_text="L1")
    piece = consign(pump, "1", grower, lot_text="S1")

    take_over(row, "4")
    take_over(piece, "1")

    assert Level.objects.get(lot=row.lot, location=stock_place(make_warehouse())).on_hand == 4
    assert Level.objects.get(lot=piece.lot).location == stock_place(make_warehouse())
    with pytest.raises(stock.SerialTwice):
        consign(pump, "1", grower, lot_text="S1")


def test_goods_are_inspected_when_they_become_ours_and_may_go_back(tea, grower, house):
    check = inspection_place_of(house)
    grower.inspect_goods = True
    grower.save(update_fields=["inspect_goods"])
    row = consign(tea, "10", grower)
    assert level(tea, row.location) == (10, 0)

    draw = take_over(row, "4", "2")

    assert level(tea, check) == (4, 0)
    held = Level.objects.get(location=check)
    assert [line.document for line in receipt_lines_of(held)] == [draw]
    stock.reject_level(actor=None, pk=held.pk, receipt_line=draw.lines.get().pk, reason="Wet")
    assert pool(tea) == (0, 0)


@pytest.mark.parametrize(
    ("method", "scope"),
    [
        ("fifo", "company"),
        ("fifo", "warehouse"),
        ("average", "warehouse"),
        ("standard", "company"),
        ("lot", "company"),
    ],
)
def test_however_goods_are_valued_those_on_consignment_are_not(grower, method, scope):
    category = make_category("Other", method=method, cost_scope=scope)
    milk = make_product("MILK", tracking="lot", category=category, standard_cost=Decimal(3))
    row = consign(milk, "10", grower, lot_text="L1")
    receive(milk, "2", "2", lot_text="L2")

    take_over(row, "4", "2")

    assert pool(milk)[0] == 6
    assert Level.objects.get(pk=row.pk).on_hand == 6


def test_changing_the_method_values_what_is_ours(tea, grower):
    receive(tea, "2", "2")
    consign(tea, "10", grower)
    tea.category.costing_method = "fifo"
    tea.category.save()

    stock.apply_costing(actor=None, pk=tea.pk)

    assert pool(tea) == (2, 4)


def test_a_place_keeps_its_owner_and_is_for_nothing_else(grower, other, house):
    place = consignment_place(grower)
    customer = make_party("Shop", is_customer=True)

    for changes in (
        {"owner": other},
        {"owner": None},
        {"is_default": True},
        {"is_held": True},
        {"role": "inspection"},
    ):
        row = Location.objects.get(pk=place.pk)
        for name, value in changes.items():
            setattr(row, name, value)
        with pytest.raises(WrongOwner):
            save_location(actor=None, document=row)
    with pytest.raises(WrongOwner, match="none"):
        make_location(house, "SHOP", owner=customer)

    place.refresh_from_db()
    assert (place.kind, place.owner, place.is_default) == ("consignment", grower, False)
    assert not Location.objects.filter(code="SHOP").exists()


def test_a_place_is_archived_when_nothing_of_its_owner_lies_there(tea, grower):
    row = consign(tea, "10", grower)
    row.location.is_active = False

    with pytest.raises(StillInStock):
        save_location(actor=None, document=row.location)

    assert Location.objects.get(pk=row.location_id).is_active
