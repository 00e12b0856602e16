"""How a match takes amounts off two items, and what differences it leaves. Pure; no database."""

from dataclasses import dataclass
from decimal import Decimal

from apps.core.money import ZERO, minor_units, round_money


@dataclass(frozen=True, slots=True)
class Open:
    """What is open of one item, in company currency and in its own."""

    amount: Decimal
    amount_currency: Decimal

    def less(self, amount: Decimal, amount_currency: Decimal) -> "Open":
        """Return what stays open once this much is taken."""
        return Open(self.amount - amount, self.amount_currency - amount_currency)


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

    @property
    def off_debit(self) -> Decimal:
        """Return what the debit item loses in all."""
        return self.amount + max(self.difference, ZERO)

    @property
    def off_credit(self) -> Decimal:
        """Return what the credit item loses in all."""
        return self.amount + max(-self.difference, ZERO)


def split(
    debit: Open, credit: Open, amount_currency: Decimal, currency: str, *, same_rate: bool = False
) -> Split:
    """Return the company amounts of a match of ``amount_currency``.

    Each item gives the share of its open amount; the last part takes all, so parts sum to the whole:
    400 EUR booked at 333.33, paid at 363.64 -> 333.33 off both, 30.31 gain.
    Items booked at one rate differ by rounding alone: the one that is settled whole says what both lose, and no
    difference arises until both are settled whole.

    Args:
        amount_currency: > 0, at most what is open of either.
        currency: the company's, ISO 4217.
        same_rate: both were booked at one rate.
    """
    off_debit = share(debit, amount_currency, currency)
    off_credit = share(credit, amount_currency, currency)
    if same_rate and off_debit != off_credit:
        common = _common(debit, credit, amount_currency, (off_debit, off_credit), currency)
        if common is not None:
            return Split(common, ZERO)
    return Split(min(off_debit, off_credit), off_debit - off_credit)


def share(item: Open, amount_currency: Decimal, currency: str) -> Decimal:
    """Return what of the company amount of ``item`` belongs to ``amount_currency`` of it.

    Something stays for what stays open, as long as there is a minor unit: no item is open in one currency alone.
    """
    if amount_currency == item.amount_currency:
        return item.amount
    if not item.amount_currency:
        return ZERO
    part = round_money(item.amount * amount_currency / item.amount_currency, currency)
    return min(part, _most(item, currency))


def _most(item: Open, currency: str) -> Decimal:
    """Return the most that can be taken of an item that stays open."""
    return max(item.amount - Decimal(1).scaleb(-minor_units(currency)), ZERO)


def _common(
    debit: Open,
    credit: Open,
    amount_currency: Decimal,
    offs: tuple[Decimal, Decimal],
    currency: str,
) -> Decimal | None:
    whole = [
        off
        for item, off in zip((debit, credit), offs, strict=True)
        if item.amount_currency == amount_currency
    ]
    if len(whole) == 2:
        return None
    if not whole:
        return min(offs)
    other = credit if debit.amount_currency == amount_currency else debit
    return whole[0] if whole[0] <= _most(other, currency) else None
