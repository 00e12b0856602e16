"""Counting while others move the same goods: each move is either in what was expected or after it."""

import random
import threading
import time
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.retry import retry_tx
from apps.core.testing import in_threads, plant
from apps.counts import services as counts
from apps.counts.models import CountLine, CountSheet, Tally
from apps.counts.tests.factories import count, goods, line_of, make_sheet, post, tolerate
from apps.stock.models import Move
from apps.stock.tests.factories import DAY, level, receive, ship
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tea(company):
    with transaction.atomic():
        tolerate()
        return goods("TEA", "1000", "1.00")


def test_every_count_expects_exactly_the_moves_before_it(tea, company, owner_sql):
    with transaction.atomic():
        sheet = make_sheet()

    receipt = retry_tx(lambda: receive(tea, "1", "1.00"))
    shipment = retry_tx(lambda: ship(tea, "1"))
    figure = retry_tx(lambda: count(sheet, tea, "0"))
    jobs = [receipt, shipment, figure] * 12
    random.Random(3).shuffle(jobs)  # noqa: S311 no secret
    answers = in_threads(jobs, at_once=6)

    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    with transaction.atomic():
        place = line_of(sheet, tea).location_id
        on_hand, sums = Decimal(0), set()
        for move in Move.objects.filter(product=tea).order_by("created_at", "pk"):
            on_hand += move.quantity if move.to_location_id == place else -move.quantity
            sums.add((move.created_at, on_hand))
        for tally in Tally.objects.filter(line__sheet=sheet):
            before = max(pair for pair in sums if pair[0] < tally.at)
            assert tally.expected == before[1]
    assert plant(owner_sql, "counts.expected_was_on_hand", company=company.pk) == []


def test_a_count_while_goods_move_corrects_by_what_differed_at_its_moment(tea):
    with transaction.atomic():
        sheet = make_sheet()
    moves = [retry_tx(lambda: receive(tea, "1", "1.00")), retry_tx(lambda: ship(tea, "2"))] * 8

    in_threads([*moves[:8], retry_tx(lambda: count(sheet, tea, "990")), *moves[8:]], at_once=5)
    with transaction.atomic():
        difference = CountLine.objects.get(sheet=sheet).difference
        before = level(tea)[0]
        post(sheet)

        assert before == 1000 + 8 - 16
        assert level(tea)[0] == before + difference


def test_one_sheet_is_posted_once_by_many(tea):
    with transaction.atomic():
        sheet = make_sheet()
        count(sheet, tea, "990")
        counts.submit_sheet(actor=None, pk=sheet.pk)

    answers = in_threads(
        [retry_tx(lambda: counts.post_sheet(actor=None, pk=sheet.pk, on=DAY))] * 6, at_once=6
    )

    assert sum(isinstance(answer, CountSheet) for answer in answers) == 1
    with transaction.atomic():
        assert level(tea) == (990, 0)


def test_two_sheets_at_once_never_hold_the_same_goods(tea):
    def one():
        with transaction.atomic():
            return make_sheet()

    answers = in_threads([one] * 6, at_once=6)

    assert sum(isinstance(answer, CountSheet) for answer in answers) == 1
    with transaction.atomic():
        assert CountLine.objects.filter(is_open=True).count() == 1


def test_plans_at_once_make_the_sheets_of_one(tea):
    with transaction.atomic():
        house = make_warehouse()

    answers = in_threads(
        [retry_tx(lambda: counts.plan_counts(actor=None, warehouse=house))] * 4, at_once=4
    )

    assert sorted(len(answer.sheets) for answer in answers) == [0, 0, 0, 1]


def test_a_sheet_that_freezes_waits_for_moves_under_way(tea):
    began = threading.Event()

    def slow():
        with transaction.atomic():
            ship(tea, "1")
            began.set()
            time.sleep(0.5)

    def freeze():
        began.wait(10)
        with transaction.atomic():
            make_sheet(freezes=True)
            return level(tea)[0]

    answers = in_threads([slow, freeze], at_once=2)

    assert answers[1] == 999
    with pytest.raises(IntegrityError, match="froze the place"), transaction.atomic():
        ship(tea, "1")
