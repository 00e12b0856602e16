"""What an invoice grants for paying early stands on it as it was issued, whatever its payment terms say later."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from apps.core.money import ZERO
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.printing import invoice_html
from apps.invoices.selectors import issuing_company
from apps.invoices.tests.factories import draft, line, make_sales_books, make_tax, posted
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import journal
from apps.parties.choices import DiscountTax
from apps.parties.models import PaymentTerm
from apps.parties.services import save_term
from apps.payments import services
from apps.payments.services import Allocation
from apps.payments.tests.factories import early, pay

TREATMENTS = {
    "reduced": ("11543", "4110                    357.00\n6650        300.00\n4457         57.00"),
    "kept": ("11600", "4110                    300.00\n6650        300.00"),
    "invoiced": ("11543", "4110                    300.00\n6650        300.00"),
}
"""What pays 10,000 + 19 % less 3 %, and what the discount is booked to."""


@pytest.fixture
def books(company):
    make_sales_books()


def ten_thousand(term: PaymentTerm) -> Invoice:
    return posted(line("1", "10000", tax=make_tax("19")), term=term)


def edit(term: PaymentTerm, treatment: str, percent: int = 5, days: int = 1) -> None:
    term.discount_percent, term.discount_days = Decimal(percent), days
    term.discount_tax = treatment
    save_term(actor=None, term=term)


def item(paper) -> OpenItem:
    return OpenItem.objects.get(entry=paper.entry)


@pytest.mark.parametrize("later", DiscountTax.values)
@pytest.mark.parametrize("treatment", DiscountTax.values)
def test_terms_edited_after_posting_change_nothing_of_what_was_issued(books, treatment, later):
    term, (asked, booked) = early(treatment), TREATMENTS[treatment]
    invoice, payment = ten_thousand(term), pay(asked, on=date(2026, 1, 25))

    edit(term, later)
    clearing = services.match_items(
        actor=None,
        allocations=[Allocation(item(invoice).pk), Allocation(item(payment).pk)],
        discounts={item(invoice).pk},
    )

    assert journal(clearing.entry) == booked
    assert (item(invoice).open_amount, item(payment).open_amount) == (0, 0)


@pytest.mark.parametrize("treatment", DiscountTax.values)
def test_page_paper_and_offers_read_what_was_issued(books, treatment, user_in):
    term, (asked, _booked) = early(treatment), TREATMENTS[treatment]
    invoice = ten_thousand(term)
    edit(term, "reduced", percent=0, days=0)
    client = Client()
    client.force_login(user_in("accountant"))

    invoice = Invoice.objects.get(pk=invoice.pk)
    said = f"3 % if paid by 25 Jan 2026: pay €{Decimal(asked):,.2f}."

    assert said in invoice_html(invoice, issuing_company(invoice))
    assert said in client.get(invoice.get_absolute_url()).content.decode()
    offer = services.discountable([item(invoice)])[item(invoice).pk]
    assert (offer["amount"], offer["last"]) == (invoice.total - Decimal(asked), date(2026, 1, 25))


def test_terms_that_grant_something_later_grant_nothing_of_what_was_issued(books):
    term = early()
    edit(term, "reduced", percent=0, days=0)
    invoice = ten_thousand(term)

    edit(term, "kept", days=60)

    assert services.discountable([item(Invoice.objects.get(pk=invoice.pk))]) == {}


def test_a_draft_takes_what_its_terms_say_when_it_is_posted(books):
    term = early()
    document = draft(line("1", "10000", tax=make_tax("19")), term=term)
    edit(term, "kept", percent=2, days=8)

    document = invoices.post_invoice(actor=None, pk=document.pk)

    assert (document.discount_percent, document.discount_days) == (2, 8)
    assert document.discount_tax == "kept"


@pytest.mark.parametrize("treatment", DiscountTax.values)
def test_a_credit_note_of_an_invoice_grants_nothing(books, treatment):
    invoice = ten_thousand(early(treatment))

    note = invoices.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    assert (note.total, note.discount_percent, note.discount_tax) == (invoice.total, ZERO, "")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("discount_percent = 5", "frozen"),
        ("discount_days = 99", "frozen"),
        ("discount_tax = 'kept'", "frozen"),
        ("discount_percent = 0, discount_days = 0, discount_tax = ''", "frozen"),
    ],
)
def test_sql_cannot_change_what_was_issued(books, change, rule):
    invoice = ten_thousand(early())

    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE invoices_invoice SET {change} WHERE id = %s", [invoice.pk])


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ("discount_percent = 100", "invoice_discount_is_known"),
        ("discount_percent = 0", "invoice_discount_is_known"),
        ("discount_tax = 'never'", "invoice_discount_is_known"),
        ("discount_tax = 'invoiced'", "invoice_untaxed_discount_is_its_discount"),
        ("tax_discount = 2", "invoice_untaxed_discount_is_its_discount"),
    ],
)
def test_the_database_knows_what_can_be_granted(books, change, rule):
    document = draft(line("1", "100"), term=early())

    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE invoices_invoice SET {change} WHERE id = %s", [document.pk])
