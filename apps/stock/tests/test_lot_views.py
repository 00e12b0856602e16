"""Screens of traced goods: lots are written or scanned where goods move, and followed afterwards."""

import pytest
from django.urls import reverse

from apps.ledger.tests.factories import YEAR, make_party
from apps.products.tests.factories import make_product
from apps.stock.models import Level, Lot, StockDocument
from apps.stock.tests.factories import make_place, receive, ship
from apps.stock.tests.test_views import lines_of, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


@pytest.fixture
def owner(user_in):
    return logged_in(user_in("owner"))


def receive_on_screen(owner, place, **line):
    return owner.post(
        reverse("stock:receipt_create"),
        {
            "warehouse": place.pk,
            "party": make_party("DAIRY").pk,
            "date": f"{YEAR}-01-15",
            **lines_of({"quantity": "3", "unit_cost": "1", **line}),
        },
    )


def test_a_receipt_names_its_lot_on_screen(owner, place):
    make_product("MILK", tracking="lot")

    answer = receive_on_screen(
        owner, place, product="MILK", lot_text="L-7", lot_expires_on="2999-01-31"
    )
    owner.post(answer.url + "post/")

    lot = Lot.objects.get()
    assert (lot.number, str(lot.expires_on), lot.supplier.code) == ("L-7", "2999-01-31", "DAIRY")
    assert "L-7" in owner.get(answer.url).content.decode()


def test_scanned_serial_numbers_become_lines(owner, place):
    make_product("PUMP", tracking="serial")

    answer = receive_on_screen(owner, place, product="PUMP", lot_text="S1 S2 S3")
    owner.post(answer.url + "post/")

    assert Level.objects.filter(lot__isnull=False, on_hand=1).count() == 3
    again = owner.get(answer.url.rstrip("/") + "/").content.decode()
    assert all(number in again for number in ("S1", "S2", "S3"))


def test_what_does_not_fit_is_said_in_the_form_and_nothing_is_written(owner, place):
    make_product("PUMP", tracking="serial")

    answer = receive_on_screen(owner, place, product="PUMP", lot_text="S1 S2")

    assert answer.status_code == 422
    assert "as many serial numbers" in answer.content.decode()
    assert not StockDocument.objects.exists()
    assert not Lot.objects.exists()


def test_a_stored_draft_shows_its_lot_again_and_keeps_it(owner, place):
    make_product("MILK", tracking="lot")
    answer = receive_on_screen(owner, place, product="MILK", lot_text="L-7")
    document = StockDocument.objects.get()

    form = owner.get(answer.url + "edit/").content.decode()

    assert 'value="L-7"' in form
    assert document.lines.get().lot.number == "L-7"


def test_a_company_that_traces_nothing_is_not_asked_for_lots(owner, place):
    make_product("TEA")

    form = owner.get(reverse("stock:receipt_create")).content.decode()

    assert "lot_text" not in form


def test_a_lot_is_blocked_followed_and_found_by_its_number(owner):
    milk = make_product("MILK", tracking="lot")
    receive(milk, "5", "1", lot_text="L-7", party=make_party("DAIRY"))
    ship(milk, "2", party=make_party("SHOP"))
    lot = Lot.objects.get()
    page = reverse("stock:lot_detail", args=[lot.pk])

    owner.post(page + "block/")

    shown = owner.get(page).content.decode()
    assert "Blocked" in shown
    assert "DAIRY" in shown or "Dairy" in shown
    assert "SHP-" in shown
    found = owner.get(reverse("stock:lot_list"), {"q": "L-7", "state": "blocked"})
    assert "L-7" in found.content.decode()


def test_a_lot_is_edited(owner):
    milk = make_product("MILK", tracking="lot")
    receive(milk, "5", "1", lot_text="L-7")
    lot = Lot.objects.get()

    owner.post(
        reverse("stock:lot_edit", args=[lot.pk]),
        {"number": "L-7", "expires_on": "2999-12-31", "version": lot.version},
    )
    url = reverse("stock:lot_edit", args=[lot.pk])
    owner.post(url, {"number": "L-8", "expires_on": "2999-12-31", "version": lot.version + 1})

    lot.refresh_from_db()
    assert (lot.number, str(lot.expires_on), lot.version) == ("L-7", "2999-12-31", 3)
    assert "has moved under its number" in owner.get(url).content.decode()
