"""The figures of the three costing methods, without a database."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.ids import uuid7
from apps.core.money import round_money
from apps.stock.costing import (
    AVERAGE,
    FIFO,
    STANDARD,
    Change,
    NotInPool,
    Pool,
    give_back,
    issue,
    receive,
    revalue,
    send_back,
)


def pool_of(method: str, *receipts: tuple[str, str]) -> Pool:
    pool = Pool(method, "EUR")
    for quantity, cost in receipts:
        take_in(pool, quantity, cost)
    return pool


def take_in(pool: Pool, quantity: str, cost: str, layer: UUID | None = None) -> Change:
    amount = Decimal(quantity)
    value = round_money(amount * Decimal(cost), "EUR")
    return receive(pool, amount, value, layer=layer or uuid7())


def sell(pool: Pool, quantity: str) -> Decimal:
    return -sum(change.value for change in issue(pool, Decimal(quantity)))


def test_moving_average_of_two_receipts():
    pool = pool_of(AVERAGE, ("8", "10"), ("4", "16"))

    assert pool.value == 144
    assert pool.unit_cost == 12
    assert sell(pool, "10") == 120
    assert pool.value == 24


def test_moving_average_follows_each_receipt():
    pool = Pool(AVERAGE, "EUR")
    costs = []
    for quantity, cost in (("1", "100"), ("1", "200"), ("2", "200")):
        take_in(pool, quantity, cost)
        costs.append(pool.unit_cost)

    assert costs == [100, 150, 175]


def test_the_last_unit_takes_all():
    pool = pool_of(AVERAGE, ("2", "1.00"), ("1", "1.01"))

    assert [str(sell(pool, "1")) for _ in range(3)] == ["1.00", "1.01", "1.00"]
    assert (pool.quantity, pool.value) == (0, 0)


def test_first_in_first_out():
    pool = pool_of(FIFO, ("4", "10"), ("2", "25"))

    assert [sell(pool, quantity) for quantity in ("3", "1", "1")] == [30, 10, 25]
    assert (pool.quantity, pool.value) == (1, 25)


def test_first_in_first_out_over_two_layers_draws_on_both():
    pool = pool_of(FIFO, ("4", "10"), ("2", "25"))

    changes = issue(pool, Decimal(5))

    assert [(change.quantity, change.value) for change in changes] == [(-4, -40), (-1, -25)]
    assert [change.layer for change in changes] == [layer.id for layer in pool.layers]


def test_a_layer_of_three_for_ten_leaves_to_the_cent():
    pool = Pool(FIFO, "EUR")
    receive(pool, Decimal(3), Decimal("10.00"), layer=uuid7())

    assert [str(sell(pool, "1")) for _ in range(3)] == ["3.33", "3.34", "3.33"]


def test_a_new_standard_revalues_all_stock():
    pool = Pool(STANDARD, "EUR", Decimal(100), Decimal(500))

    assert revalue(pool, Decimal(3)) == -200
    assert pool.value == 300


@pytest.mark.parametrize("method", [AVERAGE, FIFO])
def test_more_than_there_is_cannot_be_taken(method: str):
    with pytest.raises(NotInPool):
        issue(pool_of(method, ("1", "10")), Decimal(2))


def test_a_return_comes_back_at_the_cost_of_its_own_issue():
    pool = pool_of(AVERAGE, ("2", "10"))
    issued = issue(pool, Decimal(1))
    take_in(pool, "3", "30")

    [change] = give_back(pool, issued)

    assert (change.quantity, change.value) == (1, 10)
    assert (pool.quantity, pool.value) == (5, 110)


def test_a_return_goes_back_into_the_layers_it_came_from():
    pool = pool_of(FIFO, ("4", "10"), ("2", "25"))
    issued = issue(pool, Decimal(5))

    give_back(pool, issued)

    assert [(layer.quantity, layer.value) for layer in pool.layers] == [(4, 40), (2, 50)]


def test_a_return_to_the_supplier_leaves_at_the_cost_of_its_own_receipt():
    pool = pool_of(AVERAGE, ("1", "10"))
    second = take_in(pool, "2", "40")

    [change] = send_back(pool, second)

    assert (change.quantity, change.value) == (-2, -80)
    assert (pool.quantity, pool.value) == (1, 10)


def test_a_return_to_the_supplier_never_takes_more_value_than_is_left():
    pool = pool_of(AVERAGE, ("1", "10"))
    second = take_in(pool, "1", "20")
    sell(pool, "1")

    [change] = send_back(pool, second)

    assert (change.quantity, change.value) == (-1, -15)
    assert (pool.quantity, pool.value) == (0, 0)


def test_a_receipt_whose_layer_was_sold_is_sent_back_from_the_others():
    pool = Pool(FIFO, "EUR")
    first = take_in(pool, "4", "10")
    take_in(pool, "4", "20")
    sell(pool, "3")

    changes = send_back(pool, first)

    assert [(change.quantity, change.value) for change in changes] == [(-1, -10), (-3, -60)]
    assert (pool.quantity, pool.value) == (1, 20)


quantities = st.decimals("0.001", "1000", places=3)
costs = st.decimals("0", "1000", places=4)


@given(
    st.sampled_from([AVERAGE, FIFO, STANDARD]),
    st.lists(st.tuples(quantities, costs), min_size=1, max_size=6),
    st.lists(quantities, max_size=12),
)
def test_value_never_gets_lost_or_negative(method, receipts, issues):
    pool = Pool(method, "EUR")
    came_in = Decimal(0)
    for quantity, cost in receipts:
        value = round_money(quantity * cost, "EUR")
        came_in += receive(pool, quantity, value, layer=uuid7()).value
    went_out = Decimal(0)
    for quantity in issues:
        if quantity <= pool.quantity:
            went_out -= sum(change.value for change in issue(pool, quantity))
            assert pool.value >= 0
    if pool.quantity:
        went_out -= sum(change.value for change in issue(pool, pool.quantity))

    assert (pool.quantity, pool.value) == (0, 0)
    assert came_in == went_out
    assert all((layer.quantity, layer.value) == (0, 0) for layer in pool.layers)
