"""Delivery in steps: what is picked is brought to where it leaves from, with its promise, and ships from there."""

from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.exceptions import BusinessError, NotAllowed
from apps.core.ids import uuid7
from apps.core.refusals import refusal_of
from apps.core.retry import retry_tx
from apps.core.testing import in_threads, plant
from apps.picking import selectors
from apps.picking import services as picking
from apps.picking.models import PickLine, Wave
from apps.picking.tests.factories import (
    ORIGIN,
    goods,
    level_of,
    lines,
    pick_all,
    promised,
    scan,
    ship,
    wave_of,
)
from apps.products.tests.factories import make_unit
from apps.stock import services as stock
from apps.stock.models import Move, Reservation, StockDocument
from apps.stock.services import Wanted
from apps.stock.services.posting import NegativeStock
from apps.stock.tests.factories import make_place
from apps.warehouses.models import Location
from apps.warehouses.services import WrongRole, save_location, save_warehouse
from apps.warehouses.tests.factories import make_warehouse, stock_place

pytestmark = pytest.mark.django_db


def deliver_in(steps):
    warehouse = make_place()
    warehouse.delivery_steps = steps
    return save_warehouse(actor=None, document=warehouse)


def dock(role="output"):
    return make_warehouse().locations.get(role=role)


def picked(*shipments):
    wave = wave_of(*shipments)
    pick_all(wave)
    return wave


def bring(wave, shipment):
    return picking.bring_picked(actor=None, pk=wave.pk, shipment=shipment.pk)


def lying(product, place=None):
    """Return what is on hand and promised of a product in a place, the default one unless said otherwise."""
    level = level_of(product, place)
    return (level.on_hand, level.reserved)


@pytest.fixture
def house(company):
    return deliver_in("two")


def test_a_warehouse_that_delivers_in_steps_gets_the_places_goods_pass(company):
    house = deliver_in("three")

    passed = house.locations.filter(role__in=["packing", "output"]).order_by("role")

    assert [(place.code, place.is_default, place.is_held) for place in passed] == [
        ("OUTPUT", False, False), ("PACKING", False, False),
    ]  # fmt: skip


def test_a_place_goods_pass_stays_one_while_the_warehouse_delivers_in_steps(house):
    place = dock()
    place.role = "storing"

    with pytest.raises(WrongRole):
        save_location(actor=None, document=place)

    assert dock().pk == place.pk


