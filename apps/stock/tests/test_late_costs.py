"""Late costs by move, and taking them back: what still lies there leaves stock, the rest leaves where it has gone."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.ids import uuid7
from apps.core.prove import registered, run_check
from apps.ledger.tests.factories import YEAR, account, journal
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import CostLayer, Move
from apps.stock.services import CostAdjustment
from apps.stock.services.cost_undo import Change, still_there
from apps.stock.tests.factories import DAY, make_place, pool, receive, ship

LATER = date(YEAR, 2, 1)


@pytest.fixture(autouse=True)
def _place(company):
    make_place()


def freight(*wanted, source=None):
    """Add (receipt, amount) from the account for freight; return what stock answers."""
    adjustments = [
        CostAdjustment(
            None,
            Decimal(amount),
            move_id=receipt.moves.get().pk,
            from_account=account("6080").pk,
        )
        for receipt, amount in wanted
    ]
    return stock.adjust_cost(
        actor=None,
        on=LATER,
        adjustments=adjustments,
        from_account=account("6031"),
        source_type="tests.freight",
        source_id=source or uuid7(),
    )


def undo(entry):
    return stock.undo_cost(
        actor=None, on=LATER, entry=entry, source_type="tests.freight", source_id=uuid7()
    )


def test_a_receipt_without_an_order_takes_a_late_cost_from_the_account_it_names():
    tea = make_product()
    receipt = receive(tea, "10", "100")
    ship(tea, "4")

    entry, [placed] = freight((receipt, "10.00"))

    assert (placed.kept, placed.sold, placed.variance) == (6, 4, 0)
    assert journal(entry) == (
        "3700          6.00\n"
        "6030          4.00\n"
        "6080                     10.00"
    )  # fmt: skip


def test_two_receipts_of_one_averaged_product_keep_together_no_more_than_is_there():
    tea = make_product()
    first, second = receive(tea, "10", "1"), receive(tea, "10", "1")
    ship(tea, "15")

    _entry, placed = freight((first, "10.00"), (second, "10.00"))

    assert [(row.kept, row.sold) for row in placed] == [(0, 10), (5, 5)]


def test_goods_at_standard_cost_leave_a_late_cost_as_a_variance():
    tea = make_product(method="standard", standard_cost=Decimal(5))
    receipt = receive(tea, "4", "5")

    entry, [placed] = freight((receipt, "8.00"))

    assert (placed.kept, placed.sold, placed.variance) == (0, 0, 8)
    assert pool(tea) == (4, 20)
    assert journal(entry) == (
        "6031          8.00\n"
        "6080                      8.00"
    )  # fmt: skip


def test_where_a_late_cost_would_go_is_known_without_writing_anything():
    tea = make_product()
    receipt = receive(tea, "10", "100")
    ship(tea, "6")
    wanted = CostAdjustment(None, Decimal(10), move_id=receipt.moves.get().pk)

    [placed] = stock.plan_costs([wanted])

    assert (placed.kept, placed.sold) == (4, 6)
    assert pool(tea) == (4, 400)


def test_undone_a_late_cost_leaves_what_was_there_before():
    tea, rice = make_product(), make_product("RICE", method="fifo")
    receipts = receive(tea, "10", "100"), receive(rice, "1", "10")
    entry, _placed = freight((receipts[0], "9.90"), (receipts[1], "0.10"))

    undo(entry)

    assert (pool(tea), pool(rice)) == ((10, 1000), (1, 10))


def test_what_was_sold_since_is_taken_back_from_cost_of_goods_sold():
    tea = make_product()
    receipt = receive(tea, "10", "100")
    ship(tea, "2")
    entry, _placed = freight((receipt, "10.00"))
    ship(tea, "4")

    back = undo(entry)

    assert pool(tea) == (4, 400)
    assert journal(back) == (
        "3700                      4.00\n"
        "6030                      6.00\n"
        "6080         10.00"
    )  # fmt: skip


def test_goods_that_came_in_since_keep_their_own_cost():
    tea = make_product()
    receipt = receive(tea, "10", "100")
    entry, _placed = freight((receipt, "10.00"))
    receive(tea, "10", "100")
    ship(tea, "10")

    back = undo(entry)

    assert pool(tea) == (10, 1000)
    assert journal(back) == (
        "3700                      5.00\n"
        "6080         10.00\n"
        "6030                      5.00"
    )  # fmt: skip


def test_undoing_touches_only_the_layers_that_took_the_cost():
    tea = make_product(method="fifo")
    receive(tea, "2", "10")
    receipt = receive(tea, "4", "10")
    receive(tea, "5", "10")
    entry, _placed = freight((receipt, "8.00"))
    ship(tea, "4")

    undo(entry)

    layers = CostLayer.objects.filter(product=tea, quantity__gt=0).order_by("pk")
    assert [(layer.quantity, layer.value) for layer in layers] == [(2, 20), (5, 50)]


def test_a_return_brings_the_cost_back_with_the_goods():
    tea = make_product()
    receipt = receive(tea, "10", "100")
    entry, _placed = freight((receipt, "10.00"))
    gone = ship(tea, "5")
    stock.reverse_shipment(actor=None, pk=gone.pk, on=DAY)

    undo(entry)

    assert pool(tea) == (10, 1000)


def test_when_all_is_gone_the_whole_cost_comes_back_from_cost_of_goods_sold():
    tea = make_product()
    receipt = receive(tea, "3", "1")
    entry, _placed = freight((receipt, "1.00"))
    ship(tea, "3")
    receive(tea, "7", "1")

    back = undo(entry)

    assert pool(tea) == (7, 7)
    assert journal(back) == (
        "6080          1.00\n"
        "6030                      1.00"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ([], 12),
        ([("-1", "a", None)], 9),
        ([("4", "a", None), ("-4", "b", None)], 6),
        ([("-1", "a", None), ("1", "b", "a")], 12),
        ([("-4", "a", None), ("2", "b", None)], 0),
        ([("-4", "a", None), ("4", "b", "a")], 12),
        ([("-2", "b", "receipt")], 12),
        ([("-4", "b", "receipt"), ("4", "c", None)], 0),
    ],
)
def test_what_is_left_of_a_cost_follows_the_goods(changes, left):
    happened = [Change(Decimal(quantity), move, back) for quantity, move, back in changes]

    assert still_there(Decimal(12), Decimal(4), happened) == Fraction(left)


step = st.one_of(
    st.tuples(st.just("receive"), st.integers(1, 9), st.decimals("0.01", "99.99", places=2)),
    st.tuples(st.just("ship"), st.integers(1, 9), st.none()),
    st.tuples(st.just("freight"), st.integers(0, 5), st.decimals("0.01", "50.00", places=2)),
    st.tuples(st.just("undo"), st.integers(0, 5), st.none()),
)


@pytest.mark.parametrize("method", ["average", "fifo", "standard"])
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(steps=st.lists(step, min_size=4, max_size=14))
def test_whatever_happens_stock_is_what_the_ledger_says_and_nothing_is_worth_nothing(method, steps):
    tea = make_product(f"P{uuid7()}", method=method, standard_cost=Decimal("7.77"))
    receipts, entries = [receive(tea, "3", "5")], []

    for verb, number, amount in steps:
        quantity, value = pool(tea)
        if verb == "receive":
            receipts.append(receive(tea, str(number), str(amount)))
        elif verb == "ship" and number <= quantity:
            ship(tea, str(number))
        elif verb == "freight":
            entry, [placed] = freight((receipts[number % len(receipts)], str(amount)))
            assert placed.kept + placed.sold + placed.variance == amount
            assert pool(tea) == (quantity, value + placed.kept)
            entries.append(entry)
        elif verb == "undo" and entries:
            undo(entries.pop(number % len(entries)))
        quantity, value = pool(tea)
        assert value >= 0
        assert quantity or not value

    with connection.cursor() as cursor:
        checks = [check for check in registered() if check.name.startswith("stock.")]
        assert [found for check in checks for found in run_check(cursor, check)] == []


def test_a_cost_undone_before_anything_moved_leaves_every_figure_as_it_was():
    for method in ("average", "fifo"):
        tea = make_product(method.upper(), method=method)
        receipts = [receive(tea, "3", "3.33"), receive(tea, "7", "1.11")]
        ship(tea, "2")
        before = pool(tea)

        entry, _placed = freight((receipts[0], "10.00"), (receipts[1], "0.01"))
        undo(entry)

        assert pool(tea) == before
        assert Move.objects.filter(product=tea).count() == 3
