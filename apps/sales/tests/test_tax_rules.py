"""The tax code a line of an order or an invoice gets on its form, and what is printed of an exemption."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from apps.invoices.models import Invoice, InvoiceTax
from apps.invoices.printing import invoice_html
from apps.invoices.services import post_invoice
from apps.ledger.models import Tax
from apps.parties.models import Party
from apps.products.models import Product, TaxExemption, TaxRule
from apps.products.services import save_tax_exemption, save_tax_rule
from apps.sales.models import SalesOrder
from apps.sales.tests.factories import customer, make_shop
from apps.sales.tests.test_views import form_data


def code(name: str) -> Tax:
    return Tax.objects.get(code=name)


@pytest.fixture
def tea(company):
    [product] = make_shop("TEA")
    Product.objects.filter(pk=product.pk).update(sale_tax=code("S20"))
    save_tax_rule(
        actor=None, document=TaxRule(name="Abroad", use="sale", zone="abroad", target=code("S0"))
    )
    return product


@pytest.fixture
def client(user_in):
    made = Client()
    made.force_login(user_in("owner"))
    return made


def write(client, name, product, **line):
    data = form_data({"product": product.pk, "quantity": "1", "unit_price": "100", **line})
    answer = client.post(reverse(name), data)
    assert answer.status_code == 302, answer.content.decode()


def abroad(country):
    Party.objects.filter(pk=customer().pk).update(country=country)


@pytest.mark.parametrize(
    ("country", "tax", "total"), [("FR", "S20", 120), ("MA", "S0", 100), ("", "S20", 120)]
)
def test_an_order_takes_the_code_the_rules_give(client, tea, country, tax, total):
    abroad(country)

    write(client, "sales:salesorder_create", tea)

    order = SalesOrder.objects.get()
    assert (order.lines.get().tax.code, order.total) == (tax, total)


def test_a_code_that_was_chosen_stays(client, tea):
    abroad("MA")

    write(client, "sales:salesorder_create", tea, tax=code("S20").pk)

    assert SalesOrder.objects.get().lines.get().tax.code == "S20"


def test_an_invoice_to_an_exempt_customer_prints_the_reason_and_the_certificate(client, tea):
    exempt = Tax.objects.create(
        company_id=tea.company_id, code="S0E", name="Exempt", use="sale", treatment="exempt",
        reason="Article 261",
    )  # fmt: skip
    held = TaxExemption(party=customer(), tax=exempt, certificate="AB-12", first=date(2026, 1, 1))
    save_tax_exemption(actor=None, document=held)

    write(client, "invoices:invoice_create", tea)

    invoice = Invoice.objects.get()
    assert (invoice.lines.get().tax, invoice.total) == (exempt, 100)
    post_invoice(actor=None, pk=invoice.pk)
    assert InvoiceTax.objects.get().reason == "Article 261 · certificate AB-12"
    invoice.refresh_from_db()
    assert "Article 261 · certificate AB-12" in invoice_html(invoice, invoice.company)
