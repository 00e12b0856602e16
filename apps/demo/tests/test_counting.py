"""What the demonstration leaves to count: once, and without changing what is in stock."""

import pytest

from apps.counts.models import CountLine, CountPlan, CountSheet
from apps.demo.counting import leave_counts
from apps.ledger.models import Entry
from apps.ledger.tests.factories import make_books
from apps.products.tests.factories import make_product
from apps.stock.models import Level, Move
from apps.stock.tests.factories import receive
from apps.warehouses.tests.factories import make_warehouse

pytestmark = pytest.mark.django_db


def test_a_posted_and_an_open_sheet_are_left_and_stock_stays(company, user_in):
    make_books()
    house = make_warehouse("SEA")
    for number in range(14):
        receive(make_product(f"P{number:02d}"), "3", "1.00", warehouse=house)
    before = (
        [(row.on_hand, row.product_id) for row in Level.objects.order_by("pk")],
        Move.objects.count(),
        Entry.objects.count(),
    )
    owner = user_in("owner")

    leave_counts(company, owner)
    leave_counts(company, owner)

    assert sorted(CountSheet.objects.values_list("status", flat=True)) == ["open", "posted"]
    assert CountLine.objects.count() == 12
    assert CountPlan.objects.count() == 1
    assert before == (
        [(row.on_hand, row.product_id) for row in Level.objects.order_by("pk")],
        Move.objects.count(),
        Entry.objects.count(),
    )
