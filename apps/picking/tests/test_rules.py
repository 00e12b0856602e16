"""What the database holds itself, whoever writes: waves, picks, capacity; many at once; planted violations."""

import re
from decimal import Decimal
from functools import partial

import pytest
from django.db import DatabaseError, connection, transaction

from apps.core.exceptions import BusinessError, WrongStatus
from apps.core.ids import uuid7
from apps.core.refusals import refusal_of
from apps.core.retry import retry_tx
from apps.core.testing import in_threads, plant
from apps.picking import services as picking
from apps.picking.choices import WAVE_LIFECYCLE
from apps.picking.models import Pick, PickLine, Wave
from apps.picking.tests.factories import (
    goods,
    level_of,
    lines,
    make_rule,
    pick_all,
    promised,
    scan,
    wave_of,
)
from apps.stock import services as stock
from apps.stock.models import Level, StockDocument
from apps.stock.tests.factories import make_place, transfer
from apps.warehouses.tests.factories import make_location, make_warehouse


@pytest.fixture
def wave(company):
    make_place()
    return wave_of(promised((goods(), "5")))


def shelf(code="SHELF", capacity=None, **fields):
    limit = Decimal(capacity) if capacity else None
    return make_location(make_warehouse(), code, capacity=limit, **fields)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE picking_pickline SET picked = 3",
        "UPDATE picking_pickline SET quantity = 0",
        "UPDATE picking_pick SET quantity = 2",
        "DELETE FROM picking_pick",
        "DELETE FROM picking_pickline",
        "DELETE FROM picking_wave",
        "UPDATE picking_wave SET status = 'done' WHERE status = 'open'",
        "INSERT INTO picking_pick (id, company_id, line_id, quantity, at)"
        " SELECT gen_random_uuid(), company_id, id, 6, now() FROM picking_pickline",
        "INSERT INTO picking_pick (id, company_id, line_id, quantity, at)"
        " SELECT gen_random_uuid(), company_id, id, -1, now() FROM picking_pickline",
        "INSERT INTO picking_pickline SELECT (jsonb_populate_record(l, jsonb_build_object("
        " 'id', gen_random_uuid(), 'picked', 1, 'shipment_line_id', gen_random_uuid()))).* FROM picking_pickline l",
        "UPDATE warehouses_location SET capacity = 1 WHERE is_default",
        "UPDATE warehouses_location SET capacity = -1",
    ],
)
def test_the_database_refuses_the_same(wave, statement):
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db
def test_nothing_is_picked_of_a_wave_that_ended_or_a_shipment_that_left(wave):
    [line] = lines(wave)
    taken = "INSERT INTO picking_pick (id, company_id, line_id, quantity, at) VALUES (%s, %s, %s, 1, now())"
    stock.cancel_shipment(actor=None, pk=line.shipment_id)
    with pytest.raises(DatabaseError, match="Only draft"), transaction.atomic():
        connection.cursor().execute(taken, [uuid7(), wave.company_id, line.pk])
    picking.cancel_wave(actor=None, pk=wave.pk)

    with pytest.raises(DatabaseError, match="keeps its lines"), transaction.atomic():
        connection.cursor().execute(taken, [uuid7(), wave.company_id, line.pk])


@pytest.mark.django_db
@pytest.mark.parametrize("of", ["live wave", "posted"])
def test_a_wave_takes_drafts_that_no_other_has(wave, of):
    [line] = lines(wave)
    other = wave_of(promised((line.product, "1")))
    if of == "posted":
        picking.cancel_wave(actor=None, pk=wave.pk)
        stock.post_shipment(actor=None, pk=line.shipment_id)
    values = {name: getattr(line, name) for name in ("company_id", "shipment_id", "shipment_line_id",
              "product_id", "location_id", "quantity")}  # fmt: skip

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        PickLine.objects.create(wave=other, **values)

    words = wave.number if of == "live wave" else "draft shipments"
    assert words in str(refusal_of(refused.value))


@pytest.mark.django_db
def test_the_trigger_allows_exactly_the_lifecycle(company):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'lifecycle_move'"
            " AND tgrelid = 'picking_wave'::regclass"
        )
        [definition] = cursor.fetchone()

    told = re.sub(r"::(text|character varying)|[()]", "", definition)

    assert set(re.findall(r"old\.status = '(\w+)' AND new\.status = '(\w+)'", told)) == (
        WAVE_LIFECYCLE.pairs()
    )


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["receipt", "transfer", "service"])
def test_a_place_holds_no_more_than_it_can(company, way):
    make_place()
    small = shelf(capacity="10")
    tea = goods("TEA", "8", place=small)
    goods("TEA", "5")
    bring = {
        "receipt": lambda: goods("MINT", "3", place=small),
        "transfer": lambda: transfer(tea, "3", small),
        "service": lambda: picking.put_away(
            actor=None, level=level_of(tea).pk, location=small.pk, quantity=Decimal(3)
        ),
    }[way]

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        bring()

    assert "holds at most 10, and 11 would lie there" in str(refusal_of(refused.value))
    assert Level.objects.get(location=small).on_hand == 8
    picking.put_away(actor=None, level=level_of(tea).pk, location=small.pk, quantity=Decimal(2))
    assert level_of(tea, small).on_hand == 10


