"""Random stock, orders and rules: the one SQL statement proposes what plain Python works out from the documents."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_CEILING, Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.ids import uuid7
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.replenishment.models import Proposal
from apps.replenishment.services import propose
from apps.replenishment.tests.factories import (
    ask_for,
    make_goods,
    make_rule,
    make_supplier,
    today,
)
from apps.stock.tests.factories import draft_receipt, draft_shipment, ship
from apps.warehouses.tests.factories import make_warehouse

SMALL = st.integers(0, 30)
LINE = st.tuples(st.integers(1, 20), st.integers(0, 14))  # how many, in how many days


@dataclass(frozen=True)
class Case:
    """One product with everything that is known of it."""

    on_hand: int
    sold: int
    asked: list[tuple[int, int]]
    bought: list[tuple[int, int]]
    drafted_in: int
    drafted_out: int
    lead: int
    method: str
    minimum: int
    more: int
    safety: int
    smallest: int
    multiple: int


CASES = st.builds(
    Case,
    on_hand=SMALL,
    sold=st.integers(0, 40),
    asked=st.lists(LINE, max_size=3),
    bought=st.lists(LINE, max_size=2),
    drafted_in=st.integers(0, 6),
    drafted_out=st.integers(0, 6),
    lead=st.integers(0, 10),
    method=st.sampled_from(["minimum", "demand", "order"]),
    minimum=SMALL,
    more=SMALL,
    safety=st.integers(0, 8),
    smallest=st.integers(0, 40),
    multiple=st.integers(1, 12),
)
DAYS_LOOKED_BACK, COVER = 30, 20


def expected(case: Case) -> Decimal:
    """Return what should be proposed, 0 for nothing: written from the rules, without a look at the SQL."""
    free, demand = case.on_hand, case.drafted_out
    reserved = 0
    for quantity, days in case.asked:  # each order reserves what is free when it is confirmed
        held = min(free, quantity)
        free -= held
        reserved += held
        demand += quantity - held if days <= case.lead else 0
    incoming = case.drafted_in + sum(q for q, days in case.bought if days <= case.lead)
    projected = case.on_hand - reserved - demand + incoming
    minimum, target = bounds(case)
    if projected >= minimum:
        return Decimal(0)
    wanted = max(target - projected, case.smallest)
    return Decimal(-(-wanted // case.multiple) * case.multiple)


def bounds(case: Case) -> tuple[int, int]:
    """Return below what to order, and up to what."""
    if case.method == "minimum":
        return case.minimum, case.minimum + case.more
    if case.method == "order":
        return 0, 0
    daily = (Decimal(case.sold) / DAYS_LOOKED_BACK).quantize(Decimal("0.000001"))
    point = up(daily * case.lead + case.safety)
    return point, point + up(daily * COVER)


def up(value: Decimal) -> int:
    """Return the next whole number."""
    return int(value.to_integral_value(ROUND_CEILING))


def play(case: Case) -> Decimal:
    """Make the documents of ``case``, work out the proposals, and return what is proposed."""
    sku = f"P{uuid7().hex[-12:]}"
    on_hand = case.on_hand + case.sold
    product = make_goods(
        sku,
        on_hand=str(on_hand),
        lead_days=case.lead,
        minimum_quantity=Decimal(case.smallest),
        order_multiple=Decimal(case.multiple),
    )
    if case.sold:
        ship(product, str(case.sold), date=today())
    for quantity, days in case.asked:
        ask_for(product, str(quantity), days=days)
    for quantity, days in case.bought:
        line = purchasing.OrderLineDraft(product, Decimal(quantity), product.unit, Decimal(5))
        order = PurchaseOrder(
            party=make_supplier(), date=today(), expected_date=today() + timedelta(days=days),
            currency_id="EUR", warehouse=make_warehouse(),
        )  # fmt: skip
        purchasing.draft_order(actor=None, document=order, lines=[line])
    if case.drafted_in:
        draft_receipt(product, str(case.drafted_in), "2.00", date=today())
    if case.drafted_out:
        draft_shipment([(product, str(case.drafted_out))], date=today())
    is_bounded = case.method == "minimum"
    make_rule(
        product,
        str(case.minimum if is_bounded else 0),
        str(case.minimum + case.more if is_bounded else 0),
        method=case.method,
        safety_stock=str(case.safety),
        demand_days=DAYS_LOOKED_BACK,
        cover_days=COVER,
    )
    propose(actor=None, products=[product.pk])
    found = Proposal.objects.filter(product=product, status="open").first()
    return found.quantity if found else Decimal(0)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(case=CASES)
def test_what_is_proposed_is_what_plain_python_works_out(company, case):
    with transaction.atomic():
        assert play(case) == expected(case)
