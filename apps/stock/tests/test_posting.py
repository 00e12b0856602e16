"""Receipts, shipments, transfers and adjustments: what moves, what it is worth, what the books say."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, WrongStatus
from apps.core.ids import uuid7
from apps.ledger.services import NoPeriod
from apps.ledger.tests.factories import YEAR, journal, make_party
from apps.products.choices import ProductKind
from apps.products.services import save_product
from apps.products.tests.factories import make_product, make_unit
from apps.stock import selectors
from apps.stock import services as stock
from apps.stock.choices import AdjustmentReason, DocumentStatus
from apps.stock.models import Move, StockDocument, ValueLine
from apps.stock.services import LineDraft, NegativeStock, NoLines, NotEnoughStock, NotGoods
from apps.stock.tests.factories import (
    DAY,
    ORIGIN,
    adjust,
    draft_receipt,
    draft_shipment,
    level,
    make_place,
    pool,
    receive,
    reserve,
    ship,
    transfer,
)
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


def test_a_receipt_debits_stock_and_credits_what_is_not_yet_invoiced():
    tea = make_product()

    receipt = receive(tea, "8", "10", party=make_party())

    assert receipt.status == DocumentStatus.POSTED
    assert receipt.number == f"RCV-{YEAR}-00001"
    assert receipt.entry.reference == receipt.number
    assert level(tea) == (8, 0)
    assert journal(receipt.entry) == (
        "3700         80.00\n"
        "4080                     80.00"
    )  # fmt: skip


def test_a_shipment_moves_the_cost_of_goods_out_of_stock():
    tea = make_product()
    receive(tea, "8", "10")
    receive(tea, "4", "16")

    shipment = ship(tea, "10")

    assert level(tea) == (2, 0)
    assert pool(tea) == (2, 24)
    assert journal(shipment.entry) == (
        "3700                    120.00\n"
        "6030        120.00"
    )  # fmt: skip


def test_a_document_of_many_lines_posts_one_entry_with_a_line_for_each_account():
    products = [make_product(f"P{n}") for n in range(5)]
    for product in products:
        receive(product, "2", "3")

    draft = draft_shipment([(product, "1") for product in products])
    shipment = stock.post_shipment(actor=None, pk=draft.pk)

    assert shipment.moves.count() == 5
    assert journal(shipment.entry) == (
        "3700                     15.00\n"
        "6030         15.00"
    )  # fmt: skip


def test_a_transfer_moves_goods_and_no_value():
    tea = make_product()
    receive(tea, "5", "2")
    away = stock_place(make_warehouse("AWAY"))

    document = transfer(tea, "3", away)

    assert document.entry is None
    assert (level(tea), level(tea, away)) == ((2, 0), (3, 0))
    assert pool(tea) == (5, 10)
    assert not ValueLine.objects.filter(move__document=document).exists()


def test_free_goods_come_in_without_an_entry():
    tea = make_product()

    receipt = receive(tea, "5", "0")

    assert receipt.entry is None
    assert pool(tea) == (5, 0)


@pytest.mark.parametrize(
    ("reason", "account"),
    [
        (AdjustmentReason.COUNT, "6032"),
        (AdjustmentReason.SCRAP, "6033"),
        (AdjustmentReason.OPENING, "1900"),
    ],
)
def test_each_reason_of_an_adjustment_has_its_account(reason: str, account: str):
    tea = make_product()
    receive(tea, "5", "2")

    document = adjust(tea, "-2", reason=reason)

    assert level(tea) == (3, 0)
    assert journal(document.entry) == (
        "3700                      4.00\n"
        f"{account}          4.00"
    )  # fmt: skip


def test_goods_found_come_in_at_what_the_others_cost():
    tea = make_product()
    receive(tea, "4", "2.50")

    adjust(tea, "2")

    assert pool(tea) == (6, 15)


def test_first_in_first_out_takes_the_oldest_first_in_any_unit():
    gram = make_unit("g", dimension="mass", numerator=1, denominator=1000)
    kilogram = make_unit("kg", dimension="mass", decimals=3)
    tea = make_product(method="fifo", unit=kilogram)
    receive(tea, "4", "10")
    receive(tea, "2000", "25", unit=gram)

    costs = [ship(tea, quantity).entry.total for quantity in ("3", "1", "1")]

    assert costs == [30, 10, 25]
    assert pool(tea) == (1, 25)


def test_standard_cost_books_the_difference_to_the_price_as_variance():
    tea = make_product(method="standard", standard_cost=Decimal(5))

    receipt = receive(tea, "4", "4")

    assert pool(tea) == (4, 20)
    assert journal(receipt.entry) == (
        "3700         20.00\n"
        "4080                     16.00\n"
        "6031                      4.00"
    )  # fmt: skip


def test_a_new_standard_cost_revalues_what_is_on_hand(company):
    tea = make_product(method="standard", standard_cost=Decimal(5))
    receive(tea, "100", "5")

    tea.standard_cost = Decimal(3)
    save_product(actor=None, document=tea)

    assert pool(tea) == (100, 300)
    change = ValueLine.objects.get(move=None)
    assert journal(change.entry) == (
        "3700                    200.00\n"
        "6031        200.00"
    )  # fmt: skip


def test_a_box_of_nine_pieces_bought_and_nine_pieces_sold_leave_nothing():
    box = make_unit("box", numerator=9)
    tea = make_product()
    receive(tea, "1", "1.11", unit=box)

    ship(tea, "9")

    assert level(tea) == (0, 0)
    assert pool(tea) == (0, 0)


def test_more_than_is_there_does_not_leave_and_nothing_is_written():
    tea = make_product()
    receive(tea, "5", "2")
    draft = draft_shipment([(tea, "6")])

    with pytest.raises(NegativeStock, match="5 are free"):
        stock.post_shipment(actor=None, pk=draft.pk)

    draft.refresh_from_db()
    assert draft.status == DocumentStatus.DRAFT
    assert Move.objects.filter(document=draft).count() == 0
    assert level(tea) == (5, 0)


def test_what_is_promised_to_an_order_does_not_leave_for_another():
    tea = make_product()
    receive(tea, "5", "2")
    reserve((uuid7(), tea, "4"))

    with pytest.raises(NegativeStock, match="1 are free"):
        ship(tea, "2")


def test_two_lines_on_one_product_count_together():
    tea = make_product()
    receive(tea, "5", "2")
    draft = draft_shipment([(tea, "3"), (tea, "3")])

    with pytest.raises(NegativeStock, match="2 are free"):
        stock.post_shipment(actor=None, pk=draft.pk)


def test_a_shipment_uses_up_what_is_reserved_for_its_order():
    tea = make_product()
    receive(tea, "5", "2")
    order, line = uuid7(), uuid7()
    reserve((line, tea, "4"), origin_id=order)
    draft = stock.create_shipment(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        lines=[LineDraft(tea, Decimal(3), tea.unit, origin_line_id=line)],
        origin_type=ORIGIN,
        origin_id=order,
    )

    stock.post_shipment(actor=None, pk=draft.pk)

    assert level(tea) == (2, 1)
    assert selectors.reserved_by_line([line]) == {line: 1}
    assert selectors.shipped_by_line([line]) == {line: 3}


def test_a_shipment_takes_goods_from_where_they_are_reserved():
    warehouse = make_warehouse()
    shelf = make_location(warehouse)
    tea = make_product()
    receive(tea, "5", "2")
    transfer(tea, "3", shelf)
    order, line = uuid7(), uuid7()
    reserve((line, tea, "4"), origin_id=order)

    draft = stock.create_shipment(
        actor=None,
        warehouse=warehouse,
        date=DAY,
        lines=[LineDraft(tea, Decimal(4), tea.unit, origin_line_id=line)],
        origin_type=ORIGIN,
        origin_id=order,
    )
    stock.post_shipment(actor=None, pk=draft.pk)

    assert (level(tea), level(tea, shelf)) == ((0, 0), (1, 0))


def test_a_part_leaves_and_the_rest_waits_in_a_backorder():
    tea, rice = make_product(), make_product("RICE")
    receive(tea, "5", "2")
    draft = draft_shipment([(tea, "8"), (rice, "2")])
    [first, _second] = draft.lines.all()

    stock.post_shipment(actor=None, pk=draft.pk, quantities={first.pk: Decimal(5)})

    backorder = StockDocument.objects.get(backorder_of=draft)
    waiting = sorted((line.product.sku, line.quantity) for line in backorder.lines.all())
    assert waiting == [("RICE", 2), ("TEA", 3)]
    assert backorder.status == DocumentStatus.DRAFT
    assert level(tea) == (0, 0)


def test_a_posted_document_is_posted_once():
    tea = make_product()
    receipt = receive(tea, "5", "2")

    with pytest.raises(WrongStatus):
        stock.post_receipt(actor=None, pk=receipt.pk)

    assert level(tea) == (5, 0)


def test_an_empty_document_is_not_posted():
    draft = draft_receipt(make_product(), "1", "1")
    draft.lines.all().delete()

    with pytest.raises(NoLines, match="add a line"):
        stock.post_receipt(actor=None, pk=draft.pk)


def test_a_day_outside_every_period_takes_no_move():
    draft = draft_receipt(make_product(), "1", "1")

    with pytest.raises(NoPeriod):
        stock.post_receipt(actor=None, pk=draft.pk, on=date(YEAR + 5, 1, 1))


def test_a_service_is_not_kept_in_stock():
    advice = make_product("ADVICE", kind=ProductKind.SERVICE)

    with pytest.raises(NotGoods, match="service"):
        draft_receipt(advice, "1", "1")


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "1e20"])
def test_a_line_moves_a_quantity_above_zero(quantity: str):
    tea = make_product()

    with pytest.raises(InvalidInput, match="quantity"):
        draft_receipt(tea, quantity, "1")
    with pytest.raises((InvalidInput, NotEnoughStock)):
        reserve((uuid7(), tea, quantity))

    assert not StockDocument.objects.exists()


@pytest.mark.parametrize("cost", ["-0.01", "NaN", "1e13"])
def test_goods_cost_zero_or_more(cost: str):
    with pytest.raises(InvalidInput, match="zero or more"):
        draft_receipt(make_product(), "1", cost)


def test_a_count_adjusts_to_what_is_there_at_the_moment_of_counting():
    tea = make_product()
    place = stock_place(make_warehouse())
    receive(tea, "1", "2")  # printed on the sheet
    receive(tea, "1", "2")  # came in meanwhile

    draft = stock.draft_count(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        counts=[stock.Count(tea, place, Decimal(3))],
    )
    stock.post_adjustment(actor=None, pk=draft.pk)

    assert [line.quantity for line in draft.lines.all()] == [1]
    assert level(tea) == (3, 0)


def test_a_count_that_agrees_makes_no_adjustment():
    tea = make_product()
    receive(tea, "1", "2")

    counts = [stock.Count(tea, stock_place(make_warehouse()), Decimal(1))]

    assert (
        stock.draft_count(actor=None, warehouse=make_warehouse(), date=DAY, counts=counts) is None
    )


def test_a_category_that_changes_its_method_keeps_it_while_there_is_stock():
    tea = make_product()
    receive(tea, "2", "10")
    tea.category.costing_method = "fifo"
    tea.category.save()

    receive(tea, "2", "20")
    shipment = ship(tea, "2")

    assert shipment.entry.total == 30


def test_posting_takes_as_many_statements_for_fifty_lines_as_for_one(django_assert_max_num_queries):
    counts = set()
    for lines in (1, 5, 50):
        products = [make_product(f"S{lines}-{n}") for n in range(lines)]
        draft = stock.create_receipt(
            actor=None,
            warehouse=make_warehouse(),
            date=DAY,
            lines=[
                LineDraft(product, Decimal(2), product.unit, Decimal(3)) for product in products
            ],
        )
        stock.post_receipt(actor=None, pk=draft.pk)
        draft = draft_shipment([(product, "1") for product in products], origin_id=uuid7())
        with django_assert_max_num_queries(18) as queries:
            stock.post_shipment(actor=None, pk=draft.pk)
        counts.add(len(queries))

    assert len(counts) == 1
