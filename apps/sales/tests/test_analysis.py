"""What an order line is analysed by goes on to its invoice, the entry's line, the credit note and the statements."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from apps.core.ids import uuid7
from apps.invoices import services as invoices
from apps.invoices.models import InvoiceLine
from apps.ledger.models import Deferral, EntryLine
from apps.ledger.services import DimensionRequired
from apps.ledger.tests.factories import by, dimension, rule
from apps.purchasing.tests import factories as buying
from apps.sales import services
from apps.sales.models import SalesOrder
from apps.sales.tests.factories import DAY, draft, line, make_shop, ship


@pytest.fixture
def shop(company):
    return make_shop("CHAI", "CHANG")


@pytest.fixture
def centres(shop):
    return dimension("CC", "NORTH", "SOUTH")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ordered(shop, *codes: str) -> SalesOrder:
    """Return a confirmed order with a line of 2 at 10.00 for each centre."""
    order = draft(*(line(product, "2") for product, _code in zip(shop, codes, strict=True)))
    for row, code in zip(order.lines.order_by("position"), codes, strict=True):
        row.dimensions = by(code) if code else {}
        row.save(update_fields=["dimensions"])
    return services.confirm_order(actor=None, pk=order.pk)


def billed(shop, *codes: str):
    order = ordered(shop, *codes)
    ship(order)
    return services.invoice_order(actor=None, pk=order.pk, on=DAY)


def revenue(entry) -> dict[str, Decimal]:
    """Return what an entry credits to the revenue account, by cost centre."""
    rows = EntryLine.objects.filter(entry=entry, account__code="7070")
    names = {tuple(by(code).values()): code for code in ("NORTH", "SOUTH")}
    return {names.get(tuple(row.dimensions.values()), ""): row.credit - row.debit for row in rows}


def test_the_dimensions_of_order_lines_reach_the_entry_line_of_each(shop, centres):
    document = invoices.post_invoice(actor=None, pk=billed(shop, "NORTH", "SOUTH").pk)

    assert revenue(document.entry) == {"NORTH": 20, "SOUTH": 20}


def test_lines_of_one_account_and_centre_stay_one_line_of_the_entry(shop, centres):
    document = invoices.post_invoice(actor=None, pk=billed(shop, "NORTH", "NORTH").pk)

    assert EntryLine.objects.filter(entry=document.entry, account__code="7070").count() == 1
    assert revenue(document.entry) == {"NORTH": 40}


def test_a_credit_note_takes_back_from_the_centre_it_was_earned_by(shop, centres):
    document = invoices.post_invoice(actor=None, pk=billed(shop, "NORTH", "SOUTH").pk)
    note = invoices.credit_invoice(actor=None, pk=document.pk, on=document.date)
    note = invoices.post_invoice(actor=None, pk=note.pk)

    assert revenue(note.entry) == {"NORTH": -20, "SOUTH": -20}


def test_an_account_that_needs_a_centre_says_so_and_takes_its_default(shop, centres):
    needed = rule(centres, "required", "7070")
    document = billed(shop, "NORTH", "")

    with pytest.raises(DimensionRequired, match="On account 7070, choose a value for Cc"):
        invoices.post_invoice(actor=None, pk=document.pk)
    document.refresh_from_db()
    assert document.status == "draft"

    needed.default = centres.values.get(code="SOUTH")
    needed.save()
    document = invoices.post_invoice(actor=None, pk=document.pk)
    assert revenue(document.entry) == {"NORTH": 20, "SOUTH": 20}


def test_a_purchase_order_hands_its_centre_to_the_bill(company):
    [product] = buying.make_trade("CHAI")
    dimension("CC", "NORTH")
    order = buying.draft(buying.line(product, "3"))
    order.lines.update(dimensions=by("NORTH"))
    order = buying.purchasing.confirm_order(actor=None, pk=order.pk)
    buying.receive(order)

    document = buying.bill(order)

    assert [row.dimensions for row in document.lines.all()] == [by("NORTH")]


def test_the_database_refuses_a_value_that_there_is_not(shop, centres):
    document = billed(shop, "NORTH", "SOUTH")

    with pytest.raises(IntegrityError):
        InvoiceLine.objects.filter(invoice=document).update(
            dimensions={str(centres.pk): str(uuid7())}
        )


FORMS = [
    "invoices:invoice_create",
    "invoices:bill_create",
    "sales:salesorder_create",
    "purchasing:purchaseorder_create",
]


@pytest.mark.parametrize("name", FORMS)
def test_a_form_asks_for_the_centre_where_the_company_has_some(shop, user_in, name):
    client = client_of(user_in("owner"))
    before = client.get(reverse(name)).content.decode()
    key = dimension("CC", "NORTH").pk
    after = client.get(reverse(name)).content.decode()

    assert f"dimensions__{key}" in after
    assert "dimensions__" not in before


def test_a_posted_line_is_spread_over_months_from_its_invoice(shop, centres, user_in):
    client = client_of(user_in("accountant"))
    document = billed(shop, "NORTH", "SOUTH")
    address = document.get_absolute_url()
    assert "Spread over months" not in client.get(address).content.decode()
    invoices.post_invoice(actor=None, pk=document.pk)

    page = client.get(address)
    [first, _second] = page.context["invoice_lines"]
    assert "NORTH" in first.analysis
    form = client.get(first.spread_url).context["form"]

    assert (form["amount"].value(), form["kind"].value()) == ("20.00", "revenue")
    assert (form["start"].value(), form["end"].value()) == (
        str(document.date), str(date(document.date.year + 1, document.date.month, document.date.day - 1)),
    )  # fmt: skip
    assert form["origin_id"].value() == str(document.pk)
    assert not Deferral.objects.exists()
