"""Asking for a down payment on the order's page."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from apps.invoices.models import Invoice
from apps.invoices.printing import print_context
from apps.invoices.selectors import issuing_company
from apps.parties.models import Party
from apps.sales.tests.factories import (
    confirmed,
    draft,
    invoice,
    line,
    make_shop,
    pay_ahead,
    ship,
)


@pytest.fixture
def order(company):
    (tea,) = make_shop("TEA")
    return confirmed(line(tea, "10", "100"))


@pytest.fixture
def browser(user_in):
    def of(role):
        client = Client()
        client.force_login(user_in(role))
        return client

    return of


def url(order, verb="invoice_down_payment"):
    return reverse(f"sales:salesorder_{verb}", args=[order.pk])


def text(answer):
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def asked(**fields):
    return {
        "percent": "",
        "amount": "",
        "on": "2026-01-20",
        "idempotency_key": str(uuid4()),
        **fields,
    }


def test_the_button_asks_how_much_and_drafts_the_invoice(order, browser):
    seller = browser("salesperson")
    assert url(order) in seller.get(url(order, "detail")).content.decode()
    form = text(seller.get(url(order)))
    assert f"of a part of {order.number} ahead of the goods" in form
    assert "In EUR; tax is added." in form

    answer = seller.post(url(order), asked(percent="30"))

    made = Invoice.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert made.net == 300


def test_too_much_is_said_and_nothing_made(order, browser):
    answer = browser("accountant").post(url(order), asked(amount="1000.01"), follow=True)

    assert "ask for €1,000.00 net at most" in text(answer)
    assert not Invoice.objects.exists()


def test_one_of_both_is_asked_for_at_its_field(order, browser):
    answer = browser("salesperson").post(url(order), asked(percent="30", amount="300"))

    assert answer.status_code == 422
    assert "write a percentage or an amount" in text(answer)


def test_who_may_not_invoice_may_not_ask_ahead(order, browser):
    assert browser("warehouse_manager").post(url(order), asked(percent="30")).status_code in (
        403,
        404,
    )
    assert browser("buyer").post(url(order), asked(percent="30")).status_code == 403


def test_a_draft_order_offers_no_down_payment_and_a_paid_one_says_what_is_left(order, browser):
    seller = browser("salesperson")
    unsure = draft(line(order.lines.get().product, "1"))
    assert url(unsure) not in seller.get(url(unsure, "detail")).content.decode()

    first = pay_ahead(order, percent="30")

    page = text(seller.get(url(order, "detail")))
    assert "€300.00 net, of which €300.00 is not taken off yet" in page
    assert first.number in page
    assert "asked for a down payment on this" in page


def test_the_printed_invoices_say_what_they_are_in_the_customer_s_language(order):
    Party.objects.filter(pk=order.party_id).update(language="fr")
    first = pay_ahead(order, percent="30")
    ship(order)
    last = invoice(order)

    pages = {document: printed(document) for document in (first, last)}

    assert pages[first]["title"] == "Facture d'acompte"
    assert pages[first]["lines"][0].description == f"Acompte de 30 % sur {order.number}"
    assert pages[last]["title"] == "Facture"
    assert (
        pages[last]["lines"][1].description == f"Acompte, facture {first.number} du 20 janv. 2026"
    )
    assert pages[last]["lines"][1].net.endswith("300,00")
    assert pages[last]["payment"]


def test_an_invoice_over_nothing_asks_for_nothing(order):
    pay_ahead(order, percent="100")
    ship(order)

    page = printed(invoice(order))

    assert page["payment"] == []
    assert page["totals"][-1][1] == "€0.00"


def printed(document):
    """Return what stands on the PDF of a document."""
    document = Invoice.objects.get(pk=document.pk)
    with translation.override(document.language):
        return print_context(document, issuing_company(document))
