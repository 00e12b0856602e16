"""The demonstration's rules: made once, at the end, and they leave something sensible to decide on."""

from decimal import Decimal

import pytest

from apps.demo.replenishing import leave_rules
from apps.replenishment.models import Proposal, Rule
from apps.replenishment.tests.factories import make_goods
from apps.stock.tests.factories import make_place
from apps.warehouses.tests.factories import make_warehouse


@pytest.mark.django_db
def test_rules_are_left_once_and_ask_for_what_is_below_its_level(company, user_in):
    make_place()
    make_warehouse("SEA")
    make_warehouse("TAC")
    low = make_goods("NW001")
    type(low).objects.filter(pk=low.pk).update(reorder_level=Decimal(10))
    make_goods("NW006")
    buyer = user_in("buyer")

    leave_rules(company, buyer)
    leave_rules(company, buyer)

    told = Rule.objects.order_by("product__sku", "warehouse__code").values_list(
        "product__sku", "warehouse__code", "method", "source"
    )
    assert list(told) == [
        ("NW001", "SEA", "minimum", "buy"),
        ("NW006", "SEA", "demand", "buy"),
        ("NW006", "TAC", "minimum", "transfer"),
    ]
    assert Proposal.objects.get(product=low).quantity == 30
