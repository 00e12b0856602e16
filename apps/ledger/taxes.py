"""What a document's lines cost: net per line, each tax, total. Pure; no database.

A line's amount is rounded half up, once. Lines taxed alike are computed together, or each alone: the company chooses
and the document says which. Where prices include tax, the amount is kept and the net is what the tax leaves, so that in
every case the nets of the lines sum to the net of the document and net + tax - withheld = total (EN 16931, BR-CO-10 to
BR-CO-15). Where tax is computed on what is left after an early-payment discount, the discount stands in the base of no
tax, so that the bases sum to the net as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from apps.companies.choices import TaxRounding
from apps.core.money import ZERO, minor_units, round_money
from apps.ledger.choices import TaxTreatment

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class TaxPart:
    """One tax on a line, as it is computed.

    Attributes:
        rate: percent of the base.
        per_unit: of one unit of the line's quantity, in the document's currency; instead of ``rate``.
        included: the price contains it.
        compound: taxes after it on the line are computed on the net and on this one.
        deductible: percent of an input tax that is given back; the rest is a cost of the line.
    """

    tax_id: UUID
    rate: Decimal = ZERO
    per_unit: Decimal = ZERO
    included: bool = False
    compound: bool = False
    treatment: str = TaxTreatment.CHARGED
    deductible: Decimal = HUNDRED


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """The amount of a line at its price, rounded, and the taxes on it in their order."""

    amount: Decimal
    parts: tuple[TaxPart, ...] = ()
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """One tax on a document, in its currency.

    Attributes:
        amount: what it adds to the total: the tax; 0 for a reverse charge; below zero when withheld.
        tax: the tax itself, whoever pays it.
        cost: the part of ``tax`` that is not given back.
        weights: the tax of each line of the document, as ``cost`` is split over them; empty without a cost.
    """

    tax_id: UUID | None
    rate: Decimal
    base: Decimal
    amount: Decimal
    tax: Decimal = ZERO
    treatment: str = TaxTreatment.CHARGED
    deductible: Decimal = HUNDRED
    cost: Decimal = ZERO
    weights: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums at the foot of a document, in its currency; ``nets`` are those of its lines, in order."""

    net: Decimal
    tax: Decimal
    total: Decimal
    by_tax: tuple[TaxTotal, ...]
    withheld: Decimal = ZERO
    nets: tuple[Decimal, ...] = ()


def line_net(
    *, quantity: Decimal, unit_price: Decimal, discount: Decimal, currency: str
) -> Decimal:
    """Return quantity * unit price, less ``discount`` percent, at the minor unit of ``currency``."""
    return round_money(quantity * unit_price * (HUNDRED - discount) / HUNDRED, currency)


def document_totals(
    lines: Sequence[TaxedLine],
    currency: str,
    rounding: str = TaxRounding.DOCUMENT,
    discount: Decimal = ZERO,
) -> Totals:
    """Return the totals of a document.

    Args:
        rounding: ``document``: lines with the same taxes are computed together; ``line``: each line alone.
        discount: percent of the net that is in the base of no tax: a discount for paying early, taken or not. What
            is withheld is no tax on the sale and is computed on the whole.
    """
    nets: list[Decimal] = [line.amount for line in lines]
    found: dict[UUID | None, _Sum] = {}
    for indexes in _groups(lines, rounding):
        group = [lines[i] for i in indexes]
        parts = group[0].parts
        if not discount and rounding == TaxRounding.DOCUMENT and _is_plain(parts):
            for part in parts or (None,):
                _sum_of(found, part).gather(group)
            continue
        group_nets, taxes = _group_taxes(group, currency, discount)
        for i, net in zip(indexes, group_nets, strict=True):
            nets[i] = net
        for part, base, tax in taxes:
            _sum_of(found, part).add(base, tax)
    by_tax = tuple(_total(item, lines, nets, currency) for item in found.values())
    net = sum(nets, ZERO)
    withheld = sum((row.tax for row in by_tax if row.treatment == TaxTreatment.WITHHELD), ZERO)
    tax = sum((row.amount for row in by_tax), ZERO) + withheld
    return Totals(net, tax, net + tax - withheld, by_tax, withheld, tuple(nets))


