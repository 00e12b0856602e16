"""Screens of purchase orders: list with work as tabs, document, form with lines, verbs; and who may see what."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.access.services import grant_access
from apps.invoices.models import Invoice
from apps.parties.tests.factories import make_term
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.tests.factories import (
    DAY,
    bill,
    confirmed,
    draft,
    line,
    make_trade,
    receive,
    supplier,
)
from apps.stock.models import StockDocument
from apps.warehouses.tests.factories import make_warehouse

LIST = reverse("purchasing:purchaseorder_list")
NEW = reverse("purchasing:purchaseorder_create")


@pytest.fixture
def tea(company):
    return make_trade("TEA")[0]


@pytest.fixture
def browser(user_in):
    def of(*roles):
        client = Client()
        client.force_login(user_in(*roles))
        return client

    return of


def url(order, verb="detail"):
    return reverse(f"purchasing:purchaseorder_{verb}", args=[order.pk])


def text(answer):
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form_data(*lines, **fields):
    """Return what the browser posts from the form of a new order."""
    data = {
        "party": supplier().pk,
        "date": "2026-01-20",
        "currency": "EUR",
        "warehouse": make_warehouse().pk,
        "idempotency_key": str(uuid4()),
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        **fields,
    }
    for number, values in enumerate(lines):
        data |= {f"lines-{number}-{name}": value for name, value in values.items()}
    return data


def edit_data(order, **fields):
    """Return what the browser posts from the form of a stored order, unchanged but for ``fields``."""
    data = form_data(**fields) | {"lines-INITIAL_FORMS": order.lines.count()}
    for number, row in enumerate(order.lines.all()):
        data |= {
            f"lines-{number}-id": row.pk,
            f"lines-{number}-product": row.product_id,
            f"lines-{number}-quantity": f"{row.quantity.normalize():f}",
            f"lines-{number}-unit": row.unit_id,
            f"lines-{number}-unit_price": f"{row.unit_price.normalize():f}",
            f"lines-{number}-discount": "0",
        }
    return {"version": order.version, **data, "lines-TOTAL_FORMS": order.lines.count(), **fields}


def test_the_tabs_show_the_work_that_waits(tea, browser):
    came, coming, drafted = confirmed(line(tea, "10")), confirmed(line(tea, "120")), draft()
    receive(came)
    client = browser("buyer")

    for query, found in (
        ("?work=receive", coming),
        ("?work=bill", came),
        ("?status=draft", drafted),
    ):
        page = client.get(LIST + query).content.decode()
        others = {came, coming, drafted} - {found}
        assert url(found) in page
        assert not [other for other in others if url(other) in page], query


def test_the_list_is_searched_by_number_reference_and_customer(tea, browser):
    order = confirmed(line(tea, "1"), reference="PO 4711")
    client = browser("buyer")

    for words in (order.number, "4711", "comptoir"):
        assert url(order) in client.get(LIST, {"q": words}).content.decode()
    assert url(order) not in client.get(LIST, {"q": "nobody"}).content.decode()


def test_an_order_shows_how_far_each_line_is(tea, browser):
    order = confirmed(line(tea, "10"))
    receive(order)
    posted = bill(order)

    page = text(browser("owner").get(url(order)))

    assert order.number in page
    assert "RCV-2026-00001" in page
    assert posted.number in page
    assert "€60.00" in page


def test_an_order_is_written_with_lines_and_takes_what_product_and_customer_say(tea, browser):
    party = supplier()
    party.supplier_term = make_term()
    party.save()
    lines = [
        {"product": tea.pk, "quantity": "2"},
        {"product": "TEA", "quantity": "1", "unit_price": "9"},
        {},
    ]

    answer = browser("buyer").post(NEW, form_data(*lines))

    assert answer.status_code == 302, text(answer)
    order = PurchaseOrder.objects.get()
    assert answer.status_code == 302
    assert [(row.quantity, row.unit_price, row.unit) for row in order.lines.all()] == [
        (2, 6, tea.unit),
        (1, 9, tea.unit),
    ]
    assert (order.total, order.term.code) == (21, "30D")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("quantity", "abc", "Write a number"),
        ("quantity", "NaN", "Write a number"),
        ("quantity", "1e5", "Write a number"),
        ("quantity", "٣", "Write a number"),
        ("quantity", "0", "above zero"),
        ("quantity", "-2", "above zero"),
        ("quantity", "1.5", "whole number in the stock unit"),
        ("quantity", "1" + "0" * 20, "Write a number"),
        ("unit_price", "-1", "price of zero or more"),
        ("discount", "101", "between 0 and 100"),
        ("product", "no such thing", "Choose one from the list"),
        ("product", "<b>", "Choose one from the list"),
    ],
)
def test_wrong_input_is_told_at_its_line_and_nothing_is_written(tea, browser, field, value, words):
    good = {"product": tea.pk, "quantity": "2"}

    answer = browser("buyer").post(NEW, form_data({**good, field: value}, reference="kept"))

    assert answer.status_code == 422
    assert words in text(answer)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert "kept" in answer.content.decode()
    assert not PurchaseOrder.objects.exists()


def test_an_order_without_customer_is_told_so(tea, browser):
    answer = browser("buyer").post(NEW, form_data(party=""))

    assert answer.status_code == 422
    assert not PurchaseOrder.objects.exists()


def test_a_customer_of_another_company_cannot_be_chosen(tea, browser, other_company):
    from apps.core.context import company_context  # noqa: PLC0415
    from apps.parties.tests.factories import make_party  # noqa: PLC0415

    with company_context(other_company.pk):
        foreign = make_party("Foreign", currency_id="USD")

    answer = browser("buyer").post(NEW, form_data(party=foreign.pk))

    assert answer.status_code == 422
    assert "Foreign" not in text(answer)


def test_a_stale_form_shows_both_values_and_keeps_what_was_typed(tea, browser):
    order = draft(line(tea, "2"))
    mine = edit_data(order, reference="mine")
    client = browser("buyer")
    assert client.post(url(order, "edit"), edit_data(order, reference="theirs")).status_code == 302

    answer = client.post(url(order, "edit"), mine)

    assert answer.status_code in (409, 422)
    assert "somebody else saved it meanwhile" in text(answer)
    assert "theirs" in text(answer)
    assert 'value="mine"' in answer.content.decode()
    assert "Line 1: Quantity" not in text(answer)
    assert PurchaseOrder.objects.get().reference == "theirs"


def test_the_same_form_sent_twice_makes_one_order(tea, browser):
    data = form_data({"product": tea.pk, "quantity": "2"})
    client = browser("buyer")

    first, second = client.post(NEW, data), client.post(NEW, data)

    assert first.headers["Location"] == second.headers["Location"]
    assert PurchaseOrder.objects.count() == 1


def test_a_line_is_added_by_one_htmx_row(tea, browser):
    answer = browser("buyer").get(NEW, {"row": "1"}, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert "lines-__prefix__-product" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_an_order_goes_to_its_bill_by_its_buttons(tea, browser):
    order = draft(line(tea, "2"))
    client = browser("owner")

    def press(verb, **data):
        key = {"idempotency_key": str(uuid4())}
        answer = client.post(url(order, verb), {**key, **data}, follow=True)
        assert answer.status_code == 200, (verb, text(answer))

    press("confirm")
    press("receive", on=DAY.isoformat())
    receipt = StockDocument.objects.get(kind="receipt")
    client.post(reverse("stock:receipt_post", args=[receipt.pk]), {"idempotency_key": str(uuid4())})
    press("bill", on=DAY.isoformat(), reference="F-2026-9")

    made = Invoice.objects.get()
    assert (made.total, made.reference, made.origin_id) == (12, "F-2026-9", order.pk)


def test_a_bill_needs_its_number(tea, browser):
    order = confirmed(line(tea, "2"))
    receive(order)

    answer = browser("owner").post(url(order, "bill"), {"on": DAY.isoformat()})

    assert answer.status_code == 422
    assert not Invoice.objects.exists()


def test_only_the_verbs_that_do_something_are_offered(tea, browser):
    client = browser("owner")
    order = confirmed(line(tea, "12"))
    page = client.get(url(order)).content.decode()
    assert url(order, "receive") in page
    assert url(order, "bill") not in page

    receive(order)
    page = client.get(url(order)).content.decode()
    assert url(order, "receive") not in page
    assert url(order, "bill") in page


def test_a_refused_verb_says_what_to_do(tea, browser):
    order = draft()

    answer = browser("owner").post(
        url(order, "confirm"), {"idempotency_key": str(uuid4())}, follow=True
    )

    assert "add a line to it" in text(answer)
    assert PurchaseOrder.objects.get().status == "draft"


def test_several_drafts_are_confirmed_at_once(tea, browser):
    orders = [draft(line(tea, "1")) for _ in range(3)]

    browser("buyer").post(
        reverse("purchasing:purchaseorder_confirm_many"), {"pk": [order.pk for order in orders]}
    )

    assert set(PurchaseOrder.objects.values_list("status", flat=True)) == {"confirmed"}


def test_a_warehouse_manager_sees_only_orders_of_the_own_warehouse(tea, user_in):
    near, far = make_warehouse(), make_warehouse("FAR")
    mine, other = draft(line(tea, "1"), warehouse=near), draft(line(tea, "1"), warehouse=far)
    user = user_in("warehouse_manager")
    grant_access(actor=None, user=user, row=near)
    client = Client()
    client.force_login(user)

    page = client.get(LIST).content.decode()

    assert url(mine) in page
    assert url(other) not in page
    assert client.get(url(other)).status_code == 404
    assert client.post(url(other, "receive")).status_code == 404


def test_an_auditor_looks_and_touches_nothing(tea, browser):
    order = draft(line(tea, "1"))
    client = browser("auditor")

    assert client.get(url(order)).status_code == 200
    assert client.post(url(order, "confirm")).status_code == 403
    assert client.get(url(order, "edit")).status_code == 403


def count(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_takes_the_same_statements_for_2_and_20_orders(tea, browser):
    client = browser("buyer")
    for _ in range(2):
        confirmed(line(tea, "1"))
    client.get(LIST)
    few = count(client, LIST)
    for _ in range(18):
        confirmed(line(tea, "1"))

    assert count(client, LIST) == few


def test_an_order_takes_the_same_statements_for_2_and_20_lines(company, browser):
    products = make_trade(*(f"P{number}" for number in range(20)))
    client = browser("owner")
    short, long = (confirmed(*(line(p, "1") for p in products[:n])) for n in (2, 20))
    for order in (short, long):
        receive(order)
        bill(order, reference=str(order.pk)[-8:])
    client.get(url(short))

    assert count(client, url(short)) == count(client, url(long))


def test_the_form_takes_the_same_statements_for_2_and_20_lines(company, browser):
    products = make_trade(*(f"P{number}" for number in range(20)))
    client = browser("buyer")
    short, long = (draft(*(line(p, "1") for p in products[:n])) for n in (2, 20))
    client.get(url(short, "edit"))

    assert count(client, url(short, "edit")) == count(client, url(long, "edit"))


def test_the_list_is_exported_as_filtered(tea, browser):
    kept, left = confirmed(line(tea, "1"), reference="KEEP"), confirmed(line(tea, "1"))

    answer = browser("owner").get(LIST, {"q": "KEEP", "export": "csv"})

    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert kept.number.encode() in body
    assert left.number.encode() not in body
