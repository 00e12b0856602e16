"""Screens of delivery in steps: buttons of the wave by step, what waits at the dock, what is to be put back."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.core.ids import uuid7
from apps.picking import services as picking
from apps.picking.tests.factories import goods, level_of, pick_all, promised, wave_of
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import make_place
from apps.warehouses.services import save_warehouse
from apps.warehouses.tests.factories import make_warehouse, stock_place

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


@pytest.fixture
def house(company):
    warehouse = make_place()
    warehouse.delivery_steps = "two"
    return save_warehouse(actor=None, document=warehouse)


@pytest.fixture
def picker(house, user_in):
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, house)
    return as_user(user)


def as_user(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at_dock(*shipments):
    wave = wave_of(*shipments)
    pick_all(wave)
    for shipment in shipments:
        picking.bring_picked(actor=None, pk=wave.pk, shipment=shipment.pk)
    return wave


def put_back(product):
    """Leave one piece of a product free at the dock."""
    shipment = promised((product, "1"))
    origins = list(shipment.lines.values_list("origin_line_id", flat=True))
    picking.cancel_wave(actor=None, pk=at_dock(shipment).pk)
    stock.cancel_shipment(actor=None, pk=shipment.pk)
    stock.release(actor=None, origin_line_ids=origins)


def page_of(client, wave):
    return client.get(reverse("picking:wave_detail", args=[wave.pk])).content.decode()


def key():
    return {"idempotency_key": str(uuid7())}


def test_the_wave_offers_to_bring_then_to_ship(picker):
    first, second = promised((goods(), "2")), promised((goods(), "3"))
    wave = wave_of(first, second)
    bring, ship = (reverse(f"picking:wave_{verb}", args=[wave.pk]) for verb in ("bring", "ship"))
    pick_all(wave)

    before = page_of(picker, wave)
    scanner = picker.get(reverse("picking:wave_scanner", args=[wave.pk])).content.decode()
    picker.post(bring, key())
    between = page_of(picker, wave)
    picker.post(ship, key())

    assert (bring in before, ship in before) == (True, False)
    assert (bring in scanner, ship in scanner) == (True, False)
    assert (bring in between, ship in between) == (False, True)
    assert "At the dock" in between
    posted = StockDocument.objects.filter(kind="shipment").values_list("status", flat=True)
    assert list(posted) == ["posted", "posted"]


def test_the_same_press_twice_brings_once(picker):
    wave = wave_of(promised((goods(), "2")))
    pick_all(wave)
    again = key()

    for _time in range(2):
        picker.post(reverse("picking:wave_bring", args=[wave.pk]), again)

    assert StockDocument.objects.filter(kind="transfer").count() == 1


def test_only_who_may_bring_does(house, user_in):
    wave = wave_of(promised((goods(), "2")))
    pick_all(wave)
    seller = user_in("salesperson")
    assign_perm("warehouses.access_warehouse", seller, house)

    answer = as_user(seller).post(reverse("picking:wave_bring", args=[wave.pk]), key())

    assert answer.status_code == 403
    assert not StockDocument.objects.filter(kind="transfer").exists()


def test_what_lies_at_the_dock_is_listed_and_shipped_from_there(picker):
    tea = goods()
    there, still_on_its_shelf = promised((tea, "2")), promised((tea, "3"))
    at_dock(there)
    page = picker.get(reverse("picking:dock_list"), headers=PART).content.decode()

    picker.post(reverse("picking:dock_ship_many"), {"pk": [str(there.pk)], **key()})

    assert (str(there.pk) in page, str(still_on_its_shelf.pk) in page) == (True, False)
    assert "<html" not in page
    there.refresh_from_db()
    assert there.status == "posted"


def test_what_is_to_be_packed_is_listed_and_goes_to_the_dock_when_packed(picker, house):
    house.delivery_steps = "three"
    save_warehouse(actor=None, document=house)
    shipment = promised((goods(), "2"))
    at_dock(shipment)
    page = picker.get(reverse("picking:bench_list")).content.decode()

    picker.post(reverse("picking:bench_pack_many"), {"pk": [str(shipment.pk)], **key()})

    assert str(shipment.pk) in page
    assert str(shipment.pk) not in picker.get(reverse("picking:bench_list")).content.decode()
    assert str(shipment.pk) in picker.get(reverse("picking:dock_list")).content.decode()


def test_what_is_to_be_put_back_leads_to_the_put_away_screen_and_lies_on_its_shelf_then(picker):
    tea = goods("TEA", "5")
    put_back(tea)
    level = level_of(tea, make_warehouse().locations.get(role="output"))
    desk = reverse("picking:putaway_desk", args=[make_warehouse().pk])
    page = picker.get(reverse("picking:putback_list")).content.decode()
    shown = picker.get(desk, {"level": str(level.pk)}).content.decode()

    answer = picker.post(
        reverse("picking:putaway_scan", args=[make_warehouse().pk]),
        {"code": stock_place(make_warehouse()).code, "level": str(level.pk), **key()},
        headers=PART,
    )

    assert f"{desk}?level={level.pk}" in page
    assert "Take it from" in shown
    assert answer.status_code == 200
    assert level_of(tea).on_hand == 5


@pytest.mark.parametrize("name", ["picking:dock_list", "picking:putback_list"])
def test_the_lists_take_the_same_statements_for_2_and_12_rows(picker, name):
    counted = []
    for first, last in ((0, 2), (2, 12)):
        for number in range(first, last):
            at_dock(promised((goods(), "1")))
            put_back(goods(f"G{number}", "1"))
        with CaptureQueriesContext(connection) as captured:
            assert picker.get(reverse(name)).status_code == 200
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_the_form_of_a_warehouse_offers_the_steps(house, user_in):
    client = as_user(user_in("owner"))

    page = client.get(reverse("warehouses:warehouse_edit", args=[house.pk])).content.decode()
    shown = client.get(reverse("warehouses:warehouse_detail", args=[house.pk])).content.decode()

    assert 'name="delivery_steps"' in page
    assert "In two steps: pick, then ship" in shown
    assert "OUTPUT" in shown
