"""What a document comes to in company currency, line by line and tax by tax. Pure; no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.core.money import ZERO, allocate, round_money
from apps.ledger.choices import TaxTreatment
from apps.ledger.taxes import HUNDRED, Totals, spread


@dataclass(frozen=True, slots=True)
class Booked:
    """A document in company currency.

    Attributes:
        total: on the receivable or payable account.
        lines: what each line is booked at: its net, and the input tax on it that nobody gives back.
        in_currency: the same in the document's currency, without tax the buyer owes in the seller's stead.
        taxes: per row of ``Totals.by_tax``, what goes to the account of the tax.
        owed: per row, what the buyer owes in the seller's stead.

    ``lines`` and ``taxes`` together, less ``owed``, come to ``total``.
    """

    total: Decimal
    lines: list[Decimal]
    in_currency: list[Decimal]
    taxes: list[Decimal]
    owed: list[Decimal]


def booked_amounts(totals: Totals, rate: Decimal, *, currency: str, own: str) -> Booked:
    """Return what a document in ``currency`` comes to in ``own``, the company's.

    Args:
        rate: company currency for one unit of the document's.
    """
    charged = [row for row in totals.by_tax if row.treatment != TaxTreatment.REVERSE]
    in_currency = list(totals.nets)
    for row in charged:
        in_currency = _plus(in_currency, row.cost, row.weights, currency)
    total = round_money(totals.total * rate, own)
    parts = [*in_currency, *(row.amount - row.cost for row in charged)]
    converted = company_parts(total, parts, rate, own)
    lines = converted[: len(in_currency)]
    kept = iter(converted[len(in_currency) :])
    taxes, owed = [], []
    for row in totals.by_tax:
        if row.treatment != TaxTreatment.REVERSE:
            taxes.append(next(kept))
            owed.append(ZERO)
            continue
        tax = round_money(row.tax * rate, own)
        back = round_money(tax * row.deductible / HUNDRED, own)
        lines = _plus(lines, tax - back, row.weights, own)
        taxes.append(back)
        owed.append(tax)
    return Booked(total, lines, in_currency, taxes, owed)


def _plus(
    amounts: list[Decimal], cost: Decimal, weights: Sequence[Fraction], currency: str
) -> list[Decimal]:
    """Return ``amounts`` with ``cost`` spread over them by ``weights``."""
    whole = sum(weights, Fraction(0))
    if not cost or not whole:
        return amounts
    shares = spread(cost, [Fraction(cost) * weight / whole for weight in weights], currency)
    return [amount + share for amount, share in zip(amounts, shares, strict=True)]


def company_parts(
    total: Decimal, parts: Sequence[Decimal], rate: Decimal, currency: str
) -> list[Decimal]:
    """Convert the parts of a document so that they sum to the converted total, to the minor unit.

    Args:
        total: company currency, as booked on the control account.
        parts: document currency; a negative one makes the largest take what rounding leaves.
        rate: company currency for one unit of the document's.
        currency: the company's.
    """
    if not any(parts):
        return [ZERO for _part in parts]
    if min(parts) >= 0:
        return allocate(total, parts, currency)
    converted = [round_money(part * rate, currency) for part in parts]
    largest = max(range(len(parts)), key=lambda i: abs(parts[i]))
    converted[largest] += total - sum(converted, ZERO)
    return converted
