"""Rounding, splitting, reading numbers: pure functions, by property and by example."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.money import (
    CurrencyMismatch,
    Money,
    NotANumber,
    allocate,
    minor_units,
    parse_decimal,
    round_half_up,
    round_money,
)

CURRENCIES = st.sampled_from(["JPY", "EUR", "TND"])
WEIGHTS = st.lists(st.decimals(0, 10**9, places=6), min_size=1, max_size=50).filter(any)


@given(CURRENCIES, st.integers(-(10**14), 10**14), WEIGHTS)
def test_the_parts_of_an_amount_sum_to_it(currency, units, weights):
    total = Decimal(units).scaleb(-minor_units(currency))

    parts = allocate(total, weights, currency)

    assert sum(parts) == total
    assert len(parts) == len(weights)


@given(CURRENCIES, st.integers(-(10**12), 10**12), WEIGHTS)
def test_each_part_is_within_one_minor_unit_of_its_exact_share(currency, units, weights):
    unit = Decimal(1).scaleb(-minor_units(currency))
    total = units * unit
    whole = sum(map(Fraction, weights))

    for part, weight in zip(allocate(total, weights, currency), weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * Fraction(weight) / whole) < Fraction(unit)
        assert weight or part == 0


@pytest.mark.parametrize(
    ("total", "currency", "weights", "parts"),
    [
        ("100.00", "EUR", "1 1 1", "33.34 33.33 33.33"),
        ("0.01", "EUR", "1 1 1", "0.01 0 0"),
        ("-100.00", "EUR", "1 1 1", "-33.34 -33.33 -33.33"),
        ("100", "JPY", "1 1 1", "34 33 33"),
        ("1.000", "TND", "1 2 3", "0.167 0.333 0.500"),
        ("10.00", "EUR", "0 1", "0 10.00"),
    ],
)
def test_the_largest_remainder_gets_the_rest_and_the_earlier_wins_a_tie(
    total, currency, weights, parts
):
    shares = allocate(Decimal(total), list(map(Decimal, weights.split())), currency)

    assert shares == list(map(Decimal, parts.split()))


@pytest.mark.parametrize(
    ("total", "weights"), [("1.00", []), ("1.00", ["0"]), ("1.00", ["1", "-1"]), ("1.001", ["1"])]
)
def test_an_impossible_split_is_refused(total, weights):
    with pytest.raises(ValueError, match=r"split|finer"):
        allocate(Decimal(total), list(map(Decimal, weights)), "EUR")


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [
        ("10.005", 2, "10.01"),
        ("-10.005", 2, "-10.01"),
        ("2.5", 0, "3"),
        ("0.0005", 3, "0.001"),
        ("1.004", 2, "1.00"),
    ],
)
def test_a_half_goes_away_from_zero(value, decimals, rounded):
    assert round_half_up(Decimal(value), decimals) == Decimal(rounded)
    assert round_half_up(Fraction(value), decimals) == Decimal(rounded)


@given(st.decimals(-(10**15), 10**15, places=12), st.integers(0, 6))
def test_decimals_and_fractions_round_alike(value, decimals):
    assert round_half_up(value, decimals) == round_half_up(Fraction(value), decimals)


@pytest.mark.parametrize(("currency", "rounded"), [("JPY", "2"), ("EUR", "1.50"), ("TND", "1.500")])
def test_money_is_rounded_at_the_minor_unit_of_its_currency(currency, rounded):
    assert str(round_money(Decimal("1.5"), currency)) == rounded


def test_gold_is_no_currency_amounts_are_kept_in():
    with pytest.raises(ValueError, match="XAU"):
        minor_units("XAU")


@given(st.decimals(-(10**15) + 1, 10**15 - 1, places=6))
def test_a_number_we_wrote_is_read_back(number):
    assert parse_decimal(f"{number:f}") == number


@pytest.mark.parametrize(
    "text",
    [
        "NaN", "Infinity", "-Infinity", "1e5", "1E5", "1_000", "1,000", " 1", "1 ", "+1", "", "-", ".5", "5.", "0x10",
        "\u0661\u0662\u0663", "\uff11\uff12", "1\u00a0000", "10" + "0" * 19, "1" + "0" * 15, "1\x002", "1\u202e2",
        "1\n", "--1", "1.2.3", "1.1234567890123", "\u00bd", "\u00b2",
    ],
)  # fmt: skip
def test_what_is_not_a_plain_number_is_refused(text):
    with pytest.raises(NotANumber):
        parse_decimal(text)


def test_minus_zero_is_zero():
    assert str(parse_decimal("-0.00")) == "0.00"


def test_amounts_of_two_currencies_do_not_add_up():
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "EUR") + Money(Decimal(1), "USD")


def test_money_adds_negates_and_rounds_in_its_currency():
    sum_of_both = (
        Money(Decimal("1.005"), "EUR") + Money(Decimal(2), "EUR") - -Money(Decimal(1), "EUR")
    )

    assert sum_of_both.rounded() == Money(Decimal("4.01"), "EUR")
    assert str(Money(Decimal("1234.5"), "EUR")) == "1,234.50 EUR"
