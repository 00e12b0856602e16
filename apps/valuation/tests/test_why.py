"""Why a move cost what it cost, with the figures of the rules of valuation."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.landed.tests.factories import charge, posted
from apps.ledger.tests.factories import YEAR
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.tests.factories import DAY, make_place, receive, ship, transfer
from apps.valuation.why import SHOWN, why_of
from apps.warehouses.tests.factories import make_warehouse, stock_place


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


def why(document):
    return why_of(document.moves.get())


def test_an_average_is_explained_by_what_came_before():
    tea = make_product()
    receive(tea, "8", "10")
    receive(tea, "4", "16")

    found = why(ship(tea, "10"))

    assert (found.method, found.quantity, found.value, found.unit_cost) == (
        "average",
        -10,
        -120,
        12,
    )
    assert [(step.quantity, step.value) for step in found.steps] == [(8, 80), (12, 144), (2, 24)]
    assert [step.unit_cost for step in found.steps] == [10, 12, 12]
    assert [step.is_asked for step in found.steps] == [False, False, True]


def test_what_came_after_a_move_does_not_explain_it():
    tea = make_product()
    first = receive(tea, "1", "100")
    receive(tea, "1", "200")

    assert [(step.quantity, step.value) for step in why(first).steps] == [(1, 100)]


def test_the_last_steps_of_a_long_way_are_shown_and_all_on_demand():
    tea = make_product()
    for _ in range(SHOWN + 2):
        receive(tea, "1", "10")
    sold = ship(tea, "1")

    found = why(sold)
    assert (len(found.steps), found.hidden) == (SHOWN, 3)
    assert (found.steps[0].quantity, found.steps[0].value) == (4, 40)
    whole = why_of(sold.moves.get(), everything=True)
    assert (len(whole.steps), whole.hidden) == (SHOWN + 3, 0)


def test_first_in_first_out_is_explained_by_its_layers_with_their_receipts():
    tea = make_product(method="fifo")
    first, second = receive(tea, "4", "10"), receive(tea, "2", "25")

    found = why(ship(tea, "5"))

    assert (found.method, found.value) == ("fifo", -65)
    assert [
        (row.opened.move.document, row.line.quantity, row.line.value, row.unit_cost)
        for row in found.drawn
    ] == [(first, -4, -40, 10), (second, -1, -25, 25)]


def test_a_cost_that_came_before_the_issue_explains_what_a_layer_gave():
    tea = make_product(method="fifo")
    receipt = receive(tea, "4", "10")
    document = posted(receipt, charges=[charge("8.00")], date=DAY)

    [row] = why(ship(tea, "1", date=date(YEAR, 1, 20))).drawn

    assert [line.value for line in row.later] == [8]
    assert row.line.value == -12
    assert [share.landed_cost for share in why(receipt).since] == [document]


def test_standard_cost_is_the_standard_whatever_the_price():
    tea = make_product(method="standard", standard_cost=Decimal(5))

    found = why(receive(tea, "4", "4"))

    assert (found.method, found.value, found.unit_cost, found.price) == ("standard", 20, 5, 4)


def test_a_return_names_the_issue_whose_cost_it_has():
    tea = make_product()
    receive(tea, "2", "1.00")
    sold = ship(tea, "1")
    back = stock.reverse_shipment(actor=None, pk=sold.pk, on=DAY)

    found = why(back)

    assert found.issue == sold.moves.get()
    assert found.value == 1


def test_a_move_inside_changes_no_value():
    tea = make_product()
    receive(tea, "2", "1.00")

    assert why(transfer(tea, "1", stock_place(make_warehouse("AWAY")))).method == ""


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_the_answer_takes_the_same_statements_for_3_and_30_receipts(method):
    counted = []
    for size in (3, 30):
        tea = make_product(f"TEA{size}", method=method)
        for _ in range(size):
            receive(tea, "1", "10")
        move = ship(tea, str(size)).moves.select_related("line", "product__category").get()
        with CaptureQueriesContext(connection) as statements:
            why_of(move)
        counted.append(len(statements))

    assert counted[0] <= counted[1] <= counted[0] + 1


def test_the_page_shows_it_to_those_who_may_see_costs(user_in):
    tea = make_product()
    receive(tea, "8", "10")
    move = ship(tea, "3").moves.get()
    answers = {}
    for role in ("accountant", "warehouse_manager"):
        client = Client()
        client.force_login(user_in(role), backend="django.contrib.auth.backends.ModelBackend")
        answers[role] = client.get(reverse("valuation:why", args=[move.pk]))

    assert "How the average came about" in answers["accountant"].content.decode()
    assert answers["warehouse_manager"].status_code in (403, 404)
