"""Exact conversion between units."""

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import pytest

from apps.core.exceptions import InvalidInput
from apps.products.units import InexactQuantity, OtherDimension, convert, in_unit

PIECE, BOX = Fraction(1), Fraction(9)
KILOGRAM, GRAM, POUND = Fraction(1), Fraction(1, 1000), Fraction(45359237, 100000000)


def unit(dimension: str, ratio: Fraction, decimals: int) -> SimpleNamespace:
    return SimpleNamespace(dimension=dimension, ratio=ratio, decimals=decimals)


def test_a_box_of_nine_is_nine_pieces():
    assert convert(Decimal(1), BOX, PIECE) == 9
    assert convert(Decimal(9), PIECE, BOX) == 1


def test_four_kilograms_and_two_thousand_grams_are_six_kilograms():
    assert Decimal(4) + convert(Decimal(2000), GRAM, KILOGRAM) == 6


def test_a_pound_has_more_than_six_decimals_of_a_kilogram_and_is_refused():
    with pytest.raises(InexactQuantity, match="6 decimals"):
        convert(Decimal(1), POUND, KILOGRAM)


def test_a_third_of_a_box_is_three_pieces_but_one_piece_is_no_decimal_share_of_a_box():
    assert convert(Decimal(3), PIECE, Fraction(3)) == 1
    with pytest.raises(InexactQuantity):
        convert(Decimal(1), PIECE, BOX)


def test_pieces_take_no_decimals():
    with pytest.raises(InexactQuantity, match="whole number"):
        in_unit(Decimal("0.5"), unit("count", PIECE, 0), unit("count", PIECE, 0))


def test_kilograms_are_no_pieces():
    with pytest.raises(OtherDimension, match="measures count"):
        in_unit(Decimal(1), unit("mass", KILOGRAM, 3), unit("count", PIECE, 0))


def test_a_quantity_beyond_what_is_kept_is_refused():
    with pytest.raises(InvalidInput, match="below"):
        convert(Decimal(10) ** 12, Fraction(1000), Fraction(1))
