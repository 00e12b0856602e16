"""Each check of purchasing finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.purchasing.tests.factories import bill, confirmed, draft, line, make_trade, receive

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = "ALTER TABLE purchasing_purchaseorder DISABLE TRIGGER USER"
LINES = "ALTER TABLE purchasing_purchaseorderline DISABLE TRIGGER USER"
CRIMES = {
    "purchasing.numbers_gapless": [
        [ORDERS, "UPDATE purchasing_purchaseorder SET number = 'PO-2026-00009' WHERE number = 'PO-2026-00001'"],
        ["UPDATE core_numberseries SET next_number = 9 WHERE code = 'purchase_order'"],
    ],
    "purchasing.orders_are_their_lines": [
        [ORDERS, "UPDATE purchasing_purchaseorder SET net = net + 1, total = total + 1 WHERE status = 'confirmed'"],
        [LINES, "UPDATE purchasing_purchaseorderline SET net = net + 1"],
    ],
    "purchasing.lines_are_quantity_times_price": [
        [LINES, "UPDATE purchasing_purchaseorderline SET discount = 50"],
        [LINES, "UPDATE purchasing_purchaseorderline SET quantity = quantity + 1"],
    ],
    "purchasing.confirmed_orders_have_lines": [
        [ORDERS, LINES, "DELETE FROM purchasing_purchaseorderline"],
        [
            ORDERS,
            "ALTER TABLE purchasing_purchaseorder DROP CONSTRAINT purchase_order_confirmed_has_number",
            "UPDATE purchasing_purchaseorder SET number = ''",
        ],
    ],
    "purchasing.received_on_confirmed_orders": [
        [ORDERS, "UPDATE purchasing_purchaseorder SET status = 'cancelled' WHERE status = 'confirmed'"],
        [
            "ALTER TABLE stock_move DISABLE TRIGGER USER",
            "UPDATE stock_move SET from_location_id = to_location_id, to_location_id = from_location_id",
        ],
    ],
}  # fmt: skip


@pytest.fixture
def trade(company):
    with transaction.atomic():
        (tea,) = make_trade("TEA")
        order = confirmed(line(tea, "4", "9.99"))
        receive(order)
        bill(order)
        confirmed(line(tea, "7"))
        draft(line(tea, "1"))
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(trade, owner_sql, check, crime):
    assert plant(owner_sql, check, company=trade.pk) == []

    assert plant(owner_sql, check, *crime, company=trade.pk)


def test_every_check_has_a_crime():
    assert {check.name for check in registered() if check.name.startswith("purchasing.")} == set(
        CRIMES
    )
