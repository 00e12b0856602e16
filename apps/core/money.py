"""Money: one rounding, one way to split, one way to read a number somebody typed.

Pure functions, no database. ``Decimal`` only; the rounding is half up, named at every call that rounds.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from typing import Final

from iso4217 import Currency as IsoCurrency

ZERO: Final = Decimal(0)
LIMIT: Final = Decimal(10) ** 15
WIDE: Final = Context(prec=60)
_PLAIN_NUMBER: Final = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,12})?")


class NotANumber(ValueError):
    """The text is not a plain decimal number this system takes."""


class CurrencyMismatch(ValueError):
    """Two amounts of different currencies met in one sum: a bug."""


@cache
def minor_units(currency: str) -> int:
    """Return the decimals of ``currency`` (ISO 4217 code): 0 for JPY, 2 for EUR, 3 for TND.

    Raises:
        ValueError: no such currency, or one without minor units (gold, test codes).
    """
    exponent = IsoCurrency(currency).exponent
    if exponent is None:
        raise ValueError(f"{currency} is not a currency amounts can be kept in.")
    return int(exponent)


@cache
def _quantum(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def round_half_up(value: Decimal | Fraction, decimals: int) -> Decimal:
    """Return ``value`` with ``decimals`` places; a half goes away from zero. Exact for fractions."""
    if isinstance(value, Fraction):
        scaled = value * 10**decimals
        whole = int(abs(scaled) + Fraction(1, 2))
        return Decimal(whole if scaled >= 0 else -whole).scaleb(-decimals)
    return value.quantize(_quantum(decimals), rounding=ROUND_HALF_UP, context=WIDE)


def round_money(value: Decimal | Fraction, currency: str) -> Decimal:
    """Return ``value`` at the minor unit of ``currency``, half up."""
    return round_half_up(value, minor_units(currency))


def allocate(total: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split ``total`` by ``weights`` so that the parts sum to it to the last minor unit.

    Largest remainder; ties go to the earlier part. 100.00 by three equal weights is 33.34, 33.33, 33.33.

    Args:
        total: at the minor unit of ``currency``; negative is split like its mirror image.
        weights: >= 0, at least one > 0.

    Raises:
        ValueError: no weight is positive, one is negative, or ``total`` has too many decimals.
    """
    if not weights or min(weights) < 0 or not any(weights):
        raise ValueError(
            "To split an amount, give weights of which none is negative and one is positive."
        )
    unit = _quantum(minor_units(currency))
    if total != round_money(total, currency):
        raise ValueError(f"{total} is finer than the minor unit of {currency}.")
    units = int(abs(total) / unit)
    whole = sum(map(Fraction, weights))
    shares = [units * Fraction(weight) / whole for weight in weights]
    parts = [int(share) for share in shares]
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[: units - sum(parts)]:
        parts[i] += 1
    sign = 1 if total >= 0 else -1
    return [sign * part * unit for part in parts]


def parse_decimal(text: str) -> Decimal:
    """Return the number written in ``text``: ASCII digits, one point, a leading minus; nothing else.

    Refuses NaN, Infinity, exponents, grouping, spaces, other scripts' digits and anything of 10^15 or more.

    Raises:
        NotANumber: with the sentence for the user.
    """
    if not _PLAIN_NUMBER.fullmatch(text):
        raise NotANumber("Write a number with digits and one decimal point, such as 1234.50.")
    value = Decimal(text) + ZERO  # no minus zero
    if abs(value) >= LIMIT:
        raise NotANumber("Write a number below 1,000,000,000,000,000.")
    return value


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with its currency, as it travels between apps."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def _same(self, other: "Money") -> Decimal:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} do not add up.")
        return other.amount

    def rounded(self) -> "Money":
        """Return the amount at its currency's minor unit, half up."""
        return Money(round_money(self.amount, self.currency), self.currency)

    def __str__(self) -> str:
        return f"{self.amount:,.{minor_units(self.currency)}f} {self.currency}"
