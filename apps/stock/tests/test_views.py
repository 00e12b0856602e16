"""Screens of stock: who sees and moves what, what a form writes, what a verb does."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.core.context import company_context
from apps.core.exceptions import NotAllowed
from apps.core.ids import uuid7
from apps.ledger.tests.factories import YEAR, make_books, make_party
from apps.products.tests.factories import make_product
from apps.stock import selectors
from apps.stock import services as stock
from apps.stock.choices import DocumentStatus
from apps.stock.models import Reason, Reservation, StockDocument
from apps.stock.tests.factories import (
    draft_receipt,
    draft_shipment,
    level,
    make_place,
    receive,
    reserve,
    ship,
    transfer,
)
from apps.warehouses.tests.factories import make_warehouse, stock_place

FORM = {"lines-INITIAL_FORMS": 0}


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


@pytest.fixture
def owner(user_in):
    return logged_in(user_in("owner"))


@pytest.fixture
def keeper(user_in, place):
    """A warehouse manager of the main warehouse."""
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, place)
    return user


@pytest.fixture
def tea():
    return make_product()


def lines_of(*rows: dict) -> dict:
    written = {
        f"lines-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()
    }
    return {**FORM, "lines-TOTAL_FORMS": len(rows), **written}


def test_a_receipt_is_written_by_hand_posted_and_shown_with_its_value(owner, place, tea):
    supplier = make_party()
    written = owner.post(
        reverse("stock:receipt_create"),
        {
            "warehouse": place.pk,
            "party": supplier.pk,
            "date": f"{YEAR}-01-15",
            **lines_of({"product": tea.pk, "quantity": "8", "unit_cost": "2.50"}),
        },
    )
    receipt = StockDocument.objects.get()
    assert written.url == reverse("stock:receipt_detail", args=[receipt.pk])

    owner.post(reverse("stock:receipt_post", args=[receipt.pk]))

    assert level(tea) == (8, 0)
    page = owner.get(written.url).content.decode()
    assert "RCV-" in page
    assert "20.00" in page


def test_a_product_is_found_by_its_code_when_a_scanner_types_it(owner, place, tea):
    owner.post(
        reverse("stock:receipt_create"),
        {
            "warehouse": place.pk,
            "date": f"{YEAR}-01-15",
            **lines_of({"product": "TEA", "quantity": "1", "unit_cost": "1"}),
        },
    )

    assert StockDocument.objects.get().lines.get().product == tea


@pytest.mark.parametrize(
    "quantity", ["0", "-1", "NaN", "Infinity", "1e5", "٣", "1\u202e2", "9" * 21, "0.5"]
)
def test_a_quantity_that_is_none_is_refused_in_the_form(owner, place, tea, quantity):
    answer = owner.post(
        reverse("stock:receipt_create"),
        {
            "warehouse": place.pk,
            "date": f"{YEAR}-01-15",
            **lines_of({"product": tea.pk, "quantity": quantity, "unit_cost": "1"}),
        },
    )

    assert answer.status_code in (409, 422)
    assert StockDocument.objects.count() == 0


def test_a_product_of_another_company_is_refused_in_the_form(owner, place, other_company):
    with company_context(other_company.pk):
        make_books()
        theirs = make_product("THEIRS")

    answer = owner.post(
        reverse("stock:receipt_create"),
        {
            "warehouse": place.pk,
            "date": f"{YEAR}-01-15",
            **lines_of({"product": theirs.pk, "quantity": "1", "unit_cost": "1"}),
        },
    )

    assert answer.status_code == 422
    assert StockDocument.objects.count() == 0


def test_reservations_are_released_from_the_list(owner, tea):
    receive(tea, "5", "2")
    reserve((uuid7(), tea, "2"))
    [promise] = Reservation.objects.all()

    owner.post(reverse("stock:reservation_release_many"), {"pk": [promise.pk]})

    assert level(tea) == (5, 0)
    assert not Reservation.objects.exists()


def test_a_count_is_compared_with_what_is_there_now(owner, place, tea):
    receive(tea, "5", "2")

    owner.post(
        reverse("stock:adjustment_create"),
        {
            "warehouse": place.pk,
            "why": Reason.objects.get(code="COUNT").pk,
            "date": f"{YEAR}-01-16",
            **lines_of({"product": tea.pk, "place": stock_place(place).pk, "counted": "3"}),
        },
    )
    adjustment = StockDocument.objects.get(kind="adjustment")
    owner.post(reverse("stock:adjustment_post", args=[adjustment.pk]))

    assert level(tea) == (3, 0)
    assert "counted 3, expected 5" in adjustment.lines.get().memo


def test_a_change_is_written_with_its_sign_and_can_be_edited(owner, place, tea):
    receive(tea, "5", "2")
    reason = Reason.objects.get(code="SCRAP")
    form = {"warehouse": place.pk, "why": reason.pk, "date": f"{YEAR}-01-16"}
    line = {"product": tea.pk, "place": stock_place(place).pk, "change": "-2"}
    owner.post(reverse("stock:adjustment_create"), {**form, **lines_of(line)})
    adjustment = StockDocument.objects.get(kind="adjustment")
    stored = adjustment.lines.get()
    assert stored.to_location.kind == "scrap"
    edit = reverse("stock:adjustment_edit", args=[adjustment.pk])
    assert 'value="-2' in owner.get(edit).content.decode()

    owner.post(
        edit,
        {
            **form,
            "version": adjustment.version,
            **lines_of({**line, "change": "-1", "id": stored.pk}),
            "lines-INITIAL_FORMS": 1,
        },
    )

    assert adjustment.lines.get().quantity == 1


def test_a_part_is_posted_and_the_rest_waits(owner, tea):
    receive(tea, "5", "2")
    draft = draft_shipment([(tea, "5")])
    line = draft.lines.get()
    url = reverse("stock:shipment_post_part", args=[draft.pk])
    assert owner.get(url).status_code == 200

    owner.post(url, {"on": f"{YEAR}-01-20", f"line_{line.pk.hex}": "2"})

    assert level(tea) == (3, 0)
    rest = StockDocument.objects.get(backorder_of=draft)
    assert rest.lines.get().quantity == 3
    assert rest.number == ""
    page = owner.get(reverse("stock:shipment_detail", args=[rest.pk])).content.decode()
    assert "SHP-" in page


def test_reversing_asks_for_the_day_and_shows_both_documents(owner, tea):
    receipt = receive(tea, "5", "2")
    url = reverse("stock:receipt_reverse", args=[receipt.pk])
    assert owner.get(url).status_code == 200

    owner.post(url, {"on": f"{YEAR}-01-20"})

    receipt.refresh_from_db()
    assert receipt.status == DocumentStatus.REVERSED
    assert receipt.reversal.number in owner.get(receipt.get_absolute_url()).content.decode()


def test_more_than_there_is_is_a_message_and_nothing_moves(owner, tea):
    receive(tea, "1", "2")
    draft = draft_shipment([(tea, "2")])

    answer = owner.post(reverse("stock:shipment_post", args=[draft.pk]), follow=True)

    assert "1 are free" in answer.content.decode()
    assert level(tea) == (1, 0)


def test_a_keeper_of_one_warehouse_neither_sees_nor_moves_the_others_stock(keeper, place, tea):
    away = make_warehouse("AWAY")
    receive(tea, "5", "2")
    transfer(tea, "2", stock_place(away))
    theirs = draft_receipt(tea, "1", "1", warehouse=away)
    mine = draft_receipt(tea, "1", "1")
    client = logged_in(keeper)

    assert [row.on_hand for row in selectors.visible_levels(keeper)] == [3]
    assert [row.on_hand for row in selectors.visible_stock(keeper)] == [3]
    assert list(selectors.visible_receipts(keeper).filter(status="draft")) == [mine]
    assert client.get(reverse("stock:receipt_detail", args=[theirs.pk])).status_code == 404
    assert client.post(reverse("stock:receipt_post", args=[theirs.pk])).status_code == 404
    with pytest.raises(NotAllowed):
        stock.post_receipt(actor=keeper, pk=theirs.pk)
    with pytest.raises(NotAllowed):
        stock.draft_count(actor=keeper, warehouse=away, date=mine.date, counts=[])
    stock.post_receipt(actor=keeper, pk=mine.pk)
    assert level(tea) == (4, 0)
    assert level(tea, stock_place(away)) == (2, 0)


def test_a_transfer_into_a_warehouse_of_others_is_refused(keeper, place, tea):
    away = make_warehouse("AWAY")
    receive(tea, "5", "2")
    client = logged_in(keeper)

    answer = client.post(
        reverse("stock:transfer_create"),
        {
            "warehouse": place.pk,
            "to_warehouse": away.pk,
            "date": f"{YEAR}-01-16",
            **lines_of({"product": tea.pk, "quantity": "1"}),
        },
    )

    assert answer.status_code in (403, 422)
    assert not StockDocument.objects.filter(kind="transfer").exists()


def test_who_may_not_see_costs_sees_none(user_in, tea):
    receipt = receive(tea, "5", "2")
    keeper = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", keeper, make_warehouse())
    client = logged_in(keeper)

    page = client.get(receipt.get_absolute_url()).content.decode()
    part = client.get(reverse("stock:product_stock", args=[tea.pk])).content.decode()

    assert "10.00" not in page
    assert "What it costs" not in part
    assert (
        "stock_value"
        not in client.get(reverse("stock:level_list")).context["table"].columns.names()
    )


def test_the_part_of_the_product_page_says_where_it_lies_and_why_it_costs(owner, tea):
    receive(tea, "5", "2")
    ship(tea, "2")

    part = owner.get(reverse("stock:product_stock", args=[tea.pk]), headers={"HX-Request": "true"})

    text = part.content.decode()
    assert "<html" not in text
    assert "MAIN/STOCK" in text
    assert f"SHP-{YEAR}-00001" in text
    assert "6.00" in text


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("stock:level_list", lambda n: receive(make_product(f"P{n}"), "2", "1")),
        ("stock:place_list", lambda n: receive(make_product(f"P{n}"), "2", "1")),
        ("stock:move_list", lambda n: receive(make_product(f"P{n}"), "2", "1")),
        ("stock:receipt_list", lambda n: draft_receipt(make_product(f"P{n}"), "2", "1")),
    ],
)
def test_a_list_takes_as_many_statements_for_twenty_rows_as_for_two(owner, name, make):
    counts = []
    for rows in (range(2), range(2, 20)):
        for n in rows:
            make(n)
        owner.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            owner.get(reverse(name))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_detail_takes_as_many_statements_for_many_lines_as_for_one(owner):
    counts = []
    for size in (1, 12):
        products = [make_product(f"D{size}-{n}") for n in range(size)]
        for product in products:
            receive(product, "2", "1")
        draft = draft_shipment([(product, "1") for product in products])
        stock.post_shipment(actor=None, pk=draft.pk)
        url = reverse("stock:shipment_detail", args=[draft.pk])
        owner.get(url)
        with CaptureQueriesContext(connection) as queries:
            owner.get(url)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_stock_is_filtered_by_how_much_there_is(owner, tea):
    receive(tea, "5", "2")
    make_product("GONE")
    make_product("LOW", reorder_level=Decimal(3))

    def found(**query):
        return [
            row.sku
            for row in owner.get(reverse("stock:level_list"), query).context["table"].data.data
        ]

    assert found() == ["GONE", "LOW", "TEA"]
    assert found(state="here") == ["TEA"]
    assert found(state="gone") == ["GONE", "LOW"]
    assert found(state="reorder") == ["LOW"]
