"""Taxes computed: the figures of the domain rules, and what holds of every document."""

from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.companies.choices import TaxRounding
from apps.core.money import round_money
from apps.ledger.taxes import TaxedLine, TaxPart, document_totals, spread

LINE, DOCUMENT = TaxRounding.LINE, TaxRounding.DOCUMENT


def part(rate: str = "0", number: int = 1, **fields) -> TaxPart:
    return TaxPart(UUID(int=number), Decimal(rate), **fields)


def taxed(amount: str, *parts: TaxPart, quantity: str = "1") -> TaxedLine:
    return TaxedLine(Decimal(amount), parts, Decimal(quantity))


def sums(totals) -> tuple[Decimal, Decimal, Decimal]:
    return totals.net, totals.tax, totals.total


def test_five_at_forty_with_ten_percent_and_twenty_untaxed_is_240():
    totals = document_totals([taxed("200", part("10")), taxed("20")], "EUR")

    assert sums(totals) == (220, 20, 240)


@pytest.mark.parametrize(("rounding", "tax"), [(LINE, "1211.75"), (DOCUMENT, "1211.86")])
def test_25_lines_of_230_83_at_21_percent(rounding, tax):
    totals = document_totals([taxed("230.83", part("21"))] * 25, "EUR", rounding)

    assert sums(totals) == (Decimal("5770.75"), Decimal(tax), Decimal("5770.75") + Decimal(tax))


def test_a_negative_line_reduces_its_own_base_and_tax():
    totals = document_totals([taxed("200", part("10")), taxed("-10", part("10"))], "EUR")

    assert [(row.base, row.amount) for row in totals.by_tax] == [(190, 19)]


@pytest.mark.parametrize("rounding", [LINE, DOCUMENT])
def test_what_a_discount_for_early_payment_takes_off_is_in_the_base_of_no_tax(rounding):
    totals = document_totals([taxed("1000", part("21"))], "EUR", rounding, Decimal(2))

    assert sums(totals) == (1000, Decimal("205.80"), Decimal("1205.80"))
    assert [(row.tax_id and row.rate, row.base, row.amount) for row in totals.by_tax] == [
        (None, 20, 0), (21, 980, Decimal("205.80")),
    ]  # fmt: skip


def test_a_price_that_includes_the_tax_on_what_the_discount_leaves_stays_what_it_is():
    totals = document_totals(
        [taxed("1205.80", part("21", included=True))], "EUR", DOCUMENT, Decimal(2)
    )

    assert sums(totals) == (1000, Decimal("205.80"), Decimal("1205.80"))


def test_what_is_withheld_is_computed_on_the_whole_whatever_the_discount():
    withheld = part("10", 2, treatment="withheld")
    totals = document_totals([taxed("1000", part("20"), withheld)], "EUR", DOCUMENT, Decimal(2))

    assert (totals.tax, totals.withheld, totals.total) == (196, 100, 1096)


def test_a_price_that_includes_tax_stays_what_the_customer_pays():
    totals = document_totals([taxed("9.99", part("20", included=True))] * 3, "EUR")

    assert totals.nets == (Decimal("8.32"), Decimal("8.32"), Decimal("8.33"))
    assert sums(totals) == (Decimal("24.97"), Decimal("5.00"), Decimal("29.97"))  # 4.995


def test_a_compound_tax_is_computed_on_the_one_before_it():
    federal = part("5", 1, compound=True)
    totals = document_totals([taxed("100", federal, part("10", 2))], "EUR")

    assert [(row.base, row.amount) for row in totals.by_tax] == [(100, 5), (105, Decimal("10.50"))]


def test_compound_taxes_within_the_price_are_taken_out_in_their_order():
    inner, outer = part("5", 1, compound=True, included=True), part("10", 2, included=True)
    totals = document_totals([taxed("115.50", inner, outer)], "EUR")

    assert (totals.net, [row.amount for row in totals.by_tax]) == (100, [5, Decimal("10.50")])


def test_an_amount_per_unit_follows_the_quantity():
    eco = part(number=1, per_unit=Decimal("0.25"), compound=True)
    totals = document_totals([taxed("100", eco, part("20", 2), quantity="8")], "EUR")

    assert [row.amount for row in totals.by_tax] == [2, Decimal("20.40")]


def test_an_amount_per_unit_within_the_price_is_taken_out():
    eco = part(number=1, per_unit=Decimal("0.50"), included=True)
    totals = document_totals([taxed("10.00", eco, quantity="4")], "EUR")

    assert sums(totals) == (8, 2, 10)


def test_a_reverse_charge_adds_nothing_to_the_total():
    totals = document_totals([taxed("100", part("20", treatment="reverse"))], "EUR")

    assert sums(totals) == (100, 0, 100)
    assert totals.by_tax[0].tax == 20


