"""Spreading a budget over its year, by arithmetic alone."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from apps.budgets.spreading import Month, Planned, planned_until

RENT = (UUID(int=1), None)
MONTHS = [Month(UUID(int=100 + n), date(2026, n, 28)) for n in range(1, 13)]


def until(month: int, *lines: Planned) -> Decimal:
    return planned_until(lines, MONTHS, MONTHS[month - 1].end, currency="EUR").get(RENT, Decimal(0))


def test_a_yearly_amount_is_spread_evenly_to_the_cent():
    line = Planned(RENT, None, Decimal("100.00"))

    assert [until(month, line) for month in (1, 2, 3)] == [
        Decimal("8.34"), Decimal("16.68"), Decimal("25.02"),
    ]  # fmt: skip
    assert until(12, line) == Decimal("100.00")


def test_an_amount_of_a_month_counts_from_that_month_on():
    line = Planned(RENT, MONTHS[4].id, Decimal(60))

    assert until(4, line) == 0
    assert until(5, line) == 60


@given(amount=st.decimals(0, 10**9, places=2))
def test_the_whole_year_is_the_whole_amount(amount):
    assert until(12, Planned(RENT, None, amount)) == amount
