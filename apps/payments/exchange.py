"""How a match takes amounts off two items, and what exchange differences it leaves. Pure; no database."""

from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import ZERO, round_money


@dataclass(frozen=True, slots=True)
class Open:
    """What is open of one item, in company currency and in its own."""

    amount: Decimal
    amount_currency: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """What a match takes off both items, and what stays over on one of them.

    Attributes:
        amount: company currency, off both.
        difference: company currency the debit item loses beyond ``amount`` (> 0), or the credit item (< 0).
            > 0 is a loss: we had booked the debit higher; < 0 is a gain.
    """

    amount: Decimal
    difference: Decimal


def split(debit: Open, credit: Open, amount_currency: Decimal, currency: str) -> Split:
    """Return the company amounts of a match of ``amount_currency``.

    Each item gives the share of its open amount; the last part takes all, so parts sum to the whole:
    400 EUR booked at 333.33, paid at 363.64 -> 333.33 off both, 30.31 gain.

    Args:
        amount_currency: > 0, at most what is open of either.
        currency: the company's, ISO 4217.
    """
    off_debit = _share(debit, amount_currency, currency)
    off_credit = _share(credit, amount_currency, currency)
    return Split(min(off_debit, off_credit), off_debit - off_credit)


def _share(item: Open, amount_currency: Decimal, currency: str) -> Decimal:
    if amount_currency == item.amount_currency:
        return item.amount
    if not item.amount_currency:
        return ZERO
    return round_money(item.amount * amount_currency / item.amount_currency, currency)