def test_what_is_picked_is_brought_to_the_dock_with_its_promise(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = picked(shipment)

    transfer = bring(wave, shipment)

    assert lying(tea) == (6, 0)
    assert lying(tea, dock()) == (4, 4)
    assert (transfer.kind, transfer.status, transfer.entry_id) == ("transfer", "posted", None)
    assert shipment.lines.get().from_location == dock()
    assert lines(wave)[0].brought_id == transfer.pk
    assert Reservation.objects.get().location == dock()


def test_what_was_brought_ships_from_the_dock_and_ends_the_wave(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = picked(shipment)
    bring(wave, shipment)

    ship(wave, shipment)

    assert lying(tea, dock()) == (0, 0)
    assert Move.objects.latest("pk").from_location == dock()
    wave.refresh_from_db()
    assert wave.status == "done"
    assert not Reservation.objects.exists()


def test_nothing_ships_before_it_was_brought(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = picked(shipment)

    with pytest.raises(picking.NotAtDock):
        ship(wave, shipment)

    assert StockDocument.objects.get(pk=shipment.pk).status == "draft"
    assert lying(tea) == (10, 4)


def test_nothing_is_brought_before_it_is_picked_to_the_end_nor_twice(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = wave_of(shipment)
    scan(wave, "TEA")
    with pytest.raises(picking.NotPicked):
        bring(wave, shipment)
    assert lying(tea) == (10, 4)

    scan(wave, "4")
    bring(wave, shipment)

    with pytest.raises(picking.NothingToBring):
        bring(wave, shipment)
    assert StockDocument.objects.filter(kind="transfer").count() == 1


def test_a_warehouse_that_delivers_in_one_step_brings_nothing(company):
    make_place()
    shipment = promised((goods(), "4"))
    wave = picked(shipment)

    with pytest.raises(picking.NothingToBring):
        bring(wave, shipment)

    assert not StockDocument.objects.filter(kind="transfer").exists()


def test_what_is_short_stays_promised_on_its_shelf_and_waits_in_the_backorder(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = wave_of(shipment)
    scan(wave, "TEA")
    picking.leave_short(actor=None, pk=wave.pk, line=lines(wave)[0].pk, reason="broken")

    bring(wave, shipment)
    assert (lying(tea), lying(tea, dock())) == ((9, 3), (1, 1))
    ship(wave, shipment)

    assert (lying(tea), lying(tea, dock())) == ((9, 3), (0, 0))
    rest = StockDocument.objects.get(backorder_of=shipment)
    assert rest.lines.get().stock_quantity == 3
    assert rest.lines.get().from_location == stock_place(house)


def test_lots_and_serial_numbers_keep_their_names_on_the_way(house):
    scale = goods("SCALE", "1", lot="S-1", tracking="serial", unit=make_unit("pcs", decimals=0))
    shipment = promised((scale, "1"))
    wave = picked(shipment)

    bring(wave, shipment)

    level = level_of(scale, dock())
    assert (level.lot.number, level.on_hand, level.reserved) == ("S-1", 1, 1)
    ship(wave, shipment)
    assert Move.objects.latest("pk").lot.number == "S-1"


def test_a_shipment_written_by_hand_is_brought_without_a_promise(house):
    tea = goods("TEA", "10")
    shipment = StockDocument.objects.get(pk=promised((tea, "4")).pk)
    stock.release(
        actor=None, origin_line_ids=list(shipment.lines.values_list("origin_line_id", flat=True))
    )
    wave = picked(shipment)

    bring(wave, shipment)

    assert lying(tea, dock()) == (4, 0)
    assert list(selectors.to_put_back(None)) == []
    ship(wave, shipment)
    assert lying(tea, dock()) == (0, 0)


def test_goods_promised_to_others_are_not_brought(house):
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = picked(shipment)
    stock.release(
        actor=None, origin_line_ids=list(shipment.lines.values_list("origin_line_id", flat=True))
    )
    promised((tea, "8"))

    with pytest.raises(NegativeStock):
        bring(wave, shipment)

    assert lying(tea) == (10, 8)
    assert shipment.lines.get().from_location == stock_place(house)


def test_what_lies_free_at_the_dock_is_offered_to_nobody_and_waits_to_be_put_back(house):
    tea = goods("TEA", "4")
    shipment = promised((tea, "4"))
    wave = picked(shipment)
    bring(wave, shipment)
    origins = list(shipment.lines.values_list("origin_line_id", flat=True))
    stock.cancel_drafts_of(actor=None, origin_type=ORIGIN, origin_id=shipment.origin_id)
    stock.release(actor=None, origin_line_ids=origins)

    with pytest.raises(stock.NotEnoughStock):
        stock.reserve(
            actor=None, origin_type=ORIGIN, origin_id=uuid7(), warehouse=house,
            wanted=[Wanted(uuid7(), tea.pk, Decimal(1))],
        )  # fmt: skip
    [row] = selectors.to_put_back(None)
    picking.put_away(actor=None, level=row.pk, location=stock_place(house).pk)

    assert row.free == 4
    assert lying(tea) == (4, 0)
    assert list(selectors.to_put_back(None)) == []


def test_a_cancelled_wave_leaves_what_was_brought_at_the_dock_to_ship(house):
    tea = goods("TEA", "4")
    shipment = promised((tea, "4"))
    wave = picked(shipment)
    bring(wave, shipment)

    picking.cancel_wave(actor=None, pk=wave.pk)

    assert lying(tea, dock()) == (4, 4)
    assert list(selectors.to_ship(None)) == [shipment]
    assert list(selectors.visible_shippable(None)) == []
    picking.ship_from_dock(actor=None, pk=shipment.pk)
    assert lying(tea, dock()) == (0, 0)


def test_a_cancelled_shipment_leaves_its_goods_promised_at_the_dock_for_the_next(house):
    tea = goods("TEA", "4")
    shipment = promised((tea, "4"))
    bring(picked(shipment), shipment)
    line = shipment.lines.get()
    stock.cancel_shipment(actor=None, pk=shipment.pk)

    again = stock.create_shipment(
        actor=None, warehouse=house, date=shipment.date, party=shipment.party, origin_type=ORIGIN,
        origin_id=shipment.origin_id,
        lines=[stock.LineDraft(tea, Decimal(4), tea.unit, origin_line_id=line.origin_line_id)],
    )  # fmt: skip

    assert again.lines.get().from_location == dock()
    assert list(selectors.to_put_back(None)) == []
    assert list(selectors.to_ship(None)) == [again]
    with pytest.raises(picking.NothingChosen):
        wave_of(again)
    picking.ship_from_dock(actor=None, pk=again.pk)
    assert lying(tea, dock()) == (0, 0)


def test_what_is_packed_goes_on_to_where_it_leaves_from_with_its_promise(company):
    deliver_in("three")
    tea = goods("TEA", "10")
    shipment = promised((tea, "4"))
    wave = picked(shipment)
    bring(wave, shipment)
    assert lying(tea, dock("packing")) == (4, 4)
    assert (list(selectors.to_pack(None)), list(selectors.to_ship(None))) == ([shipment], [])
    with pytest.raises(picking.NotAtDock):
        ship(wave, shipment)

    picking.pack_shipment(actor=None, pk=shipment.pk)

    assert (lying(tea, dock("packing")), lying(tea, dock())) == ((0, 0), (4, 4))
    assert (list(selectors.to_pack(None)), list(selectors.to_ship(None))) == ([], [shipment])
    with pytest.raises(picking.NothingToPack):
        picking.pack_shipment(actor=None, pk=shipment.pk)
    ship(wave, shipment)
    assert lying(tea, dock()) == (0, 0)


def test_ship_from_the_dock_of_a_live_wave_ends_it(house):
    shipment = promised((goods(), "4"))
    wave = picked(shipment)
    with pytest.raises(picking.NotAtDock):
        picking.ship_from_dock(actor=None, pk=shipment.pk)
    bring(wave, shipment)

    picking.ship_from_dock(actor=None, pk=shipment.pk)

    assert Wave.objects.get(pk=wave.pk).status == "done"


def test_what_was_brought_is_picked_no_more(house):
    shipment = promised((goods(), "4"))
    wave = picked(shipment)
    bring(wave, shipment)

    with pytest.raises(picking.ShipmentGone, match="was brought"):
        scan(wave, "3")
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(
            "INSERT INTO picking_pick (id, company_id, line_id, quantity, at)"
            " SELECT gen_random_uuid(), company_id, id, -1, now() FROM picking_pickline"
        )

    assert "put it away from the dock" in str(refusal_of(refused.value))
    assert PickLine.objects.get().picked == 4


def test_who_may_not_work_in_the_warehouse_brings_nothing(house, user_in):
    shipment = promised((goods(), "4"))
    wave = picked(shipment)

    with pytest.raises(NotAllowed):
        picking.bring_picked(actor=user_in("warehouse_manager"), pk=wave.pk, shipment=shipment.pk)

    assert not StockDocument.objects.filter(kind="transfer").exists()


@pytest.mark.parametrize("column", ["is_default", "is_held"])
def test_the_database_keeps_the_places_goods_pass_plain(house, column):
    Location.objects.filter(warehouse=house, is_default=True).update(is_default=False)

    with pytest.raises(DatabaseError, match="location_staging_is_plain"), transaction.atomic():
        connection.cursor().execute(
            f"UPDATE warehouses_location SET {column} = true WHERE role = 'output'"
        )


@pytest.mark.django_db(transaction=True)
def test_what_many_bring_at_once_is_brought_once_and_a_cancelled_shipment_stays_or_came(company):
    with transaction.atomic():
        deliver_in("two")
        tea = goods("TEA", "20")
        shipments = [promised((tea, "2")) for _ in range(4)]
        wave = picked(*shipments)
    calls = [
        retry_tx(partial(picking.bring_picked, actor=None, pk=wave.pk, shipment=shipment.pk))
        for shipment in shipments * 3
    ]
    cancels = [
        retry_tx(partial(stock.cancel_shipment, actor=None, pk=shipment.pk))
        for shipment in shipments[:2]
    ]

    answers = in_threads([*calls, *cancels], at_once=8)

    wrong = [a for a in answers if isinstance(a, Exception) and not isinstance(a, BusinessError)]
    assert wrong == []
    with transaction.atomic():
        moved = StockDocument.objects.filter(kind="transfer", status="posted").count()
        assert moved >= 2
        assert lying(tea) == (20 - 2 * moved, 8 - 2 * moved)
        assert lying(tea, dock()) == (2 * moved, 2 * moved)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "statements"),
    [
        ("picking.promise_lies_where_the_goods_are", [
            "ALTER TABLE stock_reservation DISABLE TRIGGER USER",
            "UPDATE stock_reservation SET location_id = (SELECT id FROM warehouses_location WHERE is_default)",
        ]),
        ("picking.brought_is_what_was_picked", [
            "ALTER TABLE picking_pickline DISABLE TRIGGER USER",
            "UPDATE picking_pickline SET picked = 3",
        ]),
    ],
)  # fmt: skip
def test_what_a_planted_violation_breaks_is_found(company, owner_sql, check, statements):
    with transaction.atomic():
        deliver_in("two")
        shipment = promised((goods(), "4"))
        bring(picked(shipment), shipment)

    assert plant(owner_sql, check, company=company.pk) == []
    assert plant(owner_sql, check, *statements, company=company.pk)
