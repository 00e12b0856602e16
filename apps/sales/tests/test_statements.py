"""From order to cash in a constant number of statements, whatever the number of lines."""

from typing import Any

import pytest

from apps.parties.tests.factories import make_party
from apps.sales import services as sales
from apps.sales.tests.factories import confirmed, draft, invoice, line, make_shop, ship
from apps.warehouses.tests.factories import make_warehouse

MOST = {"average": 53, "fifo": 54}  # and six that set the company, one for each transaction


@pytest.fixture
def head(company) -> dict[str, Any]:
    """Return what a draft order needs and a screen has read already."""
    return {
        "party": make_party(),
        "warehouse": make_warehouse(),
        "currency_id": company.currency_id,
    }


def order_to_cash(products: list[Any], head: dict[str, Any]) -> None:
    order = draft(*(line(product, "2") for product in products), **head)
    sales.confirm_order(actor=None, pk=order.pk)
    ship(order)
    invoice(order)


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_an_order_of_1_5_or_50_lines_takes_the_same_statements(head, count_sql, method):
    products = make_shop(*(f"P{number}" for number in range(50)), method=method)

    counts = [count_sql(lambda n=n: order_to_cash(products[:n], head)) for n in (1, 5, 50)]

    assert len(set(counts)) == 1, counts
    assert counts[0] <= MOST[method]


def test_a_fresh_order_takes_no_more_than_the_first(head, count_sql):
    """Nothing is read again because of what happened before."""
    (tea,) = make_shop("TEA")

    first, tenth = count_sql(lambda: order_to_cash([tea], head)), 0
    for _ in range(9):
        tenth = count_sql(lambda: order_to_cash([tea], head))

    assert tenth == first


def test_reserving_and_cancelling_take_the_same_statements_too(head, count_sql):
    products = make_shop(*(f"P{number}" for number in range(20)), stock="50")

    def cancel(count: int) -> None:
        order = confirmed(*(line(product, "2") for product in products[:count]), **head)
        sales.cancel_order(actor=None, pk=order.pk)

    assert count_sql(lambda: cancel(2)) == count_sql(lambda: cancel(20))
