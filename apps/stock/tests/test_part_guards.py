"""The database refuses, for plain SQL of the application's role, value that lies where the goods do not."""

from uuid import UUID

import pytest

from apps.products.models import Product
from apps.products.tests.factories import make_category, make_product
from apps.stock.tests.factories import draft_shipment, make_place, receive
from apps.stock.tests.test_rules import move, refused, sql, value_line
from apps.warehouses.tests.factories import make_warehouse

METHOD = """
INSERT INTO stock_valueline (id, company_id, move_id, product_id, account_id, kind, warehouse_id, quantity, value, date,
                             created_at)
SELECT gen_random_uuid(), v.company_id, %(move)s, v.product_id, v.account_id, 'method', %(warehouse)s, %(quantity)s,
       %(value)s, v.date, now()
FROM stock_valueline v WHERE v.product_id = %(product)s ORDER BY v.id LIMIT 1
"""


@pytest.fixture
def tea(company) -> Product:
    """Return goods whose cost each warehouse keeps for itself, 5 at 2 in one."""
    make_place()
    category = make_category("Local", method="average", cost_scope="warehouse")
    product = make_product("TEA", category=category)
    receive(product, "5", "2")
    return product


def method_line(product: Product, quantity: int, **named) -> None:
    values = {"move": None, "warehouse": make_warehouse().pk, "value": 2 * quantity, **named}
    sql(METHOD, product=product.pk, quantity=quantity, **values)


def moved(product: Product) -> UUID:
    """Move one of the product out by hand, and return the move: it needs its value."""
    draft = draft_shipment([(product, "1")])
    move(draft)
    [[pk]] = sql("SELECT id FROM stock_move WHERE document_id = %s", draft.pk)
    return pk


def test_a_move_out_of_a_warehouse_takes_the_value_of_that_warehouse(tea):
    with refused("book its value there"):
        value_line(tea, quantity=-1, value=-2, move=moved(tea))


def test_a_change_of_method_names_no_move(tea):
    with refused("value_line_without_move_moves_nothing"):
        method_line(tea, -1, move=moved(tea))


@pytest.mark.parametrize("elsewhere", [True, False], ids=["another warehouse", "no warehouse"])
def test_a_change_of_method_puts_value_back_where_the_goods_lie(tea, elsewhere):
    other = make_warehouse("SHOP").pk if elsewhere else None

    with refused("put its value where the goods lie"):
        method_line(tea, -5)
        method_line(tea, 5, warehouse=other)

    method_line(tea, -5)
    method_line(tea, 5)
    sql("SET CONSTRAINTS ALL IMMEDIATE")
