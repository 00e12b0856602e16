"""Goods on hold: on hand and not available; inspected when they come in; released, sent back or scrapped."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection
from guardian.shortcuts import assign_perm

from apps.core.exceptions import InvalidInput, NotAllowed
from apps.core.ids import uuid7
from apps.core.prove import registered, run_check
from apps.ledger.models import Account, EntryLine
from apps.ledger.tests.factories import make_party
from apps.products.models import Product
from apps.products.tests.factories import make_category, make_product
from apps.stock import selectors
from apps.stock import services as stock
from apps.stock.models import Level, Reservation, StockDocument
from apps.stock.on_hold import receipt_lines_of, to_inspect, visible_held
from apps.stock.services import (
    CostAdjustment,
    LineDraft,
    NoInspectionPlace,
    NotEnoughStock,
    NotOfReceipt,
    NotOnHold,
    OnHold,
    WrongPlace,
)
from apps.stock.tests.factories import (
    DAY,
    adjust,
    draft_receipt,
    draft_shipment,
    inspection_place_of,
    level,
    make_place,
    on_hold,
    pool,
    put_on_hold,
    receive,
    reserve,
    transfer,
)
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.services import WrongRole
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


@pytest.fixture(autouse=True)
def place(company) -> Warehouse:
    return make_place()


@pytest.fixture
def tea() -> Product:
    return make_product()


@pytest.fixture
def shelf(place) -> Location:
    return make_location(place, "SHELF")


@pytest.fixture(autouse=True)
def _proves(db):
    """Prove stock after each test, whatever it did."""
    yield
    checks = [check for check in registered() if check.name.startswith("stock.")]
    with connection.cursor() as cursor:
        assert [found for check in checks for found in run_check(cursor, check)] == []


def reject(row: Level, quantity: str | None = None, **fields) -> StockDocument:
    [line, *_older] = receipt_lines_of(row)
    amount = None if quantity is None else Decimal(quantity)
    return stock.reject_level(
        actor=None, pk=row.pk, receipt_line=line.pk, quantity=amount, reason="Wet", **fields
    )


def booked(document: StockDocument) -> dict[str, Decimal]:
    """Return what an entry books by account: debit positive."""
    rows = EntryLine.objects.filter(entry=document.entry).select_related("account")
    return {row.account.code: row.debit - row.credit for row in rows}


def test_goods_on_hold_are_on_hand_and_not_available(tea, place, shelf):
    receive(tea, "10", "2")
    transfer(tea, "4", shelf)
    put_on_hold(shelf)

    row = selectors.visible_stock(None).get(pk=tea.pk)

    assert (row.on_hand, row.held, row.available) == (10, 4, 6)
    assert selectors.available(tea, place) == 6
    assert selectors.available_by_product([tea.pk], place.pk) == {tea.pk: 6}
    assert [free.free for free in selectors.free_goods([tea.pk], place.pk)] == [6]
    assert {row.available for row in selectors.visible_levels(None)} == {0, 6}


def test_goods_on_hold_are_promised_to_nobody(tea, shelf):
    receive(tea, "10", "2")
    transfer(tea, "4", shelf)
    put_on_hold(shelf)

    with pytest.raises(NotEnoughStock, match="6 are free"):
        reserve((uuid7(), tea, "7"))
    assert reserve((line := uuid7(), tea, "7"), partial=True) == {line: 6}
    assert level(tea, shelf) == (4, 0)
    assert not Reservation.objects.filter(location=shelf).exists()


def test_goods_on_hold_are_not_shipped_until_the_hold_ends(tea, place, shelf):
    receive(tea, "4", "2")
    transfer(tea, "4", shelf)
    put_on_hold(shelf)
    draft = stock.create_shipment(
        actor=None,
        warehouse=place,
        date=DAY,
        lines=[LineDraft(tea, Decimal(1), tea.unit, from_location=shelf)],
    )

    with pytest.raises(OnHold, match="SHELF"):
        stock.post_shipment(actor=None, pk=draft.pk)
    put_on_hold(shelf, is_held=False)
    stock.post_shipment(actor=None, pk=draft.pk)

    assert level(tea, shelf) == (3, 0)


def test_what_was_shipped_comes_back_to_a_place_on_hold(tea, place, shelf):
    receive(tea, "4", "2")
    transfer(tea, "4", shelf)
    draft = draft_shipment([(tea, "1")])
    draft.lines.update(from_location=shelf)
    shipped = stock.post_shipment(actor=None, pk=draft.pk)
    put_on_hold(shelf)

    stock.reverse_shipment(actor=None, pk=shipped.pk, on=DAY)

    assert level(tea, shelf) == (4, 0)


def test_a_place_of_which_something_is_promised_is_not_put_on_hold(tea, place, shelf):
    receive(tea, "4", "2")
    transfer(tea, "4", shelf)
    line = uuid7()
    reserve((line, tea, "1"))

    with pytest.raises(IntegrityError, match="1 are promised"):
        put_on_hold(Location.objects.get(pk=shelf.pk))

    stock.release(actor=None, origin_line_ids=[line])
    assert put_on_hold(Location.objects.get(pk=shelf.pk)).is_held


def test_goods_on_hold_are_counted_scrapped_and_moved(tea, place, shelf):
    receive(tea, "6", "2")
    transfer(tea, "4", shelf)
    put_on_hold(shelf)

    transfer(tea, "1", stock_place(place), source=shelf)
    adjust(tea, "-1")

    assert level(tea, shelf) == (3, 0)
    assert level(tea) == (2, 0)


def test_goods_to_be_inspected_come_in_on_hold(tea, place):
    check = inspection_place_of(place)
    tea.inspect_on_receipt = True
    tea.save()

    receive(tea, "5", "2")

    assert level(tea, check) == (5, 0)
    assert selectors.available(tea, place) == 0
    assert [row.product for row in to_inspect(None)] == [tea]


def test_all_goods_of_a_supplier_who_is_inspected_come_in_on_hold(tea, place):
    check = inspection_place_of(place)
    supplier = make_party(inspect_goods=True)

    receive(tea, "5", "2", party=supplier)
    receive(tea, "1", "2")

    assert level(tea, check) == (5, 0)
    assert level(tea) == (1, 0)


def test_a_draft_written_before_the_goods_were_to_be_inspected_is_held_when_posted(tea, place):
    check = inspection_place_of(place)
    draft = draft_receipt(tea, "5", "2")
    Product.objects.filter(pk=tea.pk).update(inspect_on_receipt=True)

    stock.post_receipt(actor=None, pk=draft.pk)

    assert level(tea, check) == (5, 0)


def test_a_warehouse_without_a_place_for_it_says_so(tea):
    tea.inspect_on_receipt = True

    with pytest.raises(NoInspectionPlace, match="for inspection"):
        draft_receipt(tea, "5", "2")


def test_what_is_good_is_released_in_part_or_whole_with_a_reason(tea, place, shelf):
    row = on_hold(tea, "5")

    with pytest.raises(InvalidInput, match="Say why"):
        stock.release_level(actor=None, pk=row.pk, reason="")
    stock.release_level(
        actor=None, pk=row.pk, quantity=Decimal(2), location=shelf, reason="Looks fine"
    )
    document = stock.release_level(actor=None, pk=row.pk, reason="All fine")

    assert level(tea, shelf) == (2, 0)
    assert level(tea) == (3, 0)
    assert (document.kind, document.notes, document.entry) == ("transfer", "All fine", None)
    with pytest.raises(NotOnHold):
        stock.release_level(actor=None, pk=row.pk, reason="Again")


@pytest.mark.parametrize("quantity", ["0", "-1", "6", "NaN"])
def test_a_quantity_that_does_not_lie_there_is_refused(tea, quantity):
    row = on_hold(tea, "5")

    for decide in (stock.release_level, stock.scrap_level):
        with pytest.raises(InvalidInput):
            decide(actor=None, pk=row.pk, quantity=Decimal(quantity), reason="x")

    assert level(tea, row.location) == (5, 0)


def test_goods_are_released_to_a_free_place_of_their_warehouse(tea, place):
    row = on_hold(tea, "5")
    elsewhere = stock_place(make_warehouse("SHOP"))
    blocked = put_on_hold(make_location(place, "BLOCKED"))

    archived = make_location(place, "OLD", is_active=False)

    for wrong in (elsewhere, blocked, archived):
        with pytest.raises(WrongPlace):
            stock.release_level(actor=None, pk=row.pk, location=wrong, reason="x")


def test_what_is_spoilt_is_scrapped_at_its_cost(tea):
    row = on_hold(tea, "5", "3")

    document = stock.scrap_level(actor=None, pk=row.pk, quantity=Decimal(2), reason="Mouldy")

    assert (document.reason, document.notes) == ("scrap", "Mouldy")
    assert pool(tea) == (3, 9)


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_what_is_rejected_goes_back_at_the_cost_of_its_own_receipt(method):
    tea = make_product("OWN", category=make_category("Own", method=method))
    receive(tea, "4", "10")
    row = on_hold(tea, "4", "16")

    back = reject(row, "3")

    assert pool(tea) == (5, 4 * 10 + 16)
    assert sorted(booked(back).values()) == [-48, 48]
    assert back.party_id is None


def test_at_standard_cost_the_variance_of_what_goes_back_goes_back_too():
    tea = make_product("STD", category=make_category("Std", method="standard"), standard_cost="5")
    row = on_hold(tea, "4", "4")

    back = reject(row, "3")

    assert pool(tea) == (1, 5)
    assert sorted(booked(back).values()) == [-15, 3, 12]


def test_no_more_goes_back_than_came_in_with_the_receipt(tea):
    on_hold(tea, "2")
    row = on_hold(tea, "5")
    last, first = receipt_lines_of(row)
    assert (last.left, first.left) == (5, 2)

    with pytest.raises(NotOfReceipt, match="at most 2"):
        stock.reject_level(
            actor=None, pk=row.pk, receipt_line=first.pk, quantity=Decimal(3), reason="x"
        )
    stock.reject_level(actor=None, pk=row.pk, receipt_line=first.pk, reason="x")
    assert [line.left for line in receipt_lines_of(row)] == [5]
    assert level(tea, row.location) == (5, 0)


def test_goods_go_back_of_a_receipt_of_theirs_only(tea):
    row, other = on_hold(tea, "2"), on_hold(make_product("RICE"), "2")
    [line] = receipt_lines_of(other)

    with pytest.raises(NotOfReceipt):
        stock.reject_level(actor=None, pk=row.pk, receipt_line=line.pk, reason="x")


def test_what_went_back_counts_as_not_received(tea):
    order_line = uuid7()
    inspection_place_of(make_warehouse())
    tea.inspect_on_receipt = True
    draft = stock.create_receipt(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        lines=[LineDraft(tea, Decimal(5), tea.unit, Decimal(2), origin_line_id=order_line)],
        origin_type="tests.order",
        origin_id=uuid7(),
    )
    stock.post_receipt(actor=None, pk=draft.pk)
    row = Level.objects.get(product=tea)

    back = reject(row, "2")

    assert selectors.received_by_line([order_line]) == {order_line: 3}
    assert (back.origin_type, back.origin_id) == (draft.origin_type, draft.origin_id)
    stock.reverse_receipt(actor=None, pk=back.pk)
    assert selectors.received_by_line([order_line]) == {order_line: 5}
    assert pool(tea) == (5, 10)


def test_a_late_cost_falls_on_what_did_not_go_back(tea):
    order_line = uuid7()
    inspection_place_of(make_warehouse())
    tea.inspect_on_receipt = True
    draft = stock.create_receipt(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        lines=[LineDraft(tea, Decimal(10), tea.unit, Decimal(10), origin_line_id=order_line)],
    )
    stock.post_receipt(actor=None, pk=draft.pk)
    reject(Level.objects.get(product=tea), "2")

    stock.adjust_cost(
        actor=None,
        on=DAY,
        adjustments=[CostAdjustment(order_line, Decimal(16))],
        from_account=Account.objects.get(code="6031"),
        source_type="tests.bill",
        source_id=uuid7(),
    )

    assert pool(tea) == (8, 96)


def test_a_receipt_of_which_something_went_back_is_not_reversed(tea):
    row = on_hold(tea, "5")
    receipt = receipt_lines_of(row)[0].document
    reject(row, "2")
    receive(tea, "2", "2")

    with pytest.raises(IntegrityError, match="2 went back"):
        stock.reverse_receipt(actor=None, pk=receipt.pk)


def test_serial_numbers_are_decided_on_one_by_one(place):
    pump = make_product("PUMP", tracking="serial")
    inspection_place_of(place)
    Product.objects.filter(pk=pump.pk).update(inspect_on_receipt=True)
    pump.refresh_from_db()
    receive(pump, "2", "9", lot_text="S1 S2")
    first, second = Level.objects.filter(product=pump).order_by("lot__number")

    stock.release_level(actor=None, pk=first.pk, reason="Runs")
    reject(second)

    [left] = Level.objects.filter(product=pump, on_hand__gt=0)
    assert (left.lot.number, left.location) == ("S1", stock_place(place))


def test_only_who_works_in_the_warehouse_decides(tea, user_in, place):
    row = on_hold(tea, "5")
    inspector, stranger = user_in("quality"), user_in("quality")
    assign_perm("warehouses.access_warehouse", inspector, place)

    assert list(visible_held(inspector)) == [row]
    assert not visible_held(stranger).exists()
    with pytest.raises(NotAllowed):
        stock.release_level(actor=stranger, pk=row.pk, reason="x")
    stock.release_level(actor=inspector, pk=row.pk, reason="x")


def test_a_warehouse_has_one_place_for_inspection_and_never_holds_where_goods_come_in(place):
    check = inspection_place_of(place)

    assert check.is_held
    with pytest.raises(WrongRole, match="CHECK"):
        make_location(place, "OTHER", role="inspection")
    with pytest.raises(WrongRole, match="by default"):
        put_on_hold(stock_place(place))
