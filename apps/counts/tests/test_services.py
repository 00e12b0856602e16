"""What a count does to stock and books, with the figures of the rules."""

import re
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.exceptions import WrongStatus
from apps.core.ids import uuid7
from apps.core.models import Event
from apps.counts import services as counts
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.tests.factories import count, goods, line_of, make_sheet, post, tolerate
from apps.ledger.tests.factories import journal
from apps.products.tests.factories import make_product
from apps.products.units import InexactQuantity
from apps.stock import services as stock
from apps.stock.models import Level, Lot
from apps.stock.tests.factories import DAY, level, pool, receive, reserve, ship, transfer
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _tolerant(company):
    tolerate()


def test_what_came_in_before_the_counting_is_expected_by_it():
    tea = goods("TEA", "1")
    sheet = make_sheet()
    receive(tea, "1", "2.00")

    line = count(sheet, tea, "3")
    posted = post(sheet)

    assert (line.expected, line.counted, line.difference) == (2, 3, 1)
    assert level(tea) == (3, 0)
    assert pool(tea) == (3, 6)
    assert posted.number == "CNT-2026-00001"
    assert posted.adjustment.number == "ADJ-2026-00001"


def test_what_moves_after_the_counting_leaves_the_difference_as_it_was():
    tea = goods("TEA", "10")
    sheet = make_sheet()
    count(sheet, tea, "8")
    ship(tea, "3")
    receive(tea, "1", "2.00")

    post(sheet)

    assert level(tea) == (6, 0)  # 10 - 3 + 1, less the 2 that were missing


def test_a_posted_count_is_one_adjustment_with_one_entry():
    tea, jam = goods("TEA", "10", "2.00"), goods("JAM", "4", "5.00")
    sheet = make_sheet()
    count(sheet, tea, "7")
    count(sheet, jam, "6")

    posted = post(sheet)

    assert journal(posted.adjustment.entry) == (
        "3700         10.00\n"
        "3700                      6.00\n"
        "6032                     10.00\n"
        "6032          6.00"
    )
    assert sorted(posted.adjustment.lines.values_list("product__sku", "quantity", "memo")) == [
        ("JAM", Decimal(2), "counted 6, expected 4"),
        ("TEA", Decimal(3), "counted 7, expected 10"),
    ]
    assert pool(tea) == (7, 14)
    assert pool(jam) == (6, 30)
    names = Event.objects.filter(aggregate_id=sheet.pk).values_list("name", flat=True)
    assert list(names).count("counts.sheet_posted") == 1


def test_a_count_that_agrees_is_posted_without_an_adjustment():
    tea = goods()
    sheet = make_sheet()
    count(sheet, tea, "10")

    posted = post(sheet)

    assert posted.adjustment is None
    assert posted.number == "CNT-2026-00001"
    assert level(tea) == (10, 0)


def test_a_recount_takes_the_place_of_the_count_with_a_moment_of_its_own():
    tea = goods()
    sheet = make_sheet()
    count(sheet, tea, "4")
    ship(tea, "2")

    line = count(sheet, tea, "8")

    assert (line.counted, line.expected, line.difference, line.tally_count) == (8, 8, 0, 2)
    assert list(Tally.objects.order_by("pk").values_list("counted", "expected")) == [
        (4, 10),
        (8, 8),
    ]


def test_a_sheet_holds_what_lies_in_its_part_and_on_no_other_sheet():
    tea, jam = goods("TEA"), goods("JAM")
    shelf = make_location(make_warehouse(), "SHELF")
    inner = make_location(make_warehouse(), "INNER", parent=shelf)
    transfer(tea, "3", inner)

    of_shelf = make_sheet(location=shelf)
    rest = make_sheet()

    assert list(of_shelf.lines.values_list("location__code", flat=True)) == ["INNER"]
    assert sorted(rest.lines.values_list("product__sku", "location__code")) == [
        ("JAM", "STOCK"),
        ("TEA", "STOCK"),
    ]
    with pytest.raises(counts.NothingToCount):
        make_sheet(products=[tea.pk, jam.pk])


def test_goods_of_a_cancelled_sheet_may_be_counted_on_another():
    goods()
    counts.cancel_sheet(actor=None, pk=make_sheet().pk)

    assert make_sheet().lines.count() == 1


def test_what_is_not_counted_is_asked_for_and_left_alone_when_told():
    tea, jam = goods("TEA"), goods("JAM")
    sheet = make_sheet()
    count(sheet, tea, "9")

    with pytest.raises(counts.NotAllCounted, match=r"left \(1\)"):
        counts.submit_sheet(actor=None, pk=sheet.pk)
    post(sheet, leave_uncounted=True)

    assert (level(tea), level(jam)) == ((9, 0), (10, 0))


def test_a_sheet_on_which_nothing_is_counted_cannot_be_submitted():
    goods()
    sheet = make_sheet()

    with pytest.raises(counts.NotAllCounted):
        counts.submit_sheet(actor=None, pk=sheet.pk, leave_uncounted=True)


def test_a_submitted_sheet_takes_no_figure_until_it_is_reopened():
    tea = goods()
    sheet = make_sheet()
    count(sheet, tea, "9")
    counts.submit_sheet(actor=None, pk=sheet.pk)

    with pytest.raises(counts.NotBeingCounted, match="have it counted again first"):
        count(sheet, tea, "10")
    counts.reopen_sheet(actor=None, pk=sheet.pk)

    assert count(sheet, tea, "10").difference == 0


