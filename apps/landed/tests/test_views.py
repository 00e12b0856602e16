"""Screens of landed costs: the form with costs and receipts, the split before and after, who may do what."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.landed.models import LandedCost
from apps.landed.tests.factories import DAY, charge, draft, freight_line, posted
from apps.products.tests.factories import make_product
from apps.stock.tests.factories import make_place, receive, ship

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(company, user_in):
    make_place()

    def login(role: str) -> Client:
        client = Client()
        client.force_login(user_in(role), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def form_of(receipt, **fields) -> dict[str, str]:
    values = {
        "date": DAY.isoformat(), "basis": "value", "memo": "Freight", "notes": "", "version": "1",
        "lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-bill_line": "", "lines-0-account": "",
        "lines-0-description": "", "lines-0-amount": "10.00",
        "receipts-TOTAL_FORMS": "1", "receipts-INITIAL_FORMS": "0", "receipts-0-receipt": receipt.number,
    }  # fmt: skip
    return values | fields


def test_costs_and_receipts_are_written_on_one_form_and_the_page_shows_the_split(at_desk):
    receipt = receive(make_product("TEA"), "10", "100")
    ship(receipt.moves.get().product, "4")

    page = at_desk("accountant").post(
        reverse("landed:landedcost_create"), form_of(receipt), follow=True
    )

    text = text_of(page)
    assert "How it would be spread" in text
    assert receipt.number in text
    assert "6.00 4.00" in text


def test_a_bill_line_alone_is_spread_as_a_whole(at_desk):
    receipt, line = receive(make_product("TEA"), "10", "100"), freight_line("120.00")
    fields = {"lines-0-bill_line": str(line.pk), "lines-0-amount": ""}

    at_desk("buyer").post(reverse("landed:landedcost_create"), form_of(receipt, **fields))

    assert LandedCost.objects.get().lines.get().amount == 120


def test_the_form_opened_from_a_receipt_names_it(at_desk):
    receipt = receive(make_product("TEA"), "10", "100")

    page = at_desk("accountant").get(
        reverse("landed:landedcost_create"), {"receipt": str(receipt.pk)}
    )

    assert f'<option value="{receipt.pk}" selected>{receipt.number}' in page.content.decode()


def test_a_wrong_amount_is_said_in_the_form_and_what_was_typed_stays(at_desk):
    receipt = receive(make_product("TEA"), "10", "100")

    page = at_desk("accountant").post(
        reverse("landed:landedcost_create"), form_of(receipt, **{"lines-0-amount": "0"})
    )

    assert page.status_code == 422
    assert "above zero" in text_of(page)
    assert 'value="Freight"' in page.content.decode()
    assert not LandedCost.objects.exists()


def test_an_accountant_posts_and_reverses_and_a_buyer_only_writes(at_desk):
    document = draft(receive(make_product("TEA"), "10", "100"))
    post = reverse("landed:landedcost_post", args=[document.pk])

    assert at_desk("buyer").post(post).status_code == 403
    at_desk("accountant").post(post)
    document.refresh_from_db()
    assert document.status == "posted"

    undo = reverse("landed:landedcost_reverse", args=[document.pk])
    at_desk("accountant").post(undo, {"on": DAY.isoformat()})
    document.refresh_from_db()
    assert document.status == "reversed"
    assert "Reversed on" in text_of(at_desk("accountant").get(document.get_absolute_url()))


def test_who_may_not_see_costs_sees_no_landed_cost(at_desk):
    document = posted(receive(make_product("TEA"), "10", "100"))

    assert at_desk("warehouse_manager").get(document.get_absolute_url()).status_code in (403, 404)


def test_the_split_takes_the_same_statements_for_2_and_20_goods(at_desk):
    client, counted = at_desk("accountant"), []
    for size in (2, 20):
        receipts = [receive(make_product(f"P{size}-{n}"), "1", "10") for n in range(size)]
        document = draft(*receipts, charges=[charge("10.00"), charge("2.00")])
        client.get(document.get_absolute_url())
        with CaptureQueriesContext(connection) as statements:
            client.get(document.get_absolute_url())
        counted.append(len(statements))

    assert counted[0] == counted[1]


def test_receipts_and_bill_lines_are_offered_while_typing(at_desk):
    receipt, line = receive(make_product("TEA"), "10", "100"), freight_line()

    found = at_desk("accountant").get(reverse("landed:receipt_options"), {"q": receipt.number})
    lines = at_desk("accountant").get(reverse("landed:bill_line_options"), {"q": "sea"})

    assert str(receipt.pk) in found.content.decode()
    assert str(line.pk) in lines.content.decode()