@pytest.mark.django_db
def test_a_place_is_not_made_smaller_than_what_lies_there(company):
    make_place()
    place = shelf()
    goods("TEA", "8", place=place)

    place.capacity = Decimal(7)
    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        place.save()

    assert "8 lie there" in str(refusal_of(refused.value))
    place.capacity = Decimal(8)
    place.save()


@pytest.mark.django_db(transaction=True)
def test_pickers_at_once_pick_a_line_once(company):
    with transaction.atomic():
        make_place()
        wave = wave_of(promised((goods(), "5")))
        [line] = lines(wave)
    pick = retry_tx(partial(picking.scan, actor=None, pk=wave.pk, line=line.pk, code="TEA"))

    answers = in_threads([pick] * 12, at_once=12)

    assert sum(isinstance(answer, picking.MoreThanAsked) for answer in answers) == 7
    with transaction.atomic():
        assert lines(wave)[0].picked == 5
        assert Pick.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_a_shipment_that_many_take_and_somebody_cancels_is_in_one_wave_or_cancelled(company):
    with transaction.atomic():
        make_place()
        tea = goods()
        shipments = [promised((tea, "1")).pk for _ in range(6)]
    make = [partial(picking.make_waves, actor=None, pks=[pk]) for pk in shipments]
    cancel = [partial(stock.cancel_shipment, actor=None, pk=pk) for pk in shipments]

    answers = in_threads([*make, *cancel, *make], at_once=12)

    wrong = [a for a in answers if isinstance(a, Exception) and not isinstance(a, BusinessError)]
    assert wrong == []
    with transaction.atomic():
        for pk in shipments:
            assert Wave.objects.filter(lines__shipment_id=pk).distinct().count() <= 1
            assert StockDocument.objects.get(pk=pk).status == "cancelled"


@pytest.mark.django_db(transaction=True)
def test_what_is_shipped_by_many_at_once_leaves_once(company):
    with transaction.atomic():
        make_place()
        wave = wave_of(promised((goods(), "5")))
        pick_all(wave)
        shipment = lines(wave)[0].shipment_id
    ship = retry_tx(partial(picking.ship_picked, actor=None, pk=wave.pk, shipment=shipment))

    answers = in_threads([ship] * 6, at_once=6)

    assert sum(isinstance(answer, picking.NotPicked | WrongStatus) for answer in answers) == 5
    with transaction.atomic():
        assert Wave.objects.get().status == "done"


@pytest.mark.django_db(transaction=True)
def test_those_who_bring_goods_to_full_places_wait_for_each_other_and_never_deadlock(company):
    with transaction.atomic():
        make_place()
        tea, mint = goods("TEA", "50"), goods("MINT", "50")
        places = [shelf("A", "7"), shelf("B", "7")]
        levels = [level_of(tea).pk, level_of(mint).pk]

    def bring(number):
        return picking.put_away(
            actor=None,
            level=levels[number % 2],
            location=places[number // 2 % 2].pk,
            quantity=Decimal(2),
        )

    answers = in_threads([retry_tx(partial(bring, n)) for n in range(16)], at_once=8)

    wrong = [a for a in answers if isinstance(a, Exception) and "holds at most 7" not in str(a)]
    assert wrong == []
    with transaction.atomic():
        for place in places:
            assert sum(Level.objects.filter(location=place).values_list("on_hand", flat=True)) == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "statements"),
    [
        ("picked_is_picks", [
            "ALTER TABLE picking_pickline DISABLE TRIGGER USER", "UPDATE picking_pickline SET picked = 2",
        ]),
        ("shipment_in_one_wave", [
            "ALTER TABLE picking_wave DISABLE TRIGGER USER", "UPDATE picking_wave SET status = 'open'",
        ]),
        ("lines_are_of_their_shipment", [
            "ALTER TABLE picking_pickline DISABLE TRIGGER USER",
            "UPDATE picking_pickline SET product_id = (SELECT id FROM products_product WHERE sku = 'MINT')",
        ]),
        ("places_hold_what_they_can", [
            "ALTER TABLE warehouses_location DISABLE TRIGGER USER",
            "UPDATE warehouses_location SET capacity = 1 WHERE is_default",
        ]),
        ("rules_are_of_a_warehouse", [
            "UPDATE picking_putawayrule SET location_id = (SELECT id FROM warehouses_location WHERE kind = 'scrap')",
        ]),
        ("wave_numbers_gapless", [
            "ALTER TABLE picking_wave DISABLE TRIGGER USER",
            "UPDATE picking_wave SET number = 'WAV-2026-00009' WHERE status = 'picking'",
        ]),
    ],
)  # fmt: skip
def test_what_a_planted_violation_breaks_is_found(company, owner_sql, check, statements):
    with transaction.atomic():
        make_place()
        shipment = promised((goods(), "5"))
        make_rule(shelf(), product=goods("MINT"))
        picking.cancel_wave(actor=None, pk=wave_of(shipment).pk)
        scan(wave_of(shipment), "TEA")

    assert plant(owner_sql, f"picking.{check}", company=company.pk) == []
    assert plant(owner_sql, f"picking.{check}", *statements, company=company.pk)
