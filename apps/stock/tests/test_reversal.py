"""Reversals and late costs: everything goes back at its own cost, and posted entries stay as they are."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, WrongStatus
from apps.core.ids import uuid7
from apps.core.money import allocate
from apps.ledger.tests.factories import YEAR, account, journal
from apps.products.tests.factories import make_product
from apps.stock import selectors
from apps.stock import services as stock
from apps.stock.choices import DocumentStatus
from apps.stock.models import CostLayer
from apps.stock.services import (
    AlreadyReversed,
    CostAdjustment,
    LineDraft,
    NegativeStock,
    NothingReceived,
)
from apps.stock.tests.factories import (
    DAY,
    ORIGIN,
    adjust,
    level,
    make_place,
    pool,
    receive,
    ship,
    transfer,
)
from apps.warehouses.tests.factories import make_warehouse, stock_place


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


def receive_for(line, product, quantity, cost):
    draft = stock.create_receipt(
        actor=None,
        warehouse=make_warehouse(),
        date=DAY,
        lines=[
            LineDraft(product, Decimal(quantity), product.unit, Decimal(cost), origin_line_id=line)
        ],
        origin_type=ORIGIN,
        origin_id=uuid7(),
    )
    return stock.post_receipt(actor=None, pk=draft.pk)


def test_a_reversed_shipment_brings_goods_back_at_the_cost_they_left_with():
    tea = make_product()
    receive(tea, "2", "10")
    shipment = ship(tea, "1")
    receive(tea, "3", "30")

    back = stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)

    shipment.refresh_from_db()
    assert shipment.status == DocumentStatus.REVERSED
    assert back.number == f"SHP-{YEAR}-00002"
    assert pool(tea) == (5, 110)
    assert journal(back.entry) == (
        "3700         10.00\n"
        "6030                     10.00"
    )  # fmt: skip


def test_a_reversed_receipt_sends_goods_back_at_the_cost_they_came_with():
    tea = make_product()
    receive(tea, "1", "10")
    receipt = receive(tea, "2", "40")

    back = stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    assert pool(tea) == (1, 10)
    assert journal(back.entry) == (
        "3700                     80.00\n"
        "4080         80.00"
    )  # fmt: skip


def test_value_that_left_with_other_goods_stays_a_variance_when_a_receipt_is_reversed():
    tea = make_product()
    receive(tea, "1", "10")
    receipt = receive(tea, "1", "20")
    ship(tea, "1")

    back = stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    assert pool(tea) == (0, 0)
    assert journal(back.entry) == (
        "3700                     15.00\n"
        "4080         20.00\n"
        "6031                      5.00"
    )  # fmt: skip


def test_first_in_first_out_goods_go_back_into_their_layers_even_used_up_ones():
    tea = make_product(method="fifo")
    receive(tea, "4", "10")
    receive(tea, "2", "25")
    shipment = ship(tea, "5")

    stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)

    layers = CostLayer.objects.filter(product=tea).order_by("pk")
    assert [(layer.quantity, layer.value) for layer in layers] == [(4, 40), (2, 50)]
    assert ship(tea, "4").entry.total == 40


def test_a_standard_cost_receipt_is_undone_with_its_variance():
    tea = make_product(method="standard", standard_cost=Decimal(5))
    receipt = receive(tea, "4", "4")

    back = stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    assert pool(tea) == (0, 0)
    assert journal(back.entry) == (
        "3700                     20.00\n"
        "4080         16.00\n"
        "6031          4.00"
    )  # fmt: skip


def test_transfers_and_adjustments_are_undone_too():
    tea = make_product()
    receive(tea, "5", "2")
    away = stock_place(make_warehouse("AWAY"))
    moved = transfer(tea, "2", away)
    lost = adjust(tea, "-1")

    stock.reverse_transfer(actor=None, pk=moved.pk, on=DAY)
    stock.reverse_adjustment(actor=None, pk=lost.pk, on=DAY)

    assert (level(tea), level(tea, away)) == ((5, 0), (0, 0))
    assert pool(tea) == (5, 10)


def test_goods_that_are_gone_are_not_sent_back():
    tea = make_product()
    receipt = receive(tea, "2", "10")
    ship(tea, "1")

    with pytest.raises(NegativeStock):
        stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    receipt.refresh_from_db()
    assert receipt.status == DocumentStatus.POSTED


def test_a_document_is_reversed_once_and_a_reversal_not_at_all():
    receipt = receive(make_product(), "2", "10")
    back = stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    with pytest.raises(WrongStatus):
        stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)
    with pytest.raises(AlreadyReversed):
        stock.reverse_receipt(actor=None, pk=back.pk, on=DAY)


def test_a_reversal_is_not_older_than_what_it_reverses():
    receipt = receive(make_product(), "2", "10")

    with pytest.raises(InvalidInput, match="later"):
        stock.reverse_receipt(actor=None, pk=receipt.pk, on=date(YEAR, 1, 1))


def test_what_was_sent_back_counts_as_not_received():
    tea, line = make_product(), uuid7()
    receipt = receive_for(line, tea, "10", "5")
    assert selectors.received_by_line([line]) == {line: 10}

    stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    assert selectors.received_by_line([line]) == {line: 0}


def late_cost(line, amount: str, **fields):
    return stock.adjust_cost(
        actor=None,
        on=date(YEAR, 2, 1),
        adjustments=[CostAdjustment(line, Decimal(amount))],
        from_account=account("6031"),
        source_type="tests.bill",
        source_id=uuid7(),
        **fields,
    ).entry


def test_a_dearer_bill_is_split_between_what_is_on_hand_and_what_was_sold():
    tea, line = make_product(), uuid7()
    receive_for(line, tea, "10", "100")
    ship(tea, "6")

    entry = late_cost(line, "200")

    assert pool(tea) == (4, 480)
    assert journal(entry) == (
        "3700         80.00\n"
        "6030        120.00\n"
        "6031                    200.00"
    )  # fmt: skip


def test_a_late_cost_touches_only_its_own_layers():
    tea, line = make_product(method="fifo"), uuid7()
    receive(tea, "2", "10")
    receive_for(line, tea, "4", "10")
    ship(tea, "3")

    late_cost(line, "8")

    layers = CostLayer.objects.filter(product=tea, quantity__gt=0)
    assert [(layer.quantity, layer.value) for layer in layers] == [(3, 36)]


def test_freight_by_value_is_added_and_taken_away_again():
    tea, rice = make_product(), make_product("RICE")
    lines = [uuid7(), uuid7()]
    receive_for(lines[0], tea, "10", "100")
    receive_for(lines[1], rice, "1", "10")

    shares = allocate(Decimal("10.00"), [Decimal(1000), Decimal(10)], "EUR")
    assert shares == [Decimal("9.90"), Decimal("0.10")]
    for line, amount in zip(lines, shares, strict=True):
        late_cost(line, str(amount))
    assert (pool(tea), pool(rice)) == ((10, Decimal("1009.90")), (1, Decimal("10.10")))

    for line, amount in zip(lines, shares, strict=True):
        late_cost(line, str(-amount))
    assert (pool(tea), pool(rice)) == ((10, 1000), (1, 10))


def test_standard_cost_takes_no_late_cost():
    tea, line = make_product(method="standard", standard_cost=Decimal(5)), uuid7()
    receive_for(line, tea, "4", "5")

    assert late_cost(line, "8") is None
    assert pool(tea) == (4, 20)


def test_a_line_nothing_came_in_for_takes_no_cost():
    with pytest.raises(NothingReceived):
        late_cost(uuid7(), "8")
