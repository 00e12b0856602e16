"""The reports of stock: their figures, their files, and who sees values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.companies.selectors import company_in_force
from apps.ledger.tests.factories import YEAR
from apps.products.tests.factories import make_product
from apps.stock.models import Lot
from apps.stock.tests.factories import make_place, receive, ship, transfer
from apps.valuation.asking import Asked
from apps.valuation.choices import Report
from apps.valuation.reports.ageing import ageing_sheet, by_age
from apps.valuation.reports.attention import dead_sheet, expiring_sheet
from apps.valuation.reports.movement import movement_sheet, turnover_sheet
from apps.valuation.reports.worth import worth_sheet
from apps.warehouses.tests.factories import make_warehouse, stock_place


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


@pytest.fixture
def owner(user_in):
    return user_in("owner")


def today() -> date:
    return company_in_force().today()


def cells(sheet) -> list[list]:
    return [list(row.cells) for row in sheet.rows]


def test_valuation_of_a_day_adds_up_to_what_the_ledger_says(owner):
    tea, rice = make_product("TEA"), make_product("RICE")
    receive(tea, "8", "10", date=date(YEAR, 1, 10))
    receive(rice, "2", "3", date=date(YEAR, 2, 10))
    ship(tea, "2", date=date(YEAR, 3, 1))

    sheet = worth_sheet(Asked(owner, last=date(YEAR, 2, 28)))

    assert [(row[0], row[3], row[5], row[6]) for row in cells(sheet)] == [
        ("RICE", 2, 3, 6),
        ("TEA", 8, 10, 80),
    ]
    assert sheet.totals[6] == 86
    assert "the same" in sheet.note
    assert not sheet.warning


def test_valuation_is_narrowed_by_words_and_shows_places(owner):
    tea, rice = make_product("TEA"), make_product("RICE")
    receive(tea, "8", "10", date=date(YEAR, 1, 10))
    receive(rice, "1", "1", date=date(YEAR, 1, 10))
    transfer(tea, "3", stock_place(make_warehouse("AWAY")))

    assert [row[0] for row in cells(worth_sheet(Asked(owner, last=today(), q="ric")))] == ["RICE"]
    places = cells(worth_sheet(Asked(owner, last=today(), q="tea", by_place=True)))
    assert sorted(row[5] for row in places) == [3, 5]
    before = cells(worth_sheet(Asked(owner, last=date(YEAR, 1, 12), q="tea", by_place=True)))
    assert [row[5] for row in before] == [8]


def test_movement_goes_from_opening_to_closing_in_quantity_and_value(owner):
    tea = make_product("TEA")
    receive(tea, "8", "10", date=date(YEAR, 1, 10))
    receive(tea, "4", "16", date=date(YEAR, 2, 3))
    ship(tea, "10", date=date(YEAR, 2, 20))

    sheet = movement_sheet(Asked(owner, first=date(YEAR, 2, 1), last=date(YEAR, 2, 28)))

    [row] = cells(sheet)
    assert row[2:6] == [8, 4, 10, 2]
    assert row[7:] == [80, 64, 120, 24]
    assert sheet.totals[7:] == [80, 64, 120, 24]


def test_movement_of_one_warehouse_counts_what_came_from_another(owner):
    tea = make_product("TEA")
    receive(tea, "8", "10", date=date(YEAR, 1, 10))
    away = make_warehouse("AWAY")
    transfer(tea, "3", stock_place(away))

    [row] = cells(
        movement_sheet(
            Asked(owner, first=date(YEAR, 1, 12), last=date(YEAR, 1, 31), warehouse=away.pk)
        )
    )

    assert row[2:6] == [0, 3, 0, 3]
    assert len(row) == 7


def test_turnover_is_cost_of_goods_sold_over_the_average_value(owner):
    tea = make_product("TEA")
    receive(tea, "10", "10", date=date(YEAR, 1, 10))
    ship(tea, "6", date=date(YEAR, 2, 10))

    sheet = turnover_sheet(Asked(owner, first=date(YEAR, 2, 1), last=date(YEAR, 2, 28)))

    [row] = cells(sheet)
    assert row[2] == 6
    assert (row[4], row[5]) == (60, 70)
    assert round(row[6], 4) == Decimal("0.8571")
    assert round(row[7], 2) == Decimal("32.67")


@pytest.mark.parametrize(
    ("on_hand", "came", "parts"),
    [
        ("10", {}, [0, 0, 0, 0, 0, 10]),
        ("10", {0: 4, 2: 3}, [4, 0, 3, 0, 0, 3]),
        ("5", {0: 4, 2: 3}, [4, 0, 1, 0, 0, 0]),
    ],
)
def test_what_is_on_hand_came_in_last(on_hand, came, parts):
    found = by_age(Decimal(on_hand), {bucket: Decimal(q) for bucket, q in came.items()})

    assert found == parts


def test_ageing_puts_goods_into_the_days_since_they_came(owner):
    tea = make_product("TEA")
    receive(tea, "4", "10", date=today() - timedelta(days=100))
    receive(tea, "4", "10", date=today() - timedelta(days=31))
    receive(tea, "2", "10", date=today() - timedelta(days=30))
    ship(tea, "3", date=today())

    [row] = cells(ageing_sheet(Asked(owner, last=today())))
    valued = ageing_sheet(Asked(owner, last=today(), in_value=True))

    assert (row[2], row[4]) == (7, 70)
    assert row[5:] == [2, 4, 0, 1, 0, 0]
    assert cells(valued)[0][4:] == [70, 20, 40, 0, 10, 0, 0]
    assert valued.totals[4:] == [70, 20, 40, 0, 10, 0, 0]


def test_lots_that_expire_soon_stand_first_with_their_value(owner):
    tea = make_product("TEA", tracking="lot")
    for lot, quantity in (("L1", "4"), ("L2", "2"), ("L3", "1")):
        receive(tea, quantity, "10", lot_text=lot)
    for lot, days in (("L1", 20), ("L2", -1), ("L3", 31)):
        Lot.objects.filter(number=lot).update(expires_on=today() + timedelta(days=days))

    sheet = expiring_sheet(Asked(owner, last=today(), days=30))

    assert [(row[4], row[1], row[7], row[9]) for row in cells(sheet)] == [
        ("L2", -1, 2, 20),
        ("L1", 20, 4, 40),
    ]
    assert sheet.totals[9] == 60


def test_dead_stock_was_not_sold_for_days_and_not_just_received(owner):
    old, sold, new, slow = (make_product(sku) for sku in ("OLD", "SOLD", "NEW", "SLOW"))
    long_ago = date(YEAR, 1, 10)
    for product in (old, sold, slow):
        receive(product, "5", "2", date=long_ago)
    receive(new, "5", "2", date=today())
    receive(make_product("FRESH"), "5", "2", date=today() - timedelta(days=89))
    ship(sold, "1", date=today())
    ship(slow, "1", date=date(YEAR, 2, 1))

    sheet = dead_sheet(Asked(owner, last=today(), days=90))

    assert [(row[0], row[3], row[6]) for row in cells(sheet)] == [("OLD", 5, 10), ("SLOW", 4, 8)]
    assert sheet.totals[6] == 18


def login(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("report", list(Report))
def test_every_report_is_a_page_and_a_file(owner, report):
    receive(make_product("TEA"), "4", "10", date=date(YEAR, 1, 10))
    client, url = login(owner), reverse(f"valuation:{report.value}")

    page = client.get(url)
    file = client.get(url, {"export": "csv"})

    assert page.status_code == 200
    assert file["Content-Type"].startswith("text/csv")
    if report != Report.EXPIRING:
        assert b"TEA" in b"".join(file.streaming_content)
        assert "TEA" in page.content.decode()


def test_who_may_not_see_costs_sees_quantities_of_their_warehouses_and_no_value(user_in):
    tea = make_product("TEA")
    receive(tea, "4", "123.45", date=date(YEAR, 1, 10))
    away = make_warehouse("AWAY")
    transfer(tea, "1", stock_place(away))
    keeper = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", keeper, away)
    client = login(keeper)

    pages = {
        report: client.get(reverse(f"valuation:{report.value}"))
        for report in Report
        if report != Report.TURNOVER
    }

    assert all(page.status_code == 200 for page in pages.values())
    assert all("123.45" not in page.content.decode() for page in pages.values())
    assert cells(worth_sheet(Asked(keeper, last=today())))[0][5] == 1
    assert client.get(reverse("valuation:turnover")).status_code == 403


def test_a_span_that_runs_backwards_and_a_number_beyond_the_chain_are_said_in_the_form(owner):
    client = login(owner)

    backwards = client.get(
        reverse("valuation:movement"), {"first": "2026-02-02", "last": "2026-02-01"}
    )
    beyond = client.get(reverse("valuation:worth"), {"number": "999999"})

    assert (backwards.status_code, beyond.status_code) == (422, 422)
    assert "the last of the chain" in beyond.content.decode()