class _Sum:
    """Base and tax of one code over a document; what is gathered is taxed together, at the end."""

    def __init__(self, part: TaxPart | None) -> None:
        self.part, self.base, self.tax = part, ZERO, ZERO
        self.gathered, self.quantity = ZERO, ZERO

    def add(self, base: Decimal, tax: Decimal) -> None:
        self.base += base
        self.tax += tax

    def gather(self, lines: Sequence[TaxedLine]) -> None:
        self.gathered += sum((line.amount for line in lines), ZERO)
        self.quantity += sum((line.quantity for line in lines), ZERO)

    def close(self, currency: str) -> tuple[Decimal, Decimal]:
        """Return base and tax."""
        if self.part is None:
            return self.base + self.gathered, ZERO
        together = _tax(self.part, Fraction(self.gathered), self.quantity)
        return self.base + self.gathered, self.tax + round_money(together, currency)


def _sum_of(found: dict[UUID | None, _Sum], part: TaxPart | None) -> _Sum:
    return found.setdefault(part.tax_id if part else None, _Sum(part))


def _is_plain(parts: Sequence[TaxPart]) -> bool:
    """Return whether each tax depends on the net alone, so that it is summed over all lines that carry it."""
    return not any(part.included or part.compound for part in parts)


def _groups(lines: Sequence[TaxedLine], rounding: str) -> list[list[int]]:
    """Return the indexes of the lines that are rounded together: those with the same taxes, or each alone."""
    if rounding == TaxRounding.LINE:
        return [[i] for i in range(len(lines))]
    groups: dict[tuple[TaxPart, ...], list[int]] = {}
    for i, line in enumerate(lines):
        groups.setdefault(line.parts, []).append(i)
    return list(groups.values())


_Found = tuple[TaxPart | None, Decimal, Decimal]


def _group_taxes(
    lines: Sequence[TaxedLine], currency: str, discount: Decimal
) -> tuple[Sequence[Decimal], list[_Found]]:
    """Return the net of each of some lines with the same taxes, and base and tax of each of these."""
    parts = lines[0].parts
    kept = 1 - Fraction(discount) / 100 if any(map(_is_on_the_sale, parts)) else Fraction(1)
    nets = _nets(lines, kept, currency)
    net = sum(nets, ZERO)
    if not parts:
        return nets, [(None, net, ZERO)]
    off = round_money(Fraction(net) * (1 - kept), currency)
    found: list[_Found] = [(None, off, ZERO)] if off else []
    quantity = sum((line.quantity for line in lines), ZERO)
    gross = sum((line.amount for line in lines), ZERO)
    included = _included(parts, gross, quantity, kept, currency)
    before = ZERO
    for part in parts:
        base = net + before - (off if _is_on_the_sale(part) else ZERO)
        tax = included.get(part.tax_id)
        if tax is None:
            tax = round_money(_tax(part, Fraction(base), quantity), currency)
        found.append((part, base, tax))
        if part.compound:
            before += tax
    return nets, found


def _is_on_the_sale(part: TaxPart) -> bool:
    """Return whether a tax is on what is sold, rather than kept back from what is paid."""
    return part.treatment != TaxTreatment.WITHHELD


def _tax(part: TaxPart, base: Fraction, quantity: Decimal) -> Fraction:
    return base * Fraction(part.rate) / 100 + Fraction(part.per_unit) * Fraction(quantity)


