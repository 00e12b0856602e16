"""Screens of goods on consignment: the list, taking over, sending back, the bill; and who may do what."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from guardian.shortcuts import assign_perm

from apps.invoices.models import Invoice
from apps.parties.tests.factories import make_party
from apps.products.tests.factories import make_product
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.tests.factories import DAY, make_trade
from apps.stock.models import StockDocument
from apps.stock.tests.factories import consign, level, receive
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_warehouse

LIST = reverse("purchasing:consigned_list")


@pytest.fixture
def tea(company):
    return make_trade("TEA")[0]


@pytest.fixture
def grower(tea):
    return make_party("Tea grower", is_customer=False, is_supplier=True)


@pytest.fixture
def row(tea, grower):
    return consign(tea, "10", grower)


@pytest.fixture
def browser(user_in, tea):
    def of(role):
        client, user = Client(), user_in(role)
        assign_perm("warehouses.access_warehouse", user, make_warehouse())
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return of


def url(verb: str, row) -> str:
    return reverse(f"purchasing:consigned_{verb}", args=[row.pk])


def test_the_list_leads_to_what_may_be_taken_over(browser, row):
    buyer = browser("buyer")

    page = buyer.get(LIST).content.decode()
    assert url("detail", row) in page
    assert "Tea grower" in page
    part = buyer.get(LIST, headers={"hx-request": "true"}).content.decode()
    assert url("detail", row) in part
    assert "<html" not in part

    page = buyer.get(url("detail", row)).content.decode()
    for verb in ("draw", "return"):
        assert url(verb, row) in page


def test_a_buyer_takes_over_at_the_price_that_was_agreed_and_sees_the_order(browser, row, tea):
    buyer = browser("buyer")
    assert "Price of one" in buyer.get(url("draw", row)).content.decode()

    answer = buyer.post(url("draw", row), {"quantity": "4", "unit_price": "2.50", "on": DAY})

    order = PurchaseOrder.objects.get()
    assert answer["Location"] == reverse("purchasing:purchaseorder_detail", args=[order.pk])
    assert (order.net, order.status) == (Decimal("10.00"), "confirmed")
    assert level(tea) == (4, 0)


def test_what_is_sent_back_says_why(browser, row, tea):
    keeper = browser("warehouse_manager")

    answer = keeper.post(url("return", row), {"quantity": "4", "reason": ""})
    assert answer.status_code == 422
    answer = keeper.post(url("return", row), {"quantity": "4", "reason": "Season is over"})

    assert answer["Location"] == LIST
    assert level(tea, row.location) == (6, 0)
    assert StockDocument.objects.filter(notes="Season is over", status="posted").count() == 1


def test_too_much_is_said_at_the_field(browser, row, tea):
    answer = browser("buyer").post(
        url("draw", row), {"quantity": "11", "unit_price": "", "on": DAY}
    )

    assert answer.status_code == 422
    assert "no more lies there" in answer.content.decode()
    assert level(tea, row.location) == (10, 0)
    assert not PurchaseOrder.objects.exists()


@pytest.mark.parametrize("role", ["salesperson", "accountant", "auditor"])
def test_others_look_and_decide_nothing(browser, row, role):
    client = browser(role)

    assert client.get(url("detail", row)).status_code == 200
    assert client.post(url("draw", row), {"quantity": "1"}).status_code == 403
    assert client.post(url("return", row), {"quantity": "1"}).status_code == 403


def test_who_works_elsewhere_sees_nothing_of_it(user_in, row):
    client = Client()
    client.force_login(
        user_in("warehouse_manager"), backend="django.contrib.auth.backends.ModelBackend"
    )

    assert url("detail", row) not in client.get(LIST).content.decode()
    assert client.get(url("detail", row)).status_code == 404


def test_what_was_taken_over_is_billed_from_the_list_of_orders(browser, row):
    orders = [
        purchasing.draw_level(actor=None, pk=row.pk, quantity=Decimal(2)) for _time in range(2)
    ]
    buyer = browser("buyer")
    work = {"work": "bill"}

    page = buyer.get(reverse("purchasing:purchaseorder_list"), work).content.decode()
    assert reverse("purchasing:purchaseorder_bill_many") in page
    buyer.post(
        reverse("purchasing:purchaseorder_bill_many"), {"pk": [str(order.pk) for order in orders]}
    )

    assert {bill.origin_id for bill in Invoice.objects.all()} == {order.pk for order in orders}


def statements(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_the_list_takes_as_many_statements_for_twenty_rows_as_for_two(browser, grower):
    buyer = browser("buyer")
    for number in range(2):
        consign(make_product(f"A{number}"), "1", grower)
    few = statements(buyer, LIST)
    for number in range(18):
        consign(make_product(f"B{number}"), "1", grower)

    assert statements(buyer, LIST) == few


def test_stock_shows_what_is_on_consignment_apart(browser, row, tea):
    receive(tea, "3", "2")
    buyer = browser("buyer")

    page = buyer.get(reverse("stock:level_list"))
    record = page.context["table"].rows[0].record
    assert (record.on_hand, record.available, record.consigned) == (3, 3, 10)
    page = buyer.get(reverse("stock:place_list"), {"location": row.location_id}).content.decode()
    assert "Tea grower" in page
    page = buyer.get(reverse("stock:product_stock", args=[tea.pk])).content.decode()
    assert "on consignment" in page
    assert "Tea grower" in page


def test_a_location_gets_its_owner_in_its_form_once_and_for_all(user_in, grower):
    client = Client()
    client.force_login(user_in("owner"), backend="django.contrib.auth.backends.ModelBackend")
    house = make_warehouse()
    form = {
        "code": "GROWER",
        "name": "Grower",
        "pick_order": "0",
        "role": "storing",
        "is_active": "on",
    }
    form |= {"warehouse": house.pk, "owner": grower.pk}

    client.post(f"{reverse('warehouses:location_create')}?warehouse={house.pk}", form)
    place = Location.objects.get(code="GROWER")
    assert (place.kind, place.owner) == ("consignment", grower)
    page = client.get(reverse("warehouses:warehouse_detail", args=[house.pk])).content.decode()
    assert "on consignment" in page

    address = reverse("warehouses:location_edit", args=[place.pk])
    client.post(address, form | {"name": "Growers", "owner": ""})
    place.refresh_from_db()
    assert (place.name, place.owner) == ("Growers", grower)
