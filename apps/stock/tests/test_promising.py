"""The two ways a promise is written: at once where the first place has enough, by locked levels where it has not."""

from decimal import Decimal
from threading import Event

import pytest
from django.db import connection, transaction

from apps.core.ids import uuid7
from apps.core.testing import in_threads
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Reservation
from apps.stock.services import Wanted
from apps.stock.tests.factories import level, make_place, receive, transfer
from apps.warehouses.tests.factories import make_location

LINE = uuid7()


def promise(warehouse, product, quantity, line=LINE, *, partial=False):
    answer = stock.reserve(
        actor=None,
        origin_type="tests.order",
        origin_id=uuid7(),
        wanted=[Wanted(line, product.pk, Decimal(quantity))],
        warehouse=warehouse,
        partial=partial,
    )
    return answer[line]


def promised(product):
    rows = Reservation.objects.filter(product=product).order_by("location__code")
    return [(row.location.code, row.quantity) for row in rows]


@pytest.mark.django_db
def test_a_line_that_asks_again_has_one_promise_that_grows(company):
    place = make_place()
    tea = make_product()
    receive(tea, "10", "1")

    promise(place, tea, 4)
    promise(place, tea, 3)

    assert promised(tea) == [("STOCK", 7)]
    assert level(tea) == (10, 7)


@pytest.mark.django_db
def test_a_line_takes_from_the_next_place_what_the_first_has_not(company):
    place = make_place()
    shelf = make_location(place, "SHELF")
    tea = make_product()
    receive(tea, "15", "1")
    transfer(tea, "5", shelf)

    assert promise(place, tea, 12) == 12

    assert promised(tea) == [("SHELF", 2), ("STOCK", 10)]


@pytest.mark.django_db(transaction=True)
def test_who_finds_the_goods_taken_while_waiting_is_told_what_is_left(company):
    with transaction.atomic():
        place = make_place()
        tea = make_product()
        receive(tea, "10", "1")
    first_has_it, second_waits = Event(), Event()

    def first():
        with transaction.atomic():
            taken = promise(place, tea, 6, uuid7())
            first_has_it.set()
            second_waits.wait(10)
            with connection.cursor() as cursor:  # until the other one waits for the level
                cursor.execute("SELECT pg_sleep(0.2)")
        return taken

    def second():
        first_has_it.wait(10)
        second_waits.set()
        with transaction.atomic():
            return promise(place, tea, 6, uuid7(), partial=True)

    assert in_threads([first, second], at_once=2) == [6, 4]
    with transaction.atomic():
        assert level(tea) == (10, 10)
