"""Order lines that are short or archived, and what is sold in their place."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.core.exceptions import WrongStatus
from apps.core.models import Event
from apps.products.models import Product
from apps.products.services import archive_product
from apps.products.tests.factories import make_number, make_product, make_substitute, make_unit
from apps.products.units import OtherDimension
from apps.sales.models import SalesOrder, SalesOrderLine
from apps.sales.services import cancel_order, confirm_replacing, replace_line
from apps.sales.services.replacing import LineUnderway, NoSubstitute
from apps.sales.substitutes import offers_of
from apps.sales.tests.factories import (
    confirmed,
    customer,
    draft,
    line,
    make_shop,
    progress,
    ship,
)
from apps.stock.tests.factories import put_on_hold, receive, transfer
from apps.warehouses.tests.factories import make_location, make_warehouse

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def goods():
    """Return tea, of which 5 are there, and green tea, of which there are 40."""
    (tea,) = make_shop("TEA", stock="5")
    green = make_product("GREEN", sale_price=Decimal("12.00"))
    receive(green, "40", "6.00")
    make_substitute(tea, green, note="same box")
    return tea, green


def replaced(order: SalesOrder, product: Product, line: SalesOrderLine | None = None) -> SalesOrder:
    row = line or order.lines.order_by("position")[0]
    return replace_line(actor=None, pk=order.pk, line=row.pk, product=product.pk)


def shown(order: SalesOrder) -> list[tuple[str, Decimal, bool]]:
    rows = [offer for offers in offers_of(order).values() for offer in offers]
    return [(offer.product.sku, offer.free, offer.may_replace) for offer in rows]


def test_a_short_line_is_offered_what_is_free_of_its_substitutes(goods):
    tea, _green = goods

    assert shown(draft(line(tea, "5"))) == []
    assert shown(draft(line(tea, "6"))) == [("GREEN", 40, True)]
    assert shown(confirmed(line(tea, "6"))) == [("GREEN", 40, False)]
    assert shown(confirmed(line(tea, "6"))) == [("GREEN", 40, True)]


def test_what_lies_on_hold_is_free_of_neither_the_product_nor_its_substitute(goods):
    tea, green = goods
    shelf = make_location(make_warehouse(), "SHELF")
    transfer(tea, "2", shelf)
    transfer(green, "30", shelf)
    put_on_hold(shelf)

    assert shown(draft(line(tea, "4"))) == [("GREEN", 10, True)]


def test_an_archived_product_is_offered_its_substitutes():
    (tea,) = make_shop("TEA", stock="0")
    green = make_product("GREEN")
    make_substitute(tea, green)
    order = draft(line(tea, "1"))
    archive_product(actor=None, pk=tea.pk)

    replaced(order, green)

    assert order.lines.get().product == green


def test_a_line_of_a_draft_is_replaced_at_the_price_that_was_agreed(goods):
    tea, green = goods
    order = draft(line(tea, "6", "9.50", discount=Decimal(5)))
    before = order.lines.get()

    replaced(order, green)

    after = order.lines.get()
    assert after.product == green
    assert [getattr(after, name) for name in ("quantity", "unit_id", "unit_price", "net")] == [
        getattr(before, name) for name in ("quantity", "unit_id", "unit_price", "net")
    ]
    told = Event.objects.get(name="sales.order_replaced", aggregate_id=order.pk)
    assert told.payload["reason"] == "TEA → GREEN"


def test_an_untouched_line_of_a_confirmed_order_is_replaced_and_reserved(goods):
    tea, green = goods
    make_number(customer(), green, "ACME-9")
    confirmed(line(tea, "5"))
    order = confirmed(line(green, "1"), line(tea, "6"))
    row = order.lines.get(product=tea)

    replaced(order, green, row)

    found = [(each.reserved, each.their_number) for each in progress(order)]
    assert found == [(1, "ACME-9"), (6, "ACME-9")]


def test_what_is_underway_is_not_replaced(goods):
    tea, green = goods
    order = confirmed(line(tea, "6"))

    with pytest.raises(LineUnderway):
        replaced(order, green)
    ship(order)
    with pytest.raises(LineUnderway):
        replaced(order, green)


def test_only_a_substitute_of_a_short_line_of_an_open_order_takes_its_place(goods):
    tea, green = goods
    other = make_product("OTHER")

    with pytest.raises(NoSubstitute):
        replaced(draft(line(tea, "6")), other)
    with pytest.raises(NoSubstitute):
        replaced(draft(line(tea, "1")), green)
    order = cancel_order(actor=None, pk=draft(line(tea, "6")).pk)
    with pytest.raises(WrongStatus):
        replaced(order, green)


def test_a_substitute_measured_otherwise_is_refused(goods):
    tea, _green = goods
    oil = make_product("OIL", unit=make_unit("l", dimension="volume"))
    make_substitute(tea, oil)

    with pytest.raises(OtherDimension):
        replaced(draft(line(tea, "6")), oil)


def refused(statement: str, *values: object) -> None:
    with (
        pytest.raises(IntegrityError, match=r"keeps its lines|takes another product only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


def test_the_database_lets_nothing_else_of_a_confirmed_line_change(goods):
    tea, green = goods
    order = confirmed(line(tea, "6"))
    open_one = confirmed(line(tea, "6"))
    here = "WHERE order_id = %s"

    refused(f"UPDATE sales_salesorderline SET product_id = %s {here}", green.pk, order.pk)
    for change in ("description = 'x'", "their_number = 'x'", "stock_quantity = 9", "net = 1"):
        refused(f"UPDATE sales_salesorderline SET {change} {here}", open_one.pk)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE sales_salesorderline SET product_id = %s {here}", [green.pk, open_one.pk]
        )
    cancel_order(actor=None, pk=open_one.pk)
    refused(f"UPDATE sales_salesorderline SET product_id = %s {here}", tea.pk, open_one.pk)


def test_confirming_asks_about_short_lines_and_replaces_what_was_chosen(client, user_in, goods):
    client.force_login(user_in("owner"))
    tea, green = goods
    order = draft(line(tea, "6"))
    url = reverse("sales:salesorder_confirm", args=[order.pk])
    name = f"line_{order.lines.get().pk.hex}"

    page = client.get(url).content.decode()
    assert "same box" in page
    assert client.post(url, {name: str(green.pk)}).status_code == 302

    order.refresh_from_db()
    assert (order.status, order.lines.get().product) == ("confirmed", green)
    assert progress(order)[0].reserved == 6


def test_confirming_without_a_choice_leaves_lines_as_they_are(goods):
    tea, _green = goods
    order = draft(line(tea, "6"))

    confirm_replacing(actor=None, pk=order.pk)

    assert order.lines.get().product == tea


def test_the_order_shows_substitutes_and_one_button_replaces(client, user_in, goods):
    client.force_login(user_in("owner"))
    tea, green = goods
    confirmed(line(tea, "5"))
    order = confirmed(line(tea, "6"))
    key = f"{order.lines.get().pk}:{green.pk}"

    page = client.get(reverse("sales:salesorder_detail", args=[order.pk])).content.decode()
    asked = client.get(reverse("sales:salesorder_replace", args=[order.pk]))
    client.post(reverse("sales:salesorder_replace", args=[order.pk]), {"choice": key})

    assert "Instead:" in page
    assert key in page
    assert asked.status_code == 200
    assert order.lines.get().product == green


def test_a_substitute_of_which_nothing_is_free_is_shown_without_a_button(client, user_in, goods):
    client.force_login(user_in("owner"))
    tea, green = goods
    confirmed(line(tea, "5"), line(green, "40"))
    order = confirmed(line(tea, "6"))

    page = client.get(reverse("sales:salesorder_detail", args=[order.pk])).content.decode()

    assert "Instead:" in page
    assert f"{order.lines.get().pk}:{green.pk}" not in page
