"""From a figure of a statement to its lines, their entry, the document and its PDF, by the links of the screens."""

import pytest
from django.test import Client
from django.urls import reverse

from apps.invoices.choices import InvoiceKind
from apps.invoices.issuing import archive_pdf
from apps.invoices.tests.factories import make_sales_books, posted

SPAN = {"first": "2026-01-01", "last": "2026-12-31", "columns": "quarters"}


@pytest.fixture
def client(company, user_in) -> Client:
    make_sales_books()
    client = Client()
    client.force_login(user_in("accountant"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def followed(client: Client, account: str) -> str:
    """Return the address of the document behind the first figure of an account in profit and loss."""
    sheet = client.get(reverse("ledger:profit_and_loss"), SPAN).context["sheet"]
    row = next(row for row in sheet.rows if row.cells[0] == account)
    url = next(url for url in row.urls if url)
    line = next(row for row in client.get(url).context["sheet"].rows if row.kind == "line")
    entry = client.get(line.url)
    document = entry.context["document_url"]
    assert document in entry.content.decode()
    return str(document)


def test_a_figure_leads_to_its_document_and_its_pdf(client):
    invoice = posted()
    archive_pdf(invoice.pk)

    page = client.get(followed(client, "7070"))

    assert page.status_code == 200
    pdf = reverse("invoices:invoice_pdf", args=[invoice.pk])
    assert pdf in page.content.decode()
    assert b"".join(client.get(pdf).streaming_content).startswith(b"%PDF")


def test_the_figure_of_a_bill_leads_to_the_bill(client):
    posted(kind=InvoiceKind.SUPPLIER_BILL)

    assert client.get(followed(client, "6070")).status_code == 200