def test_what_is_withheld_is_not_paid():
    withheld = part("10", 2, treatment="withheld")
    totals = document_totals([taxed("1000", part("20"), withheld)], "EUR")

    assert (*sums(totals), totals.withheld) == (1000, 200, 1100, 100)


def test_what_is_not_deductible_is_a_cost_of_its_lines():
    half = part("10", deductible=Decimal(50))
    row = document_totals([taxed("300", half), taxed("200", half), taxed("7")], "EUR").by_tax[0]

    assert (row.amount, row.cost, row.weights) == (50, 25, (30, 20, 0))


def test_one_code_alone_and_among_others_is_rounded_once():
    twenty, other = part("20"), part("1", 2)
    totals = document_totals([taxed("0.12", twenty), taxed("0.12", twenty, other)], "EUR")

    assert totals.by_tax[0].amount == Decimal("0.05")  # 0.024 twice would be 0.04


def test_spread_takes_the_missing_cent_where_rounding_was_furthest():
    exact = [Fraction(1, 300), Fraction(2, 300), Fraction(-1, 300)]

    assert spread(Decimal("0.02"), exact, "EUR") == [Decimal("0.01"), Decimal("0.01"), 0]


rates = st.decimals("0", "100", places=2)
amounts = st.decimals("-9999.99", "9999.99", places=2)
kinds = st.builds(
    lambda number, rate, included, compound, fixed: TaxPart(
        UUID(int=number),
        Decimal(0) if fixed else rate,
        rate / 100 if fixed else Decimal(0),
        included,
        compound,
    ),
    st.integers(1, 4), rates, st.booleans(), st.booleans(), st.booleans(),
)  # fmt: skip
codes = st.lists(kinds, max_size=4, unique_by=lambda kind: kind.tax_id).map(
    lambda found: {kind.tax_id: kind for kind in found}
)


@st.composite
def documents(draw) -> list[TaxedLine]:
    known = list(draw(codes).values())
    chosen = st.lists(st.sampled_from(known), max_size=3, unique=True) if known else st.just([])
    lines = st.builds(
        lambda amount, parts, quantity: TaxedLine(amount, tuple(parts), quantity),
        amounts, chosen, st.decimals("-50", "50", places=1),
    )  # fmt: skip
    return draw(st.lists(lines, min_size=1, max_size=8))


discounts = st.sampled_from([Decimal(0), Decimal(2), Decimal("3.5")])


@settings(deadline=None)
@given(
    documents(),
    st.sampled_from(TaxRounding.values),
    st.sampled_from(["EUR", "JPY", "TND"]),
    discounts,
)
def test_nets_sum_to_the_net_and_net_and_tax_to_the_total(lines, rounding, currency, discount):
    lines = [TaxedLine(round_money(x.amount, currency), x.parts, x.quantity) for x in lines]
    totals = document_totals(lines, currency, rounding, discount)

    assert sum(totals.nets) == totals.net
    assert totals.net + totals.tax == totals.total
    assert sum(row.amount for row in totals.by_tax) == totals.tax
    assert all(value == round_money(value, currency) for value in (*totals.nets, totals.tax))


@settings(deadline=None)
@given(documents(), st.sampled_from(TaxRounding.values), discounts)
def test_what_includes_its_taxes_costs_what_it_says(lines, rounding, discount):
    lines = [
        TaxedLine(x.amount, tuple(p for p in x.parts if p.included), x.quantity) for x in lines
    ]
    totals = document_totals(lines, "EUR", rounding, discount)

    assert totals.total == sum(line.amount for line in lines)


@settings(deadline=None)
@given(
    st.lists(st.tuples(amounts, st.sampled_from([0, 1])), min_size=1, max_size=12),
    rates,
    rates,
    discounts,
)
def test_percentages_on_the_net_are_rounded_once_per_code(rows, first, second, discount):
    """EN 16931, BR-CO-17."""
    parts = [part(str(first), 1), part(str(second), 2)]
    lines = [TaxedLine(amount, (parts[which],)) for amount, which in rows]
    totals = document_totals(lines, "EUR", DOCUMENT, discount)

    assert sum(row.base for row in totals.by_tax) == totals.net
    for row in totals.by_tax:
        assert row.amount == round_money(row.base * row.rate / 100, "EUR")


@settings(deadline=None)
@given(
    st.lists(st.fractions(-1000, 1000, max_denominator=999), min_size=1, max_size=20),
    st.integers(-20, 20),
)
def test_spread_parts_sum_to_the_total(exact, off):
    total = round_money(sum(exact), "EUR") + Decimal(off).scaleb(-2)
    parts = spread(total, exact, "EUR")

    assert sum(parts) == total
    assert all(abs(Fraction(p) - e) < Fraction(off**2 + 4, 100) for p, e in zip(parts, exact, strict=True))  # fmt: skip
