"""Whatever is settled with whatever: parts sum to the whole, nothing is open in one currency alone, nothing is lost."""

from decimal import Decimal
from itertools import pairwise
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.core.money import round_money
from apps.payments.exchange import Open, share, split
from apps.payments.planning import Lane, Plan, Stake

AMOUNTS = st.integers(1, 5_000_000).map(lambda units: Decimal(units) / 100)
RATES = st.integers(1, 3_000_000).map(lambda units: Decimal(units) / 10_000)


@st.composite
def parts_of_an_invoice(draw):
    """Return an invoice booked at a rate, and amounts that pay it whole, in parts."""
    total, rate = draw(AMOUNTS), draw(RATES)
    cuts = sorted(draw(st.lists(st.integers(1, int(total * 100)), max_size=6, unique=True)))
    marks = [0, *(cut for cut in cuts if cut < total * 100), int(total * 100)]
    parts = [Decimal(b - a) / 100 for a, b in pairwise(marks)]
    return total, rate, parts


@settings(max_examples=300, deadline=None)
@given(parts_of_an_invoice())
def test_part_payments_at_one_rate_sum_to_the_whole_and_leave_no_difference(case):
    total, rate, parts = case
    invoice = Open(max(round_money(total * rate, "EUR"), Decimal("0.01")), total)
    booked = Decimal(0)
    for part in parts:
        value = share(invoice, part, "EUR")
        payment = Open(value, part)
        taken = split(invoice, payment, part, "EUR", same_rate=True)
        assert (taken.amount, taken.difference) == (value, 0)
        booked += value
        invoice = invoice.less(taken.off_debit, part)
        assert (invoice.amount > 0) == (invoice.amount_currency > 0)

    assert invoice == Open(Decimal(0), Decimal(0))
    assert booked == max(round_money(total * rate, "EUR"), Decimal("0.01"))


@settings(max_examples=300, deadline=None)
@given(parts_of_an_invoice(), RATES)
def test_part_payments_at_other_rates_realise_the_whole_difference_and_nothing_else(case, other):
    total, rate, parts = case
    whole = max(round_money(total * rate, "EUR"), Decimal("0.01"))
    invoice, paid, realised = Open(whole, total), Decimal(0), Decimal(0)
    for part in parts:
        payment = Open(max(round_money(part * other, "EUR"), Decimal("0.01")), part)
        taken = split(invoice, payment, part, "EUR")
        paid, realised = paid + payment.amount, realised + taken.difference
        invoice = invoice.less(taken.off_debit, part)
        assert payment.less(taken.off_credit, part) == Open(Decimal(0), Decimal(0))

    assert invoice == Open(Decimal(0), Decimal(0))
    assert realised == whole - paid


LANES = [Lane(uuid4(), currency) for currency in ("EUR", "EUR", "USD", "JPY")]
WORTH = {"EUR": Decimal(1), "USD": Decimal("0.9137"), "JPY": Decimal("0.00613")}


@st.composite
def stakes(draw):
    """Return one to eight items in several accounts and currencies."""
    rows = []
    for _number in range(draw(st.integers(1, 8))):
        lane = draw(st.sampled_from(LANES))
        rate = Decimal(1) if lane.currency == "EUR" else draw(RATES)
        amount = draw(AMOUNTS) if lane.currency != "JPY" else Decimal(draw(st.integers(100, 10**7)))
        booked = amount if lane.currency == "EUR" else round_money(amount * rate, "EUR")
        booked = max(booked, Decimal("0.01"))
        side = draw(st.sampled_from([1, -1]))
        rows.append(Stake(uuid4(), lane, side, amount, Open(booked, amount), rate))
    return rows


@settings(max_examples=400, deadline=None)
@given(stakes(), st.booleans())
def test_no_plan_takes_more_than_there_is_or_leaves_anything_in_one_currency_alone(rows, write_off):
    plan = Plan(rows, "EUR")
    plan.settle_lanes()
    try:
        plan.transfer(WORTH.__getitem__)
        if write_off:
            for over in plan.lanes().values():
                plan.post_against(over, sum((stake.want for stake in over), Decimal(0)))
    except ValueError:
        return  # something came to nothing in company currency: the service refuses the act

    for stake in plan.stakes:
        assert stake.open.amount >= 0
        assert stake.open.amount_currency == stake.want >= 0
        assert (stake.open.amount > 0) == (stake.open.amount_currency > 0)
    if write_off:
        assert not plan.lanes()
    else:
        assert len({stake.side for stake in plan.stakes if stake.want}) <= 1
        assert sum(row.side * row.amount for row in plan.lines) == 0
