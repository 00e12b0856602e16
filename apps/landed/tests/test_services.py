"""Landed costs: split by value, quantity, weight or volume; spread over stock and what was sold; taken back."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.landed import services as landed
from apps.landed.choices import LandedCostStatus
from apps.landed.models import LandedCost, LandedReceipt, LandedShare
from apps.landed.selectors import (
    bill_line_options,
    receipt_options,
    split_of,
    visible_landed_costs,
)
from apps.landed.services import NothingBooked, WrongBillLine, WrongReceipt
from apps.landed.spreading import MissingMeasure, NothingToSpread
from apps.landed.tests.factories import DAY, charge, draft, freight_bill, freight_line, posted
from apps.ledger.models import DefaultAccount, Entry, Period
from apps.ledger.services import NoDefaultAccount, PeriodClosed, close_period
from apps.ledger.tests.factories import YEAR, account, journal
from apps.products.tests.factories import make_product
from apps.purchasing.tests import factories as purchasing
from apps.stock import services as stock
from apps.stock.models import CostLayer
from apps.stock.tests.factories import draft_receipt, make_place, pool, receive, ship


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


def tea_and_rice(**fields):
    """Return the receipts of rule 5: 10 @ 100 and 1 @ 10."""
    tea, rice = make_product("TEA", **fields), make_product("RICE", **fields)
    return (tea, rice), (receive(tea, "10", "100"), receive(rice, "1", "10"))


def amounts(document):
    return [
        share.amount for share in LandedShare.objects.filter(landed_cost=document).order_by("pk")
    ]


def test_ten_by_value_over_ten_at_a_hundred_and_one_at_ten_and_back():
    (tea, rice), receipts = tea_and_rice()

    document = posted(*receipts)

    assert amounts(document) == [Decimal("9.90"), Decimal("0.10")]
    assert (pool(tea), pool(rice)) == ((10, Decimal("1009.90")), (1, Decimal("10.10")))
    assert (document.status, document.number) == ("posted", f"LC-{YEAR}-00001")
    assert journal(document.entry) == (
        "3700         10.00\n"
        "6080                     10.00"
    )  # fmt: skip

    landed.reverse_landed_cost(actor=None, pk=document.pk, on=DAY)

    document.refresh_from_db()
    assert document.status == LandedCostStatus.REVERSED
    assert (pool(tea), pool(rice)) == ((10, 1000), (1, 10))
    assert journal(document.undo_entry) == (
        "3700                     10.00\n"
        "6080         10.00"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "split"),
    [
        ("quantity", ["9.09", "0.91"]),
        ("weight", ["5.00", "5.00"]),
        ("volume", ["8.33", "1.67"]),
    ],
)
def test_costs_are_split_by_quantity_weight_or_volume(basis, split):
    tea = make_product("TEA", weight=Decimal("0.5"), volume=Decimal("0.01"))
    rice = make_product("RICE", weight=Decimal(5), volume=Decimal("0.02"))

    document = posted(receive(tea, "10", "100"), receive(rice, "1", "10"), basis=basis)

    assert amounts(document) == [Decimal(part) for part in split]


def test_goods_without_a_weight_are_named_and_nothing_is_written():
    _products, receipts = tea_and_rice()
    document = draft(*receipts, basis="weight")

    with pytest.raises(MissingMeasure, match="weight of TEA, RICE"):
        landed.post_landed_cost(actor=None, pk=document.pk)

    document.refresh_from_db()
    assert document.status == LandedCostStatus.DRAFT
    assert not LandedShare.objects.exists()


def test_the_part_of_what_was_sold_goes_to_cost_of_goods_sold_and_only_its_layers_are_touched():
    tea = make_product("TEA", method="fifo")
    receive(tea, "5", "10")
    receipt = receive(tea, "4", "10")
    ship(tea, "6")

    document = posted(receipt, charges=[charge("8.00")])

    assert journal(document.entry) == (
        "3700          6.00\n"
        "6030          2.00\n"
        "6080                      8.00"
    )  # fmt: skip
    layers = CostLayer.objects.filter(product=tea, quantity__gt=0)
    assert [(layer.quantity, layer.value) for layer in layers] == [(3, 36)]


def test_what_would_happen_is_shown_before_and_is_what_happens():
    (tea, _rice), receipts = tea_and_rice()
    ship(tea, "5")
    document = draft(*receipts)

    before = split_of(document)
    landed.post_landed_cost(actor=None, pk=document.pk)
    document.refresh_from_db()

    assert before.rows == split_of(document).rows
    assert before.total == {
        "amount": Decimal("10.00"),
        "kept": Decimal("5.05"),
        "sold": Decimal("4.95"),
        "variance": 0,
    }


def test_what_cannot_be_spread_yet_says_why_on_the_page():
    document = draft()

    assert "one receipt" in split_of(document).refused
    with pytest.raises(NothingToSpread):
        landed.post_landed_cost(actor=None, pk=document.pk)


def test_several_costs_leave_the_accounts_they_lie_on():
    tea = make_product("TEA")
    receipt = receive(tea, "3", "10")

    document = posted(receipt, charges=[charge("10.00"), charge("2.00", account=account("6580"))])

    assert journal(document.entry) == (
        "3700         12.00\n"
        "6080                     10.00\n"
        "6580                      2.00"
    )  # fmt: skip
    assert [row.amount for row in split_of(document).rows] == [12]


def test_a_line_of_a_bill_is_spread_as_a_whole_from_its_own_account():
    tea = make_product("TEA")
    receipt, line = receive(tea, "10", "10"), freight_line("120.00")

    document = posted(receipt, charges=[charge(None, bill_line=line)])

    assert pool(tea) == (10, 220)
    assert journal(document.entry) == (
        "3700        120.00\n"
        "6070                    120.00"
    )  # fmt: skip


def test_a_line_of_a_bill_is_spread_once_until_that_is_taken_back():
    receipt, line = receive(make_product("TEA"), "10", "10"), freight_line()
    other = draft(receipt, charges=[charge("1.00", bill_line=line)])
    first = posted(receipt, charges=[charge("50.00", bill_line=line)])

    with pytest.raises(WrongBillLine, match="spread already"):
        draft(receipt, charges=[charge("1.00", bill_line=line)])
    with pytest.raises(WrongBillLine, match="spread already"):
        landed.post_landed_cost(actor=None, pk=other.pk)
    assert bill_line_options("OF-1") == []

    landed.reverse_landed_cost(actor=None, pk=first.pk, on=DAY)
    assert bill_line_options("freight") == [line]
    landed.post_landed_cost(actor=None, pk=other.pk)


def test_no_more_is_spread_than_a_bill_asks_for():
    with pytest.raises(WrongBillLine, match="at most"):
        draft(charges=[charge("120.01", bill_line=freight_line("120.00"))])


def test_a_bill_that_is_not_posted_or_is_for_goods_is_not_spread():
    drafted = freight_bill(post=False).lines.get()
    (tea,) = purchasing.make_trade("TEA")
    order = purchasing.confirmed(purchasing.line(tea, "2"))
    purchasing.receive(order)
    goods = purchasing.bill(order).lines.get()

    for line in (drafted, goods):
        with pytest.raises(WrongBillLine, match="posted supplier bill"):
            draft(charges=[charge("1.00", bill_line=line)])


@pytest.mark.parametrize("amount", [None, "0", "-1", "0.001", "NaN"])
def test_an_amount_is_above_zero_and_to_the_cent(amount):
    with pytest.raises(InvalidInput):
        draft(charges=[charge(amount)])
    assert not LandedCost.objects.exists()


def test_a_cost_does_not_come_out_of_an_account_that_a_sub_ledger_keeps():
    with pytest.raises(InvalidInput, match="sub-ledger"):
        draft(charges=[charge("5.00", account=account("3700"))])


def test_without_an_account_for_landed_costs_the_company_is_told_to_choose_one():
    DefaultAccount.objects.filter(purpose="landed_costs").delete()

    with pytest.raises(NoDefaultAccount, match="reight and duty"):
        draft(charges=[charge("5.00")])


def test_only_posted_receipts_are_chosen_each_once():
    tea = make_product("TEA")
    receipt = receive(tea, "2", "5")

    for wrong in (draft_receipt(tea, "1", "5"), ship(tea, "1")):
        with pytest.raises(WrongReceipt, match="posted receipts"):
            draft(wrong)
    with pytest.raises(WrongReceipt, match="once"):
        draft(receipt, receipt)


def test_a_receipt_that_was_reversed_meanwhile_takes_nothing():
    tea, rice = make_product("TEA"), make_product("RICE")
    gone, there = receive(tea, "2", "5"), receive(rice, "2", "5")
    document = draft(gone, there)
    stock.reverse_receipt(actor=None, pk=gone.pk, on=date(YEAR, 1, 20))

    landed.post_landed_cost(actor=None, pk=document.pk)

    assert (pool(tea), pool(rice)) == ((0, 0), (2, 20))


def test_receipts_are_found_by_number_order_and_supplier():
    (tea,) = purchasing.make_trade("TEA")
    order = purchasing.confirmed(purchasing.line(tea, "2"))
    receipt = purchasing.receive(order)

    for text in (receipt.number, order.number, "Comptoir"):
        assert receipt_options(None, text) == [receipt]
    assert receipt_options(None, "nothing") == []


def test_goods_at_standard_cost_leave_the_cost_as_a_variance_or_refuse_when_it_lies_there_already():
    tea = make_product("TEA", method="standard", standard_cost=Decimal(5))
    receipt = receive(tea, "4", "5")

    document = posted(receipt)

    assert pool(tea) == (4, 20)
    assert journal(document.entry) == (
        "6031         10.00\n"
        "6080                     10.00"
    )  # fmt: skip
    with pytest.raises(NothingBooked):
        posted(receipt, charges=[charge("3.00", account=account("6031"))])


def test_what_was_sold_since_goes_back_from_cost_of_goods_sold():
    (tea, _rice), receipts = tea_and_rice()
    document = posted(*receipts)
    ship(tea, "5")

    landed.reverse_landed_cost(actor=None, pk=document.pk, on=DAY)

    document.refresh_from_db()
    assert pool(tea) == (5, 500)
    assert journal(document.undo_entry) == (
        "3700                      5.05\n"
        "6080         10.00\n"
        "6030                      4.95"
    )  # fmt: skip


def test_a_reversal_is_dated_in_an_open_period_and_not_before_its_document():
    _products, receipts = tea_and_rice()
    document = posted(*receipts)

    with pytest.raises(InvalidInput, match="later"):
        landed.reverse_landed_cost(actor=None, pk=document.pk, on=date(YEAR, 1, 31))

    january = Period.objects.get(start=date(YEAR, 1, 1))
    close_period(actor=None, pk=january.pk)
    late = draft(*receipts, date=date(YEAR, 1, 20))
    with pytest.raises(PeriodClosed):
        landed.post_landed_cost(actor=None, pk=late.pk)


def test_landed_costs_are_posted_once_reversed_once_and_a_draft_is_cancelled():
    _products, receipts = tea_and_rice()
    document, other = posted(*receipts), draft(*receipts)

    with pytest.raises(WrongStatus):
        landed.post_landed_cost(actor=None, pk=document.pk)
    with pytest.raises(WrongStatus):
        landed.reverse_landed_cost(actor=None, pk=other.pk)
    landed.cancel_landed_cost(actor=None, pk=other.pk)
    landed.reverse_landed_cost(actor=None, pk=document.pk, on=DAY)
    with pytest.raises(WrongStatus):
        landed.reverse_landed_cost(actor=None, pk=document.pk, on=DAY)
    assert Entry.objects.filter(source_type="landed.landedcost").count() == 2


def test_a_draft_is_changed_in_the_version_that_was_read():
    _products, (first, second) = tea_and_rice()
    document = draft(first)
    stale = LandedCost.objects.get(pk=document.pk)
    row = document.receipts.get()

    landed.save_landed_cost(
        actor=None,
        document=document,
        lines=[*document.lines.all(), charge("5.00")],
        receipts=[LandedReceipt(receipt=second)],
        receipts_removed=[row.pk],
    )

    assert visible_landed_costs(None).get().total == 15
    assert [row.receipt for row in document.receipts.all()] == [second]
    with pytest.raises(StaleVersion):
        landed.save_landed_cost(actor=None, document=stale, lines=list(stale.lines.all()))
