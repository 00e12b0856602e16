"""Exact conversion between units of measure: ratios are fractions, nothing is ever rounded.

Pure functions, no database: a box of nine and a piece meet as 9/1 and 1/1 of their base unit.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from django.utils.translation import gettext as _

from apps.core.exceptions import InvalidInput

DECIMALS = 6
LIMIT = Decimal(10) ** 13


class InexactQuantity(InvalidInput):
    """A quantity has no exact decimal figure in the other unit, or more decimals than that unit takes."""


class OtherDimension(InvalidInput):
    """Two units measure different things."""


class TooLarge(InvalidInput):
    """A quantity is beyond what is kept."""


class UnitLike(Protocol):
    """What conversion needs to know of a unit."""

    dimension: str
    decimals: int

    @property
    def ratio(self) -> Fraction:
        """Return how many base units one of this is."""


def convert(
    quantity: Decimal, from_ratio: Fraction, to_ratio: Fraction, *, decimals: int = DECIMALS
) -> Decimal:
    """Return ``quantity`` of one unit in another of the same dimension, exactly.

    Args:
        quantity: finite.
        from_ratio: base units in one of the unit of ``quantity``; > 0.
        to_ratio: base units in one of the unit wanted; > 0.
        decimals: how many the unit wanted takes, at most 6.

    Raises:
        InexactQuantity: the result has more decimals than ``decimals``.
        TooLarge: the result is 10^13 or more.
    """
    exact = Fraction(quantity) * from_ratio / to_ratio
    scaled = exact * 10 ** min(decimals, DECIMALS)
    if scaled.denominator != 1:
        raise InexactQuantity(
            _(
                "Write a quantity that makes a whole number in the stock unit;"
                " %(quantity)s makes %(result)s, finer than the %(decimals)d decimals it takes."
            )
            % {
                "quantity": f"{quantity.normalize():f}",
                "result": f"{float(exact):.8g}",
                "decimals": decimals,
            },
            field="quantity",
        )
    result = Decimal(scaled.numerator).scaleb(-min(decimals, DECIMALS))
    if abs(result) >= LIMIT:
        raise TooLarge(_("Write a quantity below 10,000,000,000,000."), field="quantity")
    return result


def in_unit(quantity: Decimal, unit: UnitLike, wanted: UnitLike) -> Decimal:
    """Return ``quantity`` of ``unit`` in ``wanted``, exactly and with no more decimals than it takes.

    Raises:
        OtherDimension: one counts pieces and the other, say, weighs.
        InexactQuantity: the result is finer than ``wanted`` takes.
    """
    if unit.dimension != wanted.dimension:
        raise OtherDimension(
            _("Choose a unit that measures %(wanted)s, as the stock unit does; %(unit)s does not.")
            % {"wanted": wanted.dimension, "unit": unit},
            field="unit",
        )
    return convert(quantity, unit.ratio, wanted.ratio, decimals=wanted.decimals)
