"""Where goods that come in are put away: by rule, beside their like, where there is room."""

from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, NotAllowed
from apps.picking import services as picking
from apps.picking.finding import waiting_goods
from apps.picking.planning import Promise, into_waves, spots_for
from apps.picking.reading import NamesNoLot, Piece, Place, Told, Total, Unknown, clean, meaning
from apps.picking.tests.factories import goods, level_of, make_rule, promised
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import draft_receipt, level, make_place, receive
from apps.warehouses.services import save_warehouse
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


def shelf(code, capacity=None):
    limit = Decimal(capacity) if capacity else None
    return make_location(make_warehouse(), code, capacity=limit)


def goes_to(product, quantity="1"):
    return draft_receipt(product, quantity, "1.00").lines.get().to_location.code


@pytest.fixture
def tea(company):
    make_place()
    return make_product("TEA")


@pytest.mark.django_db
def test_goods_go_where_their_rule_says_the_lowest_sequence_first(tea):
    make_rule(shelf("A"), product=tea, sequence=20)
    make_rule(shelf("B"), product=tea, sequence=10)

    assert goes_to(tea) == "B"


@pytest.mark.django_db
def test_a_warehouse_that_receives_in_two_steps_puts_goods_away_later(tea):
    house = make_warehouse()
    make_rule(shelf("A"), product=tea)
    house.receipt_steps = "two"
    save_warehouse(actor=None, document=house)

    assert goes_to(tea) == "STOCK"
    receive(tea, "3", "1.00")
    [row] = waiting_goods(house.pk)
    assert (row.free, row.place.code) == (3, "A")


@pytest.mark.django_db
def test_a_product_has_precedence_over_its_category(tea):
    make_rule(shelf("C"), category=tea.category, sequence=1)
    assert goes_to(tea) == "C"
    make_rule(shelf("P"), product=tea, sequence=9)

    assert goes_to(tea) == "P"


@pytest.mark.django_db
def test_a_full_place_sends_goods_to_the_next_then_beside_their_like_then_to_the_default(tea):
    make_rule(shelf("A", "10"), product=tea, sequence=1)
    make_rule(shelf("B", "5"), product=tea, sequence=2)
    found = [goes_to(tea, "8")]
    receive(tea, "8", "1.00")
    found += [goes_to(tea, "2"), goes_to(tea, "3"), goes_to(tea, "6")]

    assert found == ["A", "A", "B", "STOCK"]


@pytest.mark.django_db
def test_lines_of_one_receipt_share_the_room(tea):
    mint = make_product("MINT")
    make_rule(shelf("A", "10"), category=tea.category)
    document = draft_receipt(tea, "6", "1.00")
    other = draft_receipt(mint, "6", "1.00").lines.get()
    other.to_location = None
    line = document.lines.get()
    line.to_location = None

    stock.save_document(actor=None, document=document, lines=[line, other])

    assert [row.to_location.code for row in document.lines.all()] == ["A", "STOCK"]


@pytest.mark.django_db
def test_goods_lie_beside_their_like_once_a_warehouse_has_rules(tea):
    near = shelf("NEAR")
    goods("TEA", "5", place=near)
    before = goes_to(tea)
    make_rule(shelf("A"), product=make_product("MINT"))

    assert (before, goes_to(tea)) == ("STOCK", "NEAR")


@pytest.mark.django_db
def test_a_place_that_was_chosen_stays(tea):
    make_rule(shelf("A"), product=tea)
    chosen = shelf("MINE")

    goods("TEA", "1", place=chosen)

    assert level(tea, chosen) == (1, 0)


@pytest.mark.django_db
def test_what_waits_in_the_default_place_is_put_away_by_a_transfer(tea):
    near = shelf("NEAR")
    receive(tea, "10", "1.00")
    promised((tea, "4"))
    make_rule(near, product=tea)
    [row] = waiting_goods(make_warehouse().pk)

    document = picking.put_away(actor=None, level=row.pk, location=row.place.pk)

    assert (row.free, row.place) == (6, near)
    assert (level(tea), level(tea, near)) == ((4, 4), (6, 0))
    assert (document.kind, document.status) == ("transfer", "posted")
    assert waiting_goods(make_warehouse().pk) == []


@pytest.mark.django_db
def test_no_more_is_put_away_than_lies_free(tea):
    near = shelf("NEAR")
    receive(tea, "10", "1.00")
    pk = level_of(tea).pk

    with pytest.raises(picking.NotThere, match="at most 10"):
        picking.put_away(actor=None, level=pk, location=near.pk, quantity=Decimal(11))
    for wrong in (stock_place(make_warehouse()).pk, stock_place(make_warehouse("OTHER")).pk):
        with pytest.raises(InvalidInput, match="another place"):
            picking.put_away(actor=None, level=pk, location=wrong)
    with pytest.raises(InvalidInput, match="above zero"):
        picking.put_away(actor=None, level=pk, location=near.pk, quantity=Decimal(0))
    assert not StockDocument.objects.filter(kind="transfer").exists()


@pytest.mark.django_db
def test_who_has_no_access_puts_nothing_away_and_writes_no_rule(tea, user_in):
    near = shelf("NEAR")
    receive(tea, "10", "1.00")
    stranger = user_in("warehouse_manager")

    with pytest.raises(NotAllowed):
        picking.put_away(actor=stranger, level=level_of(tea).pk, location=near.pk)
    with pytest.raises(NotAllowed):
        picking.save_putaway_rule(actor=stranger, document=make_rule(near, product=tea))


@pytest.mark.django_db
def test_a_rule_is_for_one_product_or_category_and_stands_once(tea):
    near = shelf("NEAR")
    make_rule(near, product=tea)

    for fields, words in (
        ({}, "not both"),
        ({"product": tea, "category": tea.category}, "not both"),
        ({"product": tea}, "has one"),
    ):
        with pytest.raises(picking.WrongRule, match=words):
            make_rule(near, **fields)


TEA = Told(place="A-01", sku="TEA", gtin="4006381333931")
MILK = Told(place="A-01", sku="MILK", lot="L1", is_traced=True)


@pytest.mark.parametrize(
    ("code", "told", "said"),
    [
        ("tea", TEA, Piece()),
        ("*TEA*", TEA, Piece()),
        ("04006381333931", TEA, Piece()),
        ("a-01", TEA, Place()),
        ("12", TEA, Total(Decimal(12))),
        ("0,5", TEA, Total(Decimal("0.5"))),
        ("4006381333930", TEA, Unknown()),
        ("-3", TEA, Unknown()),
        ("1e5", TEA, Unknown()),
        ("NaN", TEA, Unknown()),
        ("", TEA, Unknown()),
        ("l1", MILK, Piece()),
        ("MILK", MILK, NamesNoLot()),
        ("L2", MILK, Unknown()),
        ("77", Told(place="A", sku="77"), Piece()),
    ],
)
def test_a_code_says_what_its_label_says(code, told, said):
    assert meaning(clean(code), told) == said


def test_goods_are_taken_where_they_are_promised_and_the_rest_where_the_shipment_says():
    here, there = (1, None), (2, None)
    promises = [Promise(there, Decimal(2)), Promise(here, Decimal(3))]

    assert spots_for(Decimal(6), here, promises) == [(here, Decimal(4)), (there, Decimal(2))]
    assert [promise.quantity for promise in promises] == [0, 0]


def test_waves_fill_up_and_a_long_shipment_stands_alone():
    assert into_waves([("a", 2), ("b", 2), ("c", 9), ("d", 1)], 4) == [["a", "b"], ["c"], ["d"]]