def _exact_net(
    parts: Iterable[TaxPart], amount: Decimal, quantity: Decimal, kept: Fraction
) -> Fraction:
    """Return the net within ``amount``: what is left when the taxes the price contains are taken out.

    Every tax is share * net + fixed; a compound one raises share and fixed of the base of those after it.

    Args:
        kept: the share of the net that is in the base of the taxes.
    """
    share, fixed = kept, Fraction(0)  # of the base, as the compound taxes so far leave it
    all_shares, all_fixed = Fraction(1), Fraction(0)  # of net + included taxes
    for part in parts:
        rate = Fraction(part.rate) / 100
        tax_share = share * rate
        tax_fixed = fixed * rate + Fraction(part.per_unit) * Fraction(quantity)
        if part.included:
            all_shares, all_fixed = all_shares + tax_share, all_fixed + tax_fixed
        if part.compound:
            share, fixed = share + tax_share, fixed + tax_fixed
    return (Fraction(amount) - all_fixed) / all_shares


def _included(
    parts: Sequence[TaxPart], gross: Decimal, quantity: Decimal, kept: Fraction, currency: str
) -> dict[UUID, Decimal]:
    """Return the taxes that ``gross`` contains, each rounded."""
    if not any(part.included for part in parts):
        return {}
    base = _exact_net(parts, gross, quantity, kept) * kept
    taxes = {}
    for part in parts:
        tax = _tax(part, base, quantity)
        if part.included:
            taxes[part.tax_id] = round_money(tax, currency)
        if part.compound:
            base += tax
    return taxes


def _nets(lines: Sequence[TaxedLine], kept: Fraction, currency: str) -> list[Decimal]:
    """Return the nets of lines with the same taxes; with the taxes their prices contain they sum to the amounts."""
    parts = lines[0].parts
    if not any(part.included for part in parts):
        return [line.amount for line in lines]
    quantity = sum((line.quantity for line in lines), ZERO)
    gross = sum((line.amount for line in lines), ZERO)
    net = gross - sum(_included(parts, gross, quantity, kept, currency).values(), ZERO)
    exact = [_exact_net(parts, line.amount, line.quantity, kept) for line in lines]
    return spread(net, exact, currency)


def spread(total: Decimal, exact: Sequence[Fraction], currency: str) -> list[Decimal]:
    """Return parts near ``exact``, at the minor unit, that sum to ``total``; some may be negative.

    Each is rounded half up; the units that are then missing or over go to those whose rounding was the furthest
    the other way, the earlier first.
    """
    unit = Decimal(1).scaleb(-minor_units(currency))
    parts = [round_money(value, currency) for value in exact]
    missing = int((total - sum(parts, ZERO)) / unit)
    step = 1 if missing > 0 else -1
    errors = [step * (value - Fraction(part)) for value, part in zip(exact, parts, strict=True)]
    order = sorted(range(len(parts)), key=lambda i: (-errors[i], i))
    for k in range(abs(missing)):
        parts[order[k % len(order)]] += step * unit
    return parts


def _total(
    item: _Sum, lines: Sequence[TaxedLine], nets: Sequence[Decimal], currency: str
) -> TaxTotal:
    """Return the row of one tax: what it adds to the total, and what of it nobody gives back."""
    part = item.part
    base, tax = item.close(currency)
    if part is None:
        return TaxTotal(None, ZERO, base, ZERO)
    signs = {TaxTreatment.REVERSE: 0, TaxTreatment.WITHHELD: -1}
    row = TaxTotal(
        part.tax_id,
        part.rate,
        base,
        signs.get(TaxTreatment(part.treatment), 1) * tax,
        tax,
        part.treatment,
        part.deductible,
    )
    if part.deductible == HUNDRED or not tax:
        return row
    cost = tax - round_money(tax * part.deductible / HUNDRED, currency)
    weights = tuple(_tax_on(part, line, net) for line, net in zip(lines, nets, strict=True))
    return replace(row, cost=cost, weights=weights)


def _tax_on(part: TaxPart, line: TaxedLine, net: Decimal) -> Fraction:
    """Return the exact tax of one code on one line, 0 where it is not on it."""
    base = Fraction(net)
    for other in line.parts:
        tax = _tax(other, base, line.quantity)
        if other.tax_id == part.tax_id:
            return tax
        if other.compound:
            base += tax
    return Fraction(0)
