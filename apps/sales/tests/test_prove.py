"""Each check of sales finds what was planted, and nothing else."""

import pytest
from django.db import transaction

from apps.core.prove import registered
from apps.core.testing import plant
from apps.products.tests.factories import make_kit
from apps.sales.tests.factories import confirmed, draft, line, make_shop, ship
from apps.stock.tests.factories import make_channel

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = "ALTER TABLE sales_salesorder DISABLE TRIGGER USER"
LINES = "ALTER TABLE sales_salesorderline DISABLE TRIGGER USER"
KIT = "SELECT id FROM products_product WHERE kind = 'kit'"
CRIMES = {
    "sales.numbers_gapless": [
        [ORDERS, "UPDATE sales_salesorder SET number = 'SO-2026-00009' WHERE number = 'SO-2026-00001'"],
        ["UPDATE core_numberseries SET next_number = 9 WHERE code = 'sales_order'"],
    ],
    "sales.orders_are_their_lines": [
        [ORDERS, "UPDATE sales_salesorder SET net = net + 1, total = total + 1 WHERE status = 'confirmed'"],
        [LINES, "UPDATE sales_salesorderline SET net = net + 1"],
    ],
    "sales.lines_are_quantity_times_price": [
        [LINES, "UPDATE sales_salesorderline SET discount = 50"],
        [LINES, "UPDATE sales_salesorderline SET quantity = quantity + 1"],
    ],
    "sales.confirmed_orders_have_lines": [
        [
            ORDERS,
            LINES,
            "DELETE FROM sales_salesorderline WHERE id NOT IN (SELECT line_id FROM sales_salesorderpart)",
        ],
        [
            ORDERS,
            "ALTER TABLE sales_salesorder DROP CONSTRAINT sales_order_confirmed_has_number",
            "UPDATE sales_salesorder SET number = ''",
        ],
    ],
    "sales.kits_are_their_parts": [
        ["ALTER TABLE sales_salesorderpart DISABLE TRIGGER USER", "DELETE FROM sales_salesorderpart"],
        [
            "ALTER TABLE sales_salesorderpart DISABLE TRIGGER USER",
            "UPDATE sales_salesorderpart SET per_kit = per_kit + 1",
        ],
        [LINES, "UPDATE sales_salesorderline SET stock_quantity = 9 WHERE stock_quantity = 2"],
    ],
    "sales.shipped_within_ordered": [
        [LINES, "UPDATE sales_salesorderline SET stock_quantity = 1 WHERE stock_quantity = 4"],
        [ORDERS, "UPDATE sales_salesorder SET status = 'cancelled' WHERE status = 'confirmed'"],
        [
            "ALTER TABLE stock_move DISABLE TRIGGER USER",
            "UPDATE stock_move SET quantity = 99 WHERE origin_line_id IS NOT NULL",
        ],
    ],
    "sales.reserved_within_ordered": [
        [LINES, "UPDATE sales_salesorderline SET stock_quantity = 1 WHERE stock_quantity = 7"],
        [ORDERS, "UPDATE sales_salesorder SET status = 'closed' WHERE status = 'confirmed'"],
    ],
    "sales.promises_name_the_channel": [
        ["UPDATE stock_reservation SET channel_id = NULL"],
        [ORDERS, "UPDATE sales_salesorder SET channel_id = (SELECT id FROM stock_saleschannel)"],
    ],
    "sales.goods_are_those_ordered": [
        [LINES, f"UPDATE sales_salesorderline SET product_id = ({KIT}) WHERE stock_quantity = 4"],
        [LINES, f"UPDATE sales_salesorderline SET product_id = ({KIT}) WHERE stock_quantity = 7"],
    ],
}  # fmt: skip


@pytest.fixture
def shop(company):
    with transaction.atomic():
        (tea,) = make_shop("TEA")
        ship(confirmed(line(tea, "4", "9.99"), freight=3))
        confirmed(line(tea, "7"))
        confirmed(line(tea, "5"), channel=make_channel())
        draft(line(tea, "1"))
        confirmed(line(make_kit(parts={tea: "3"}), "2"))
    return company


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_planted_violation_is_found(shop, owner_sql, check, crime):
    assert plant(owner_sql, check, company=shop.pk) == []

    assert plant(owner_sql, check, *crime, company=shop.pk)


def test_every_check_has_a_crime():
    assert {check.name for check in registered() if check.name.startswith("sales.")} == set(CRIMES)
