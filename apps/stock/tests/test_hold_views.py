"""Screens of goods on hold: the list, the decision, and who may take it."""

import pytest
from django.test import Client
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.core.ids import uuid7
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.on_hold import receipt_lines_of
from apps.stock.tests.factories import level, make_place, on_hold, pool, receive, reserve
from apps.warehouses.tests.factories import make_warehouse, stock_place


def logged_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


@pytest.fixture
def inspector(user_in, place):
    """A quality inspector of the main warehouse."""
    user = user_in("quality")
    assign_perm("warehouses.access_warehouse", user, place)
    return logged_in(user)


@pytest.fixture
def row():
    return on_hold(make_product("CHECKED"), "5", "2")


def url(verb: str, row) -> str:
    return reverse(f"stock:held_{verb}", args=[row.pk])


def test_the_work_list_leads_to_what_is_to_be_inspected(inspector, row):
    there = on_hold(make_product("FAR"), "1", warehouse=make_warehouse("FAR"))

    page = inspector.get(reverse("stock:held_list"), {"state": "inspect"}).content.decode()
    assert url("detail", row) in page
    assert url("detail", there) not in page

    page = inspector.get(url("detail", row)).content.decode()
    assert receipt_lines_of(row)[0].document.number in page
    for verb in ("release", "reject", "scrap"):
        assert url(verb, row) in page


def test_the_inspector_releases_rejects_and_scraps(inspector, row, place):
    asked = inspector.get(url("reject", row)).content.decode()
    [line] = receipt_lines_of(row)
    assert str(line.pk) in asked

    answer = inspector.post(url("release", row), {"quantity": "2", "reason": "Good"})
    assert answer["Location"] == reverse("stock:held_list")
    inspector.post(
        url("reject", row), {"quantity": "2", "reason": "Wet", "receipt_line": str(line.pk)}
    )
    inspector.post(url("scrap", row), {"quantity": "1", "reason": "Broken"})

    assert level(row.product, stock_place(place)) == (2, 0)
    assert pool(row.product) == (2, 4)
    back = StockDocument.objects.get(kind="receipt", notes="Wet")
    receipt = inspector.get(line.document.get_absolute_url()).content.decode()
    assert "sent this back: Wet" in receipt
    page = inspector.get(back.get_absolute_url()).content.decode()
    assert "Return to supplier" in page
    assert line.document.number in page


def test_why_goods_that_went_back_cost_what_they_cost_can_be_asked(user_in, row):
    [line] = receipt_lines_of(row)
    back = stock.reject_level(actor=None, pk=row.pk, receipt_line=line.pk, reason="Wet")
    owner = logged_in(user_in("owner"))

    assert owner.get(reverse("valuation:why", args=[back.moves.get().pk])).status_code == 200


def test_too_much_or_no_reason_is_said_at_the_field(inspector, row):
    for wrong in ({"quantity": "6", "reason": "x"}, {"quantity": "1", "reason": ""}):
        answer = inspector.post(url("release", row), wrong)
        assert answer.status_code == 422

    assert level(row.product, row.location) == (5, 0)


@pytest.mark.parametrize(("role", "status"), [("salesperson", 403), ("auditor", 403)])
def test_others_look_and_decide_nothing(user_in, row, role, status):
    client = logged_in(user_in(role))

    assert client.get(url("detail", row)).status_code == 200
    assert client.post(url("release", row), {"reason": "x"}).status_code == status


def test_stock_says_what_is_on_hold(user_in, row):
    owner = logged_in(user_in("owner"))

    page = owner.get(reverse("stock:level_list"))

    assert page.context["table"].rows[0].record.held == 5
    assert "On hold" in page.content.decode()


def test_a_place_with_promises_is_not_put_on_hold_and_says_why(user_in, place):
    owner = logged_in(user_in("owner"))
    tea = make_product()
    receive(tea, "3", "2")
    reserve((uuid7(), tea, "3"))
    other = {"code": "STOCK", "name": "Stock", "pick_order": "0", "role": "storing"}

    answer = owner.post(
        reverse("warehouses:location_edit", args=[stock_place(place).pk]),
        {**other, "warehouse": place.pk, "is_active": "on", "is_held": "on"},
    )

    assert "promised" in answer.content.decode()
    assert not stock_place(place).is_held


def test_a_place_for_inspection_is_on_hold_without_a_tick_and_its_form_leads_back(user_in, place):
    owner = logged_in(user_in("owner"))
    address = f"{reverse('warehouses:location_create')}?warehouse={place.pk}"
    back = reverse("warehouses:warehouse_detail", args=[place.pk])
    form = {"code": "CHECK", "name": "Check", "pick_order": "0", "role": "inspection"}

    assert f'href="{back}"' in owner.get(address).content.decode()
    owner.post(address, {**form, "warehouse": place.pk, "is_active": "on"})

    assert place.locations.get(code="CHECK").is_held
