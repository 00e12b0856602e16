"""What a document's lines cost: net per line, tax per code, total. Pure; no database.

Each line's net is rounded half up, once; tax is rounded per code on the sum of its lines, so that
net + tax = total holds to the minor unit (EN 16931, BR-CO-13 to BR-CO-15).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.core.money import ZERO, round_money

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """The net amount of a line and the code it is taxed by."""

    net: Decimal
    tax_id: UUID | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """The base and the tax of one code on one document."""

    tax_id: UUID | None
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums at the foot of a document, in its currency."""

    net: Decimal
    tax: Decimal
    total: Decimal
    by_tax: tuple[TaxTotal, ...]


def line_net(
    *, quantity: Decimal, unit_price: Decimal, discount: Decimal, currency: str
) -> Decimal:
    """Return quantity * unit price, less ``discount`` percent, at the minor unit of ``currency``."""
    return round_money(quantity * unit_price * (HUNDRED - discount) / HUNDRED, currency)


def document_totals(lines: Iterable[TaxedLine], currency: str) -> Totals:
    """Return the totals of a document; lines of one tax code are taxed together."""
    bases: dict[tuple[UUID | None, Decimal], Decimal] = {}
    for line in lines:
        key = (line.tax_id, line.rate)
        bases[key] = bases.get(key, ZERO) + line.net
    by_tax = tuple(
        TaxTotal(tax_id, rate, base, round_money(base * rate / HUNDRED, currency))
        for (tax_id, rate), base in bases.items()
    )
    net = sum(bases.values(), ZERO)
    tax = sum((total.amount for total in by_tax), ZERO)
    return Totals(net, tax, net + tax, by_tax)