def test_what_is_promised_cannot_be_taken_out_and_nothing_is_posted():
    tea, jam = goods("TEA"), goods("JAM")
    reserve((uuid7(), tea, "9"))
    sheet = make_sheet()
    count(sheet, tea, "5")
    count(sheet, jam, "5")
    counts.submit_sheet(actor=None, pk=sheet.pk)

    with pytest.raises(
        counts.CannotTakeOut, match=r"line 2 .*5 of TEA.* are missing in STOCK and 1 are free"
    ):
        counts.post_sheet(actor=None, pk=sheet.pk, on=DAY)

    assert (level(tea), level(jam)) == ((10, 9), (10, 0))
    assert CountSheet.objects.get().status == "submitted"


@pytest.mark.parametrize("figure", ["-1", "NaN", "Infinity", "1e14"])
def test_a_figure_that_is_no_quantity_is_refused(figure):
    tea = goods()
    sheet = make_sheet()

    with pytest.raises(counts.WrongCount):
        count(sheet, tea, figure)

    assert not Tally.objects.exists()


def test_a_figure_finer_than_the_unit_is_refused():
    tea = goods()
    sheet = make_sheet()

    with pytest.raises(InexactQuantity):
        count(sheet, tea, "1.5")


def test_found_goods_get_a_line_and_come_in_at_the_cost_of_those_in_stock():
    tea, jam = goods("TEA"), goods("JAM", "10", "3.00")
    shelf = make_location(make_warehouse(), "SHELF")
    sheet = make_sheet(products=[tea.pk])

    line = counts.count_found(
        actor=None, pk=sheet.pk, product=jam, location=shelf, counted=Decimal(2)
    )
    post(sheet, leave_uncounted=True)

    assert (line.is_found, line.expected, line.difference) == (True, 0, 2)
    assert level(jam, shelf) == (2, 0)
    assert pool(jam) == (12, 36)


def test_goods_are_found_only_where_the_sheet_counts_and_on_no_other_sheet():
    tea, jam = goods("TEA"), goods("JAM")
    shelf = make_location(make_warehouse(), "SHELF")
    other = stock_place(make_warehouse("OTHER"))
    sheet = make_sheet(products=[tea.pk])
    second = make_sheet(products=[jam.pk])

    with pytest.raises(counts.NotOnSheet, match="not on it"):
        counts.count_found(actor=None, pk=sheet.pk, product=jam, location=other, counted=Decimal(1))
    with pytest.raises(counts.OnOtherSheet, match=re.escape(str(second))):
        counts.count_found(
            actor=None,
            pk=sheet.pk,
            product=jam,
            location=stock_place(make_warehouse()),
            counted=Decimal(1),
        )
    assert not shelf.levels.exists()
    assert sheet.lines.count() == 1


def test_each_lot_is_a_line_and_a_new_lot_is_made_only_when_told():
    milk = goods("MILK", "5", tracking="lot", lot_text="L1")
    sheet = make_sheet()
    found = {"product": milk, "location": stock_place(make_warehouse()), "counted": Decimal(3)}

    with pytest.raises(stock.UnknownLot, match="L2 is unknown"):
        counts.count_found(actor=None, pk=sheet.pk, lot_text="L2", **found)
    with pytest.raises(stock.LotMissing):
        counts.count_found(actor=None, pk=sheet.pk, **found)
    counts.count_found(actor=None, pk=sheet.pk, lot_text="L2", make_lot=True, **found)
    count_of_first = CountLine.objects.get(lot__number="L1")
    counts.count_line(actor=None, pk=sheet.pk, line=count_of_first.pk, counted=Decimal(1))
    post(sheet)

    assert sorted(Level.objects.filter(product=milk).values_list("lot__number", "on_hand")) == [
        ("L1", 1),
        ("L2", 3),
    ]


def test_a_serial_number_is_one_piece_in_one_place():
    pump = goods("PUMP", "2", "9.00", tracking="serial", lot_text="S1 S2")
    shelf = make_location(make_warehouse(), "SHELF")
    sheet = make_sheet()
    first, second = (CountLine.objects.get(lot__number=number) for number in ("S1", "S2"))

    with pytest.raises(counts.WrongCount, match="one piece"):
        counts.count_line(actor=None, pk=sheet.pk, line=first.pk, counted=Decimal(2))
    with pytest.raises(counts.SerialElsewhere, match="in stock in STOCK"):
        counts.count_found(
            actor=None, pk=sheet.pk, product=pump, location=shelf, counted=Decimal(1), lot_text="S1"
        )
    counts.count_line(actor=None, pk=sheet.pk, line=first.pk, counted=Decimal(1))
    counts.count_line(actor=None, pk=sheet.pk, line=second.pk, counted=Decimal(0))
    counts.count_found(
        actor=None, pk=sheet.pk, product=pump, location=shelf, counted=Decimal(1), lot_text="S9", make_lot=True
    )  # fmt: skip
    post(sheet)

    assert sorted(
        Level.objects.filter(product=pump).values_list("lot__number", "location__code")
    ) == [
        ("S1", "STOCK"),
        ("S9", "SHELF"),
    ]
    assert Lot.objects.filter(number="S2").exists()


def test_a_cancelled_sheet_corrects_nothing_and_a_posted_one_stays(company):
    tea = goods()
    sheet = make_sheet()
    count(sheet, tea, "9")
    posted = post(sheet)

    with pytest.raises(WrongStatus):
        counts.cancel_sheet(actor=None, pk=posted.pk)
    with pytest.raises(WrongStatus):
        counts.post_sheet(actor=None, pk=posted.pk, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(company_id=company.pk, line=line_of(sheet, tea), counted=1)
    assert level(tea) == (9, 0)


def test_a_service_is_not_found_in_a_warehouse():
    goods()
    sheet, place = make_sheet(), stock_place(make_warehouse())
    service = make_product("WORK", kind="service")

    with pytest.raises(counts.NotOnSheet, match="service"):
        counts.count_found(
            actor=None, pk=sheet.pk, product=service, location=place, counted=Decimal(1)
        )
