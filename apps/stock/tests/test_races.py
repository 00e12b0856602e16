"""Many at once: nothing is sold twice, nothing deadlocks, nothing is posted twice."""

import random
from decimal import Decimal

import pytest
from django.db import connection, transaction

from apps.core.exceptions import WrongStatus
from apps.core.ids import uuid7
from apps.core.retry import retry_tx
from apps.core.testing import in_threads
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Level, Move, Reservation
from apps.stock.services import LineDraft, NegativeStock, NotEnoughStock, Wanted
from apps.stock.tests.factories import DAY, draft_shipment, level, make_place, receive
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(company):
    with transaction.atomic():
        return make_place()


@transaction.atomic
def promise(warehouse, *wanted, origin=None):
    """Reserve in a transaction of its own; return whether it worked."""
    try:
        stock.reserve(
            actor=None,
            origin_type="tests.order",
            origin_id=origin or uuid7(),
            wanted=[Wanted(uuid7(), product, Decimal(quantity)) for product, quantity in wanted],
            warehouse=warehouse,
        )
    except NotEnoughStock:
        return False
    return True


def in_stock(count: int, quantity: str = "100"):
    with transaction.atomic():
        products = [make_product(f"P{n}") for n in range(count)]
        for product in products:
            receive(product, quantity, "1")
    return products


def levels(*products):
    with transaction.atomic():
        return [level(product) for product in products]


def test_of_a_thousand_who_want_one_of_a_hundred_exactly_a_hundred_get_it(place):
    [tea] = in_stock(1, "100")

    answers = in_threads([lambda: promise(place.pk, (tea.pk, 1))] * 1000, at_once=16)

    assert sorted(map(str, answers)) == ["False"] * 900 + ["True"] * 100
    assert levels(tea) == [(100, 100)]


def test_of_twenty_who_want_one_of_ten_exactly_ten_get_it(place):
    [tea] = in_stock(1, "10")

    answers = in_threads([lambda: promise(place.pk, (tea.pk, 1))] * 20, at_once=20)

    assert answers.count(True) == 10
    assert levels(tea) == [(10, 10)]


def test_two_lines_that_want_the_last_one_are_refused_together(place):
    [tea] = in_stock(1, "1")

    assert promise(place.pk, (tea.pk, 1), (tea.pk, 1)) is False

    assert levels(tea) == [(1, 0)]
    with transaction.atomic():
        assert not Reservation.objects.exists()


def test_stock_in_two_places_is_given_out_to_the_last_one(place):
    [tea] = in_stock(1, "10")
    with transaction.atomic():
        shelf = make_location(make_warehouse())
        receive_to = draft_with_target(tea, shelf)
        stock.post_receipt(actor=None, pk=receive_to.pk)

    answers = in_threads([lambda: promise(place.pk, (tea.pk, 1))] * 40, at_once=20)

    assert answers.count(True) == 20
    with transaction.atomic():
        assert [(row.on_hand, row.reserved) for row in Level.objects.filter(product=tea)] == [
            (10, 10)
        ] * 2


def draft_with_target(product, place):
    line = LineDraft(product, Decimal(10), product.unit, Decimal(1), to_location=place)
    return stock.create_receipt(actor=None, warehouse=place.warehouse, date=DAY, lines=[line])


def test_orders_that_name_products_in_any_order_never_deadlock(place):
    products = [product.pk for product in in_stock(6, "1000")]
    chance = random.Random(7)  # noqa: S311 no secret

    def order():
        wanted = [(product, 1) for product in chance.sample(products, 4)]
        return promise(place.pk, *wanted)

    answers = in_threads([order] * 200, at_once=16)

    assert answers == [True] * 200


def test_reserving_releasing_and_shipping_at_once_never_deadlock_and_every_sum_holds(place):
    products = in_stock(5, "300")
    chance = random.Random(11)  # noqa: S311 no secret

    def trade():
        chosen = chance.sample(products, 3)
        order, lines = uuid7(), [uuid7() for _ in chosen]
        with transaction.atomic():
            stock.reserve(
                actor=None,
                origin_type="tests.order",
                origin_id=order,
                wanted=[
                    Wanted(line, p.pk, Decimal(2)) for line, p in zip(lines, chosen, strict=True)
                ],
                warehouse=place,
            )
        if chance.random() < 0.3:
            with transaction.atomic():
                return stock.release(actor=None, origin_line_ids=lines)
        with transaction.atomic():
            draft = stock.create_shipment(
                actor=None,
                warehouse=place,
                date=DAY,
                lines=[
                    LineDraft(p, Decimal(2), p.unit, origin_line_id=line)
                    for line, p in zip(lines, chosen, strict=True)
                ],
                origin_type="tests.order",
                origin_id=order,
            )
        with transaction.atomic():
            return stock.post_shipment(actor=None, pk=draft.pk).number

    answers = in_threads([trade] * 120, at_once=12)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    shipped = sum(isinstance(answer, str) for answer in answers)
    with transaction.atomic():
        assert not Reservation.objects.exists()
        left = sum(row.on_hand for row in Level.objects.filter(location=stock_place(place)))
    assert left == 5 * 300 - shipped * 6
    numbers = sorted(answer for answer in answers if isinstance(answer, str))
    assert [int(number[-5:]) for number in numbers] == list(range(1, shipped + 1))


def test_a_document_posted_by_many_at_once_moves_goods_once(place):
    [tea] = in_stock(1, "10")
    with transaction.atomic():
        draft = draft_shipment([(tea, "4")])
    post = retry_tx(lambda: stock.post_shipment(actor=None, pk=draft.pk))

    answers = in_threads([post] * 10, at_once=10)

    assert sum(isinstance(answer, WrongStatus) for answer in answers) == 9
    assert levels(tea) == [(6, 0)]
    with transaction.atomic():
        assert Move.objects.filter(document=draft).count() == 1


def test_shipments_that_want_more_than_there_is_together_leave_no_less_than_nothing(place):
    [tea] = in_stock(1, "10")
    with transaction.atomic():
        drafts = [draft_shipment([(tea, "3")]).pk for _ in range(8)]

    answers = in_threads(
        [retry_tx(lambda pk=pk: stock.post_shipment(actor=None, pk=pk)) for pk in drafts], at_once=8
    )

    assert sum(isinstance(answer, NegativeStock) for answer in answers) == 5
    assert levels(tea) == [(1, 0)]


def test_one_statement_reserves_all_lines(place, django_assert_num_queries):
    products = in_stock(5)
    wanted = [Wanted(uuid7(), product.pk, Decimal(1)) for product in products]

    with transaction.atomic(), django_assert_num_queries(1):
        stock.reserve(
            actor=None, origin_type="t", origin_id=uuid7(), wanted=wanted, warehouse=place
        )
    connection.close()
