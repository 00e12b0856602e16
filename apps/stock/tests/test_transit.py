"""Transfers in two steps: sent, on their way, received in part, written off or sent back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from guardian.shortcuts import assign_perm

from apps.core.exceptions import InvalidInput, NotAllowed, WrongStatus
from apps.core.prove import registered, run_check
from apps.ledger.models import EntryLine, Period
from apps.ledger.tests.factories import YEAR
from apps.products.models import Product
from apps.products.tests.factories import make_category, make_product
from apps.stock import on_the_way, selectors
from apps.stock import services as stock
from apps.stock.closing import goods_on_their_way
from apps.stock.models import CostPart, Level, Lot, StockDocument, TransitLine
from apps.stock.services import (
    MoreThanSent,
    NegativeStock,
    NothingOnTheWay,
    OneStep,
    SentInTwoSteps,
    WrongPlace,
)
from apps.stock.tests.factories import (
    DAY,
    draft_transfer,
    level,
    make_place,
    pool,
    receive,
    send,
    transfer,
    two_steps,
)
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def place(company) -> Warehouse:
    return make_place()


@pytest.fixture
def shop() -> Warehouse:
    return two_steps(make_warehouse("SHOP"))


@pytest.fixture
def tea() -> Product:
    tea = make_product()
    receive(tea, "10", "2")
    return tea


@pytest.fixture(autouse=True)
def _proves(db):
    """Prove stock after each test, whatever it did."""
    yield
    checks = [check for check in registered() if check.name.startswith("stock.")]
    with connection.cursor() as cursor:
        assert [found for check in checks for found in run_check(cursor, check)] == []


def local(method: str = "average") -> Product:
    category = make_category(f"Local {method}", method=method, cost_scope="warehouse")
    return make_product("LOCAL", category=category)


def lying_on_the_way(product: Product) -> Decimal:
    rows = Level.objects.filter(product=product, location__kind="transit")
    return sum((row.on_hand for row in rows), Decimal(0))


def parts(product: Product) -> dict[str, tuple[int, Decimal]]:
    rows = CostPart.objects.filter(product=product).select_related("warehouse")
    return {
        row.warehouse.code if row.warehouse else "way": (int(row.quantity), row.value)
        for row in rows
    }


def take(sent: StockDocument, quantity: str | None = None, **fields) -> StockDocument:
    """Receive all or some of the first line of what was sent."""
    quantities = None if quantity is None else {sent.lines.get().pk: Decimal(quantity)}
    return stock.receive_transfer(actor=None, pk=sent.pk, on=DAY, quantities=quantities, **fields)


def test_what_is_sent_is_on_its_way_and_nowhere_else_until_it_is_received(shop, tea):
    sent = send(tea, "4", shop)

    assert level(tea) == (6, 0)
    assert lying_on_the_way(tea) == 4
    assert level(tea, stock_place(shop)) == (0, 0)
    assert pool(tea) == (10, 20)

    take(sent)

    assert lying_on_the_way(tea) == 0
    assert level(tea, stock_place(shop)) == (4, 0)
    assert pool(tea) == (10, 20)
    assert sent.entry is None


def test_goods_arrive_in_parts_and_never_more_than_was_sent(shop, tea):
    sent = send(tea, "5", shop)

    take(sent, "2")
    with pytest.raises(MoreThanSent, match="at most 3"):
        take(sent, "4")
    take(sent, "3")
    with pytest.raises(NothingOnTheWay):
        take(sent)

    assert level(tea, stock_place(shop)) == (5, 0)


@pytest.mark.parametrize("quantity", ["-1", "NaN"])
def test_a_quantity_that_is_none_is_refused(shop, tea, quantity):
    sent = send(tea, "5", shop)

    with pytest.raises(InvalidInput):
        take(sent, quantity)

    assert lying_on_the_way(tea) == 5


def test_goods_go_where_the_transfer_meant_them_or_where_the_receiver_says(shop, tea):
    shelf, other = make_location(shop, "SHELF"), make_location(shop, "OTHER")
    sent = send(tea, "4", shop, to=shelf)

    take(sent, "1")
    take(sent, "3", location=other)

    assert level(tea, shelf) == (1, 0)
    assert level(tea, other) == (3, 0)


def test_goods_are_received_in_no_other_warehouse(place, shop, tea):
    sent = send(tea, "4", shop)

    with pytest.raises(WrongPlace, match="lies elsewhere"):
        take(sent, location=stock_place(place))


def test_goods_arrive_in_no_place_that_was_archived_meanwhile(place, shop, tea):
    shelf, other, source = (
        make_location(house, code) for house, code in ((shop, "A"), (shop, "B"), (place, "C"))
    )
    transfer(tea, "4", source)
    sent = send(tea, "4", shop, source=source, to=shelf)
    Location.objects.filter(pk__in=[shelf.pk, other.pk, source.pk]).update(is_active=False)

    with pytest.raises(WrongPlace, match="archived"):
        take(sent, location=Location.objects.get(pk=other.pk))
    take(sent, "3")
    stock.return_transfer(actor=None, pk=sent.pk, on=DAY)

    assert level(tea, stock_place(shop)) == (3, 0)
    assert level(tea, stock_place(place)) == (7, 0)


def test_what_never_arrives_is_written_off_with_a_reason_at_its_cost(shop, tea):
    sent = send(tea, "5", shop)
    take(sent, "3")

    with pytest.raises(InvalidInput, match="Say why"):
        stock.lose_transfer(actor=None, pk=sent.pk, on=DAY, reason=" ")
    lost = stock.lose_transfer(actor=None, pk=sent.pk, on=DAY, reason="Fell off the lorry")

    assert lying_on_the_way(tea) == 0
    assert lost.notes == "Fell off the lorry"
    assert pool(tea) == (8, 16)
    booked = EntryLine.objects.filter(entry=lost.entry).values_list("debit", "credit")
    assert sorted(booked) == [(0, 4), (4, 0)]


def test_what_is_still_on_its_way_can_be_sent_back(shop, tea):
    sent = send(tea, "5", shop)
    take(sent, "2")

    back = stock.return_transfer(actor=None, pk=sent.pk, on=TOMORROW, reason="Road closed")

    assert level(tea) == (8, 0)
    assert back.notes == "Road closed"
    with pytest.raises(NothingOnTheWay):
        take(sent)


def test_a_receipt_that_was_a_mistake_puts_the_goods_back_on_their_way(shop, tea):
    sent = send(tea, "5", shop)
    arrived = take(sent, "2")

    stock.reverse_transfer(actor=None, pk=arrived.pk, on=DAY)

    assert lying_on_the_way(tea) == 5
    assert level(tea, stock_place(shop)) == (0, 0)
    take(sent)
    assert level(tea, stock_place(shop)) == (5, 0)


def test_a_loss_that_was_found_again_is_on_its_way_again(shop, tea):
    sent = send(tea, "5", shop)
    lost = stock.lose_transfer(actor=None, pk=sent.pk, on=DAY, reason="Gone")

    stock.reverse_adjustment(actor=None, pk=lost.pk, on=DAY)

    assert lying_on_the_way(tea) == 5
    assert pool(tea) == (10, 20)


def test_what_was_sent_is_sent_back_rather_than_reversed(shop, tea):
    sent = send(tea, "5", shop)

    with pytest.raises(SentInTwoSteps, match="send it back"):
        stock.reverse_transfer(actor=None, pk=sent.pk, on=DAY)


def test_two_steps_are_taken_where_one_of_the_warehouses_wants_them(place, shop, tea):
    draft = draft_transfer(tea, "1", shop)
    with pytest.raises(SentInTwoSteps, match="send"):
        stock.post_transfer(actor=None, pk=draft.pk)

    two_steps(shop, "one")
    with pytest.raises(OneStep, match="post it"):
        stock.send_transfer(actor=None, pk=draft.pk)

    two_steps(place)
    stock.send_transfer(actor=None, pk=draft.pk)
    assert lying_on_the_way(tea) == 1


def test_goods_within_a_warehouse_go_in_one_step(shop, tea):
    receive(tea, "3", "2", warehouse=shop)
    shelf = make_location(shop)
    inside = draft_transfer(tea, "2", shop, source=stock_place(shop), to=shelf)

    stock.post_transfer(actor=None, pk=inside.pk)

    assert level(tea, shelf) == (2, 0)


def test_no_more_is_sent_than_is_free(shop, tea):
    draft = draft_transfer(tea, "11", shop)

    with pytest.raises(NegativeStock):
        stock.send_transfer(actor=None, pk=draft.pk, on=DAY)

    assert StockDocument.objects.get(pk=draft.pk).status == "draft"
    assert not TransitLine.objects.exists()


def test_goods_are_sent_once(shop, tea):
    sent = send(tea, "2", shop)

    with pytest.raises(WrongStatus):
        stock.send_transfer(actor=None, pk=sent.pk, on=DAY)


def test_nothing_is_received_before_it_was_sent(shop, tea):
    sent = send(tea, "2", shop)

    with pytest.raises(InvalidInput, match="later one"):
        stock.receive_transfer(actor=None, pk=sent.pk, on=DAY - timedelta(days=1))


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_on_their_way_goods_are_in_no_warehouses_part_and_keep_their_cost(shop, method):
    salt = local(method)
    receive(salt, "8", "10")
    receive(salt, "2", "10", warehouse=shop)
    sent = send(salt, "3", shop)

    assert parts(salt) == {"MAIN": (5, 50), "SHOP": (2, 20), "way": (3, 30)}

    take(sent, "2")
    assert parts(salt) == {"MAIN": (5, 50), "SHOP": (4, 40), "way": (1, 10)}
    stock.return_transfer(actor=None, pk=sent.pk, on=DAY)
    assert parts(salt) == {"MAIN": (6, 60), "SHOP": (4, 40)}


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_what_arrives_costs_what_it_cost_where_it_was_sent_from(place, shop, method):
    salt = local(method)
    third = make_warehouse("THIRD")
    receive(salt, "4", "10")
    receive(salt, "3", "20", warehouse=third)
    first = send(salt, "3", shop)
    second = send(salt, "3", shop, source=stock_place(third))

    take(second, "1")
    assert parts(salt)["SHOP"] == (1, 20)
    take(first)
    assert parts(salt) == {"MAIN": (1, 10), "SHOP": (4, 50), "way": (2, 40)}
    stock.lose_transfer(actor=None, pk=second.pk, on=DAY, reason="Gone")
    assert parts(salt) == {"MAIN": (1, 10), "SHOP": (4, 50)}


def test_the_last_of_what_was_sent_takes_its_last_cent(shop):
    salt = local()
    receive(salt, "3", "3.333333")
    sent = send(salt, "3", shop)

    values = [take(sent, "1").moves.get().value_lines.get(quantity__gt=0).value for _ in range(3)]

    assert values == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
    assert parts(salt) == {"SHOP": (3, 10)}


def test_a_receipt_undone_gives_the_way_its_cost_back(shop):
    salt = local("fifo")
    receive(salt, "2", "10")
    receive(salt, "2", "25")
    sent = send(salt, "3", shop)
    arrived = take(sent, "3")

    stock.reverse_transfer(actor=None, pk=arrived.pk, on=DAY)

    assert parts(salt) == {"MAIN": (1, 25), "way": (3, 45)}


def test_goods_with_numbers_keep_them_on_their_way(shop):
    pump = make_product("PUMP", tracking="serial")
    receive(pump, "2", "9", lot_text="S1 S2")
    draft = draft_transfer(pump, "1", shop, lot=Lot.objects.get(number="S2"))
    sent = stock.send_transfer(actor=None, pk=draft.pk, on=DAY)

    take(sent)

    row = Level.objects.get(location=stock_place(shop))
    assert (row.lot.number, row.on_hand) == ("S2", 1)


def test_on_its_way_nothing_is_free_for_orders(shop, tea):
    send(tea, "4", shop)

    assert selectors.available(tea, shop) == 0
    assert selectors.visible_stock(None).get(pk=tea.pk).available == 6


def test_the_sender_sends_and_the_receiver_receives(place, shop, tea, user_in):
    here, there = user_in("warehouse_manager"), user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", here, place)
    assign_perm("warehouses.access_warehouse", there, shop)
    draft = draft_transfer(tea, "4", shop)

    with pytest.raises(NotAllowed):
        stock.send_transfer(actor=there, pk=draft.pk, on=DAY)
    sent = stock.send_transfer(actor=here, pk=draft.pk, on=DAY)
    for refused in (stock.receive_transfer, stock.lose_transfer):
        reason = {"reason": "x"} if refused is stock.lose_transfer else {}
        with pytest.raises(NotAllowed):
            refused(actor=here, pk=sent.pk, on=DAY, **reason)
    with pytest.raises(NotAllowed):
        stock.return_transfer(actor=there, pk=sent.pk, on=DAY)
    arrived = stock.receive_transfer(actor=there, pk=sent.pk, on=DAY)
    with pytest.raises(NotAllowed):
        stock.reverse_transfer(actor=here, pk=arrived.pk, on=DAY)
    stock.reverse_transfer(actor=there, pk=arrived.pk, on=DAY)
    stock.return_transfer(actor=here, pk=sent.pk, on=DAY)


def test_either_of_the_two_may_write_the_draft_and_cancel_it(place, shop, tea, user_in):
    there, stranger = user_in("warehouse_manager"), user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", there, shop)

    draft = draft_transfer(tea, "4", shop, actor=there)

    with pytest.raises(NotAllowed):
        stock.cancel_transfer(actor=stranger, pk=draft.pk)
    stock.cancel_transfer(actor=there, pk=draft.pk)


def test_closing_a_month_tells_of_goods_still_on_their_way(shop, tea):
    sent = send(tea, "4", shop)
    january = Period.objects.get(code=f"{YEAR}-01")

    [item] = goods_on_their_way(january)
    assert sent.number in item.text
    assert "4" in item.text
    take(sent)
    assert goods_on_their_way(january) == []


def test_the_way_shows_from_to_since_and_due(place, shop, tea, user_in):
    sent = send(tea, "4", shop, expected_date=TOMORROW)
    take(sent, "1")

    row = on_the_way.visible_transit(user_in("owner")).get()

    assert (row.from_warehouse, row.to_warehouse, row.sent_on) == (place, shop, DAY)
    assert (row.expected_date, row.quantity, row.open_quantity) == (TOMORROW, 4, 3)
    assert not on_the_way.visible_transit(user_in("warehouse_manager")).exists()
    assert isinstance(row.line.to_location, Location)
