"""Numbers, money and dates are written as the language writes them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from apps.core.formatting import (
    MINUS,
    format_amount,
    format_compact,
    format_date,
    format_long_date,
    format_money,
    format_month,
    format_number,
    format_percent,
    format_quantity,
    format_stamp,
)

NB = "\u00a0"
THIN = "\u202f"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "\u20ac1,234,567.50"),
        ("fr", f"1{THIN}234{THIN}567,50{NB}\u20ac"),
        ("ar", f"1,234,567.50{NB}\u20ac"),
        ("en-in", "\u20ac12,34,567.50"),
        ("de", f"1.234.567,50{NB}\u20ac"),
    ],
)
def test_money_is_grouped_and_signed_as_the_language_does(language, text):
    assert format_money(Decimal("1234567.5"), "EUR", language=language) == text


@pytest.mark.parametrize(
    ("currency", "text"),
    [("JPY", "\u00a51,235"), ("EUR", "\u20ac1,234.57"), ("TND", f"TND{NB}1,234.568")],
)
def test_an_amount_has_the_decimals_of_its_currency_rounded_half_up(currency, text):
    assert format_money(Decimal("1234.5675"), currency, language="en") == text


def test_a_negative_amount_has_a_real_minus_before_the_currency():
    assert format_money(Decimal("-7.5"), "USD", language="en") == f"{MINUS}$7.50"


def test_what_rounds_to_zero_has_no_minus():
    assert format_amount(Decimal("-0.001"), "EUR", language="en") == "0.00"


def test_a_signed_number_shows_its_plus_but_zero_has_none():
    assert format_number(5, 0, language="en", signed=True) == "+5"
    assert format_number(0, 0, language="en", signed=True) == "0"


@pytest.mark.parametrize(
    "value", ["0", "1", "12", "123", "1234", "12345", "123456", "1234567", "999999999999999.99"]
)
def test_grouping_only_adds_separators(value):
    number = Decimal(value)
    for language in ("en", "en-in", "fr"):
        text = format_number(number, 2, language=language)
        digits = "".join(sign for sign in text if sign.isdigit())
        assert digits == f"{number:.2f}".replace(".", "")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("50.000000", "50"),
        ("1250.500000", "1,250.5"),
        ("0.000001", "0.000001"),
        ("100", "100"),
        ("0", "0"),
    ],
)
def test_a_quantity_has_no_trailing_zeros_and_no_exponent(value, text):
    assert format_quantity(Decimal(value), language="en") == text


def test_a_quantity_is_tied_to_its_unit():
    assert format_quantity(Decimal("12.5"), "kg", language="fr") == f"12,5{NB}kg"


def test_a_share_is_written_in_percent():
    assert format_percent(Decimal("0.125"), language="en") == "12.5%"
    assert format_percent(Decimal("0.2"), language="fr") == f"20{NB}%"
    assert format_percent(Decimal("-0.0456"), language="en", signed=True) == f"{MINUS}4.6%"


@pytest.mark.parametrize(
    ("value", "text"),
    [("796412", "\u20ac796.4K"), ("-1796412", f"{MINUS}\u20ac1.8M"), ("12", "\u20ac12")],
)
def test_a_compact_amount_keeps_four_digits_at_most(value, text):
    assert format_compact(Decimal(value), "EUR", language="en") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "18 Nov 2026"),
        ("fr", "18 nov. 2026"),
        ("ar", "18 \u0646\u0648\u0641\u0645\u0628\u0631 2026"),
    ],
)
def test_a_day_is_written_with_its_month_in_words(language, text):
    assert format_date(date(2026, 11, 18), language=language) == text


def test_the_active_language_is_taken_when_none_is_given():
    with translation.override("fr"):
        assert format_date(date(2026, 11, 18)) == "18 nov. 2026"


def test_a_moment_is_shown_in_the_current_time_zone():
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    with timezone.override("Europe/Berlin"):
        assert format_date(moment, language="en") == "1 Jan 2027"
        assert format_stamp(moment, language="en") == "1 Jan 2027, 00:30"


def test_a_day_on_hover_names_its_weekday():
    assert format_long_date(date(2026, 11, 18), language="en") == "Wednesday 18 November 2026"


def test_a_month_is_written_in_words():
    assert format_month(date(2026, 11, 18), language="en") == "Nov 2026"
    assert format_month(date(2026, 11, 18), language="fr") == "nov. 2026"


def test_an_unknown_language_falls_back_to_english():
    assert format_money(Decimal(1), "EUR", language="xx") == "\u20ac1.00"
