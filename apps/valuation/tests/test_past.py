"""What stock was worth on a past day and as of a number of the chain, the months it is summed from, planted crimes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Sum

from apps.core.prove import registered
from apps.core.testing import plant
from apps.ledger.models import Seal
from apps.ledger.services import seal_entries
from apps.ledger.tests.factories import YEAR
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import ValueLine
from apps.stock.tests.factories import make_place, receive, ship, transfer
from apps.valuation.flows import Flow, flows_between
from apps.valuation.models import MonthSum
from apps.valuation.past import Position, worth_by_account, worth_on
from apps.warehouses.tests.factories import make_warehouse, stock_place

CRIMES = {
    "valuation.months_are_value_lines": [
        ["UPDATE valuation_monthsum SET sold_value = sold_value + 1"],
        ["DELETE FROM valuation_monthsum"],
        ["ALTER TABLE stock_valueline DISABLE TRIGGER USER", "UPDATE stock_valueline SET date = date + 40"],
    ],
    "valuation.past_is_in_the_ledger": [
        ["UPDATE valuation_monthsum SET in_value = in_value + 1"
         " WHERE month = (SELECT min(month) FROM valuation_monthsum)"],
        ["ALTER TABLE stock_valueline DISABLE TRIGGER USER",
         "UPDATE stock_valueline SET value = value + 1 WHERE date = (SELECT max(date) FROM stock_valueline)"],
    ],
}  # fmt: skip


def on(month: int, day: int) -> date:
    return date(YEAR, month, day)


@pytest.fixture
def tea(company):
    make_place()
    return make_product("TEA")


def half_a_year(tea) -> None:
    """8 @ 10 and 4 @ 16 in January, 10 sold in February, 5 @ 20 in April, 2 sold in May and taken back in June."""
    receive(tea, "8", "10", date=on(1, 10))
    receive(tea, "4", "16", date=on(1, 20))
    ship(tea, "10", date=on(2, 5))
    receive(tea, "5", "20", date=on(4, 15))
    sold = ship(tea, "2", date=on(5, 2))
    stock.reverse_shipment(actor=None, pk=sold.pk, on=on(6, 3))


def worth(day: date, number: int | None = None) -> tuple[Decimal, Decimal]:
    rows = worth_on(Position(day, number))
    return sum((r.quantity for r in rows), Decimal(0)), sum((r.value for r in rows), Decimal(0))


def test_stock_is_worth_on_a_past_day_what_it_was_worth_then(tea):
    half_a_year(tea)

    assert worth(on(1, 9)) == (0, 0)
    assert worth(on(1, 10)) == (8, 80)
    assert worth(on(1, 31)) == (12, 144)
    assert worth(on(2, 5)) == (2, 24)
    assert worth(on(4, 14)) == (2, 24)
    assert worth(on(4, 15)) == (7, 124)
    assert worth(on(12, 31)) == (7, 124)


def test_on_every_day_it_is_the_sum_of_the_value_lines_until_then(tea):
    half_a_year(tea)
    rice = make_product("RICE", method="fifo")
    receive(rice, "3", "3.33", date=on(3, 31))
    ship(rice, "1", date=on(4, 1))

    for day in (on(1, 1) + timedelta(days=7 * week) for week in range(27)):
        lines = ValueLine.objects.filter(date__lte=day)
        sums = lines.aggregate(quantity=Sum("quantity", default=0), value=Sum("value", default=0))
        assert worth(day) == (sums["quantity"], sums["value"]), day
        assert sum(worth_by_account(Position(day)).values()) == sums["value"]


def test_as_of_a_number_of_the_chain_it_is_what_it_was_when_the_chain_stood_there(tea):
    receive(tea, "8", "10", date=on(1, 10))
    seal_entries(full=True)
    number = Seal.objects.order_by("-number").first().number
    before = worth(on(1, 31))
    receive(tea, "4", "16", date=on(1, 20))
    assert worth(on(1, 31), number) == before == (8, 80)

    seal_entries(full=True)
    ship(tea, "1", date=on(1, 25))

    assert worth(on(1, 31), number) == before
    assert worth(on(1, 31), number + 1) == (12, 144)
    assert worth(on(1, 31)) == (11, 132)


def test_what_came_in_left_and_was_sold_is_known_for_any_span(tea):
    half_a_year(tea)

    assert flows_between(on(1, 1), on(2, 28)) == {
        tea.pk: Flow(*map(Decimal, (12, 144, 10, 120, 10, 120)))
    }
    assert flows_between(on(1, 15), on(2, 4))[tea.pk][:2] == (4, 64)
    back = flows_between(on(5, 1), on(6, 30))[tea.pk]
    assert (back.sold, back.sold_value) == (0, 0)
    assert back.came == back.left == 2
    assert flows_between(on(3, 1), on(3, 31)) == {}


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_what_moves_between_parts_of_a_pool_neither_comes_in_nor_leaves(tea, method):
    rice = make_product("RICE", method=method)
    rice.category.cost_scope = "warehouse"
    rice.category.save()
    receive(rice, "8", "10", date=on(1, 10))
    transfer(rice, "3", stock_place(make_warehouse("AWAY")))

    [found] = flows_between(on(1, 1), on(1, 31)).values()

    assert ValueLine.objects.filter(kind="transfer").exists()
    assert (found.came, found.came_value, found.left, found.left_value) == (8, 80, 0, 0)
    assert flows_between(on(1, 2), on(1, 30)) == flows_between(on(1, 1), on(1, 31))
    assert worth(on(1, 31)) == (8, 80)


def test_months_are_kept_by_the_database_alone(tea):
    receive(tea, "8", "10")

    for statement in (
        "UPDATE valuation_monthsum SET in_value = 0",
        "DELETE FROM valuation_monthsum",
        "INSERT INTO valuation_monthsum SELECT * FROM valuation_monthsum",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert MonthSum.objects.get().in_value == 80


@pytest.fixture
def traded(company):
    with transaction.atomic():
        make_place()
        half_a_year(make_product("TEA"))
    return company


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(traded, owner_sql, check, crime):
    assert plant(owner_sql, check, company=traded.pk) == []

    assert plant(owner_sql, check, *crime, company=traded.pk)


def test_every_check_has_a_crime():
    assert {c.name for c in registered() if c.name.startswith("valuation.")} == set(CRIMES)
