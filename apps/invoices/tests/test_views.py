"""Screens of invoices and bills: lists with tabs, documents, forms, verbs, the PDF; and who may see what."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.invoices import services
from apps.invoices.choices import InvoiceKind
from apps.invoices.issuing import archive_pdf
from apps.invoices.models import Bill, Invoice
from apps.invoices.tests.factories import (
    draft,
    line,
    make_product,
    make_sales_books,
    make_tax,
    posted,
)
from apps.ledger.tests.factories import account
from apps.parties.models import Party

LIST = reverse("invoices:invoice_list")
BILLS = reverse("invoices:bill_list")


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def browser(user_in):
    def of(*roles):
        client = Client()
        client.force_login(user_in(*roles))
        return client

    return of


def form_data(lines, party, **fields):
    """Return what the browser posts from the form of a new document."""
    data = {
        "party": party.pk,
        "date": "2026-01-15",
        "currency": "EUR",
        "idempotency_key": str(uuid4()),
        "version": "1",
        "lines-TOTAL_FORMS": len(lines),
        "lines-INITIAL_FORMS": 0,
        **fields,
    }
    for number, values in enumerate(lines):
        data |= {f"lines-{number}-{name}": value for name, value in values.items()}
    return data


def customer():
    return Party.objects.get(code="ALFKI", company_id=account("4110").company_id)


def test_the_list_shows_customers_documents_and_no_bill(browser):
    posted()
    posted(kind=InvoiceKind.SUPPLIER_BILL)
    client = browser("accountant")

    page = client.get(LIST).content.decode()

    assert "INV-2026-00001" in page
    assert "BIL-2026-00001" not in page
    assert "BIL-2026-00001" in client.get(BILLS).content.decode()


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("status=draft", {"draft"}),
        ("settlement=unpaid", {"INV-2026-00001"}),
        ("settlement=overdue", {"INV-2026-00001"}),
        ("settlement=paid", {"INV-2026-00002"}),
        ("q=00002", {"INV-2026-00002"}),
    ],
)
def test_tabs_and_filters_narrow_the_list(browser, query, seen):
    posted()
    paid = posted()
    services.credit_invoice(actor=None, pk=paid.pk, on=paid.date, post=True)
    draft(line("1", "5"))

    page = browser("accountant").get(f"{LIST}?kind=customer_invoice&{query}").content.decode()

    body = page.split("<tbody")[1]
    found = {
        name
        for name in ("INV-2026-00001", "INV-2026-00002", "draft")
        if name in body.replace("Draft", "draft")
    }
    assert found == seen


def test_the_number_of_statements_does_not_grow_with_the_rows(browser):
    client = browser("accountant")
    used = {}
    posted()
    client.get(LIST)
    for rows in (2, 20):
        while Invoice.objects.filter(company_id=account("4110").company_id).count() < rows:
            posted()
        with CaptureQueriesContext(connection) as statements:
            client.get(LIST)
        used[rows] = len(statements)

    assert used[2] == used[20]


def test_a_document_shows_lines_taxes_and_what_is_open(browser):
    invoice = posted(line("2", "50", tax=make_tax("20"), product=make_product()))

    page = browser("accountant").get(invoice.get_absolute_url()).content.decode()

    for words in (
        "INV-2026-00001",
        "Consulting",
        "CHAI",
        "€120.00",
        "Tax summary",
        "Register payment",
        "PDF is being made",
    ):
        assert words in page


def test_a_settled_document_names_what_settled_it(browser):
    invoice = posted()
    note = services.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    page = browser("accountant").get(invoice.get_absolute_url()).content.decode()

    assert "Settled by" in page
    assert note.get_absolute_url() in page
    assert "Register payment" not in page


def test_an_invoice_is_written_in_the_form_and_posted_by_its_button(browser):
    client = browser("accountant")
    product = make_product(sale_price=10)
    lines = [
        {"product": product.pk, "quantity": "3"},
        {"description": "Delivery", "quantity": "1", "unit_price": "4.50"},
    ]

    answer = client.post(reverse("invoices:invoice_create"), form_data(lines, customer()))

    document = Invoice.objects.get(company_id=product.company_id)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer.url == document.get_absolute_url()
    assert (document.total, document.kind) == (34.5, "customer_invoice")
    client.post(
        reverse("invoices:invoice_post", args=[document.pk]), {"idempotency_key": str(uuid4())}
    )
    document.refresh_from_db()
    assert document.number == "INV-2026-00001"


def test_a_bill_is_written_with_an_account_by_its_code(browser):
    lines = [{"description": "Rent", "quantity": "1", "unit_price": "800", "account": "6070"}]

    answer = browser("buyer").post(
        reverse("invoices:bill_create"), form_data(lines, customer(), reference="F-9")
    )

    bill = Bill.objects.get(company_id=account("4110").company_id)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer.url == reverse("invoices:bill_detail", args=[bill.pk])
    assert bill.lines.get().account.code == "6070"
    assert bill.history.count() == 1


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e5", "١٢", "1" + "0" * 20, "0"])
def test_a_quantity_that_is_none_is_said_at_its_field(browser, typed):
    lines = [{"description": "X", "quantity": typed, "unit_price": "1"}]

    answer = browser("accountant").post(
        reverse("invoices:invoice_create"), form_data(lines, customer())
    )

    assert answer.status_code in (409, 422)
    assert not Invoice.objects.filter(company_id=account("4110").company_id).exists()


def test_a_line_of_nothing_asks_for_words_and_a_price(browser):
    answer = browser("accountant").post(
        reverse("invoices:invoice_create"), form_data([{"quantity": "2"}], customer())
    )

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Choose a product or say what this is for." in page
    assert "Write a price." in page


def test_a_double_click_posts_once(browser):
    document = draft(line("1", "10"))
    client, key = browser("accountant"), str(uuid4())
    url = reverse("invoices:invoice_post", args=[document.pk])

    first, second = (client.post(url, {"idempotency_key": key}) for _click in range(2))

    assert (first.status_code, first.url) == (second.status_code, second.url)
    document.refresh_from_db()
    assert document.number == "INV-2026-00001"


@pytest.mark.parametrize(
    ("role", "status"), [("accountant", 302), ("salesperson", 403), ("warehouse_manager", 404)]
)
def test_who_may_post(browser, role, status):
    document = draft(line("1", "10"))

    answer = browser(role).post(
        reverse("invoices:invoice_post", args=[document.pk]), {"idempotency_key": str(uuid4())}
    )

    assert answer.status_code == status


@pytest.mark.parametrize(("role", "status"), [("buyer", 200), ("salesperson", 403)])
def test_who_sees_bills(browser, role, status):
    assert browser(role).get(BILLS).status_code == status


def test_a_salesperson_does_not_reach_a_bill_through_the_invoices(browser):
    bill = posted(kind=InvoiceKind.SUPPLIER_BILL)

    assert (
        browser("salesperson").get(reverse("invoices:invoice_detail", args=[bill.pk])).status_code
        == 404
    )


def test_the_archived_pdf_is_served_as_it_was_issued(browser):
    invoice = posted()
    client = browser("accountant")
    url = reverse("invoices:invoice_pdf", args=[invoice.pk])
    assert client.get(url).status_code == 404
    archived = archive_pdf(invoice.pk)

    answer = client.get(url)

    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="INV-2026-00001.pdf"'
    assert b"".join(answer.streaming_content) == bytes(archived.content)
    preview = client.get(reverse("invoices:invoice_preview", args=[invoice.pk])).content.decode()
    assert url in preview
    assert archived.sha256 in preview
    assert BytesIO(bytes(archived.content)).read(4) == b"%PDF"


def test_the_pdf_is_for_those_who_see_the_invoice(browser):
    invoice = posted()
    archive_pdf(invoice.pk)

    assert (
        browser("warehouse_manager")
        .get(reverse("invoices:invoice_pdf", args=[invoice.pk]))
        .status_code
        == 403
    )


def test_another_company_s_invoice_is_not_there(browser, other_company):
    from apps.core.context import company_context  # noqa: PLC0415 - only here

    with company_context(other_company.pk):
        make_sales_books()
        theirs = posted()

    assert (
        browser("accountant").get(reverse("invoices:invoice_detail", args=[theirs.pk])).status_code
        == 404
    )


def test_a_credit_note_is_made_from_its_page(browser):
    invoice = posted()
    url = reverse("invoices:invoice_credit", args=[invoice.pk])
    client = browser("accountant")
    assert "draft credit note over all of INV-2026-00001" in client.get(url).content.decode()

    answer = client.post(
        url, {"on": "2026-01-20", "reason": "Broken", "idempotency_key": str(uuid4())}
    )

    note = Invoice.objects.get(credits=invoice)
    assert answer.url == note.get_absolute_url()
    assert (note.kind, note.notes) == ("customer_credit", "Broken")


def test_sending_asks_for_an_address(browser):
    invoice = posted()
    url = reverse("invoices:invoice_send", args=[invoice.pk])
    client = browser("accountant")

    assert "accounts@alfki.example" in client.get(url).content.decode()
    assert client.post(url, {"to": "nobody", "idempotency_key": str(uuid4())}).status_code == 422
    answer = client.post(url, {"to": "x@example.com", "idempotency_key": str(uuid4())})
    assert answer.url == invoice.get_absolute_url()


def test_a_stale_form_shows_both_values(browser):
    document = draft(line("1", "10"))
    client = browser("accountant")
    services.save_draft(
        actor=None, document=Invoice.objects.get(pk=document.pk), lines=list(document.lines.all())
    )

    answer = client.post(
        reverse("invoices:invoice_edit", args=[document.pk]),
        form_data([], customer(), version="1", notes="Mine"),
    )

    assert answer.status_code == 409
    assert "Mine" in answer.content.decode()
