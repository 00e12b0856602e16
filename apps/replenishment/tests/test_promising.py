"""What can be promised by when, with figures, and what an order is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from apps.replenishment.promising import forecast, missing_of_order
from apps.replenishment.tests.factories import ask_for, buy, make_goods, today
from apps.stock.tests.factories import draft_transfer, send, two_steps
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db


def days_of(product, user=None, house: str = "MAIN") -> list[tuple[int, Decimal, Decimal, Decimal]]:
    """Return (days from today, comes, leaves, can be promised) of a warehouse."""
    [found] = [row for row in forecast(user, product) if row.warehouse.code == house]
    return [
        ((row.day - today()).days, row.coming, row.leaving, row.available) for row in found.days
    ]


def test_what_can_be_promised_grows_with_what_comes_and_keeps_later_promises(company):
    """On hand 4; 10 come in 5 days, 6 in 20; 8 are asked for in 10 days (4 of them reserved at once)."""
    tea = make_goods(on_hand="4")
    buy(tea, "10", days=5)
    buy(tea, "6", days=20)
    ask_for(tea, "8", days=10)

    assert days_of(tea) == [(0, 0, 0, 0), (5, 10, 0, 6), (10, 0, 4, 6), (20, 6, 0, 12)]


def test_what_comes_first_stays_for_a_promise_made_for_later(company):
    """3 are asked for in 10 days while nothing is on hand; 5 come tomorrow: two can be promised from then on."""
    tea = make_goods()
    ask_for(tea, "3", days=10)
    buy(tea, "5", days=1)

    assert [row[3] for row in days_of(tea)] == [0, 2, 2]


def test_late_goods_count_from_tomorrow_and_those_without_a_day_not_at_all(company):
    tea = make_goods()
    buy(tea, "5", days=-3)
    buy(tea, "7", days=None)

    assert days_of(tea) == [(0, 0, 0, 0), (1, 5, 0, 5)]
    assert forecast(None, tea)[0].undated == 7


def test_drafts_promise_nothing_and_goods_on_their_way_do(company):
    tea = make_goods(on_hand="9")
    shop = two_steps(make_warehouse("SHOP"))
    draft_transfer(tea, "2", shop, date=today())
    send(tea, "3", shop, date=today(), expected_date=today() + timedelta(days=2))

    assert days_of(tea) == [(0, 6, 0, 6)]
    assert days_of(tea, house="SHOP") == [(0, 0, 0, 0), (2, 3, 0, 3)]


def test_each_order_is_told_its_own_share_those_requested_first_before(company, user_in):
    """5 come in 3 days, 5 in 9: first the 4 asked for in 2 days, then one, five and never one of 7."""
    tea = make_goods()
    second, first = ask_for(tea, "7", days=4), ask_for(tea, "4", days=2)
    buy(tea, "5", days=3)
    buy(tea, "5", days=9)

    owner = user_in("owner")

    def told(order):
        [row] = missing_of_order(owner, order.pk)
        return [((day - today()).days, quantity) for day, quantity in row.parts], row.unknown

    assert told(first) == ([(3, 4)], 0)
    assert told(second) == ([(3, 1), (9, 5)], 1)


def test_the_pages_say_it_in_words(company, client, user_in):
    tea = make_goods()
    order = ask_for(tea, "7", days=4)
    buy(tea, "5", days=3)
    client.force_login(user_in("owner"), backend="django.contrib.auth.backends.ModelBackend")

    of_order = client.get(reverse("replenishment:order_missing", args=[order.pk])).content.decode()
    of_product = client.get(
        reverse("replenishment:product_promises", args=[tea.pk])
    ).content.decode()

    assert "on no day yet" in of_order
    assert "Can be promised" in of_product
    assert "<svg" in of_product
