"""What is on hold stays, for plain SQL of the application's role and for many at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from apps.core.ids import uuid7
from apps.core.testing import in_threads
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Level, Move, Reservation, StockDocument
from apps.stock.on_hold import receipt_lines_of
from apps.stock.services import NotEnoughStock, NotOfReceipt, Wanted
from apps.stock.tests.factories import (
    DAY,
    draft_shipment,
    level,
    make_place,
    on_hold,
    put_on_hold,
    receive,
    transfer,
)
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_location, make_warehouse

RESERVE = """
    INSERT INTO stock_reservation (id, company_id, product_id, location_id, quantity, origin_type, origin_id,
                                   origin_line_id, created_at)
    SELECT gen_random_uuid(), company_id, product_id, location_id, 1, 'x', gen_random_uuid(), gen_random_uuid(), now()
    FROM stock_level WHERE location_id = %s
"""


@pytest.fixture
def shelf(company):
    with transaction.atomic():
        make_place()
        shelf = make_location(make_warehouse(), "SHELF")
        tea = make_product()
        receive(tea, "10", "2")
        transfer(tea, "10", shelf)
        return shelf


def goods() -> Level:
    return Level.objects.select_related("product").get(location__code="SHELF")


@pytest.mark.django_db
def test_nothing_on_hold_is_promised_by_plain_sql(shelf):
    put_on_hold(shelf)

    with pytest.raises(IntegrityError, match="on hold"), transaction.atomic():
        connection.cursor().execute(RESERVE, [shelf.pk])


@pytest.mark.django_db
def test_nothing_on_hold_is_shipped_whatever_the_draft_says(shelf, monkeypatch):
    put_on_hold(shelf)
    draft = draft_shipment([(goods().product, "1")])
    draft.lines.update(from_location=shelf)
    monkeypatch.setattr("apps.stock.services.posting._require_free", lambda _document, _lines: None)

    with pytest.raises(IntegrityError, match="not on hold"), transaction.atomic():
        stock.post_shipment(actor=None, pk=draft.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE warehouses_location SET is_held = true WHERE is_default",
        "UPDATE warehouses_location SET role = 'inspection' WHERE code = 'SHELF'",
        "UPDATE warehouses_location SET role = 'x' WHERE code = 'SHELF'",
    ],
)
def test_a_place_for_inspection_is_on_hold_and_the_default_one_never(shelf, crime):
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(crime)


@pytest.mark.django_db
def test_no_more_goes_back_by_plain_sql_than_came_in(shelf):
    row = on_hold(make_product("CHECKED"), "4")
    receive(row.product, "4", "2")
    [second, first] = receipt_lines_of(row)
    document = stock.reject_level(
        actor=None, pk=row.pk, receipt_line=first.pk, quantity=Decimal(3), reason="x"
    )
    draft = StockDocument.objects.create(
        company_id=document.company_id, kind="receipt", date=DAY, warehouse=document.warehouse
    )
    line = document.lines.get()
    draft.lines.create(
        company_id=document.company_id,
        product=row.product,
        from_location=line.from_location,
        to_location=line.to_location,
        quantity=2,
        stock_quantity=2,
        unit=line.unit,
        source_line=first,
    )

    with pytest.raises(IntegrityError, match="No more goes back"), transaction.atomic():
        stock.post_receipt(actor=None, pk=draft.pk)
    assert second.left == 4


@pytest.mark.django_db(transaction=True)
def test_a_place_put_on_hold_while_many_reserve_holds_nothing_promised(shelf):
    with transaction.atomic():
        tea = goods().product

    def promise():
        with transaction.atomic():
            try:
                stock.reserve(
                    actor=None,
                    origin_type="tests.order",
                    origin_id=uuid7(),
                    wanted=[Wanted(uuid7(), tea.pk, Decimal(1))],
                    warehouse=shelf.warehouse_id,
                )
            except NotEnoughStock:
                return "none"
        return "promised"

    def hold():
        with transaction.atomic():
            put_on_hold(Location.objects.get(pk=shelf.pk))
        return "held"

    answers = in_threads([hold, *[promise] * 5, hold, *[promise] * 5], at_once=12)

    with transaction.atomic():
        is_held = Location.objects.get(pk=shelf.pk).is_held
        promised = Reservation.objects.count()
    assert answers.count("promised") == promised
    assert not (is_held and promised)
    assert is_held == ("held" in answers)


@pytest.mark.django_db(transaction=True)
def test_many_who_decide_at_once_on_the_same_goods_move_them_once(shelf):
    with transaction.atomic():
        row = on_hold(make_product("CHECKED"), "4")
        [line] = receipt_lines_of(row)
    whole = {"actor": None, "pk": row.pk, "quantity": Decimal(4), "reason": "x"}

    def decide(service, **fields):
        def run():
            with transaction.atomic():
                return service(**whole, **fields).number

        return run

    answers = in_threads(
        [
            decide(stock.release_level),
            decide(stock.scrap_level),
            decide(stock.reject_level, receipt_line=line.pk),
        ]
        * 3,
        at_once=9,
    )

    assert sum(isinstance(answer, str) for answer in answers) == 1
    with transaction.atomic():
        assert level(row.product, row.location) == (0, 0)
        assert Move.objects.filter(product=row.product).count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_goes_back_at_once_is_no_more_than_came_in(shelf):
    with transaction.atomic():
        checked = make_product("CHECKED")
        row = on_hold(checked, "4")
        on_hold(checked, "40")
        line = receipt_lines_of(row)[1]

    def reject():
        with transaction.atomic():
            return stock.reject_level(
                actor=None, pk=row.pk, receipt_line=line.pk, quantity=Decimal(3), reason="x"
            ).number

    answers = in_threads([reject] * 6, at_once=6)

    assert sum(isinstance(answer, str) for answer in answers) == 1
    assert sum(isinstance(answer, NotOfReceipt) for answer in answers) == 5
