"""What an invoice books: the figures of the domain rules, in the document's and the company's currency."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.companies.selectors import MissingRate
from apps.core.exceptions import InvalidInput, WrongStatus
from apps.invoices import posting, services
from apps.invoices.amounts import company_parts
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Bill, Invoice
from apps.invoices.posting import ReceivedValue
from apps.invoices.tests.factories import (
    DAY,
    draft,
    line,
    make_product,
    make_rate,
    make_sales_books,
    make_tax,
    posted,
)
from apps.ledger import services as ledger
from apps.ledger.models import EntryLine, OpenItem, Period
from apps.ledger.tests.factories import account, journal, make_party
from apps.parties.models import PaymentTerm
from apps.products.choices import ProductKind


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


def test_five_at_forty_with_ten_percent_and_twenty_untaxed_is_240():
    invoice = posted(line("5", "40", tax=make_tax("10")), line("1", "20"))

    assert (invoice.net, invoice.tax, invoice.total) == (220, 20, 240)
    assert journal(invoice.entry) == (
        "4110        240.00\n"
        "7070                    220.00\n"
        "4457                     20.00"
    )  # fmt: skip


def test_a_negative_line_reduces_its_own_base_and_tax():
    invoice = posted(line("5", "40", tax=make_tax("10")), line("-2", "5", tax=make_tax("10")))

    assert [(row.base, row.amount) for row in invoice.taxes.all()] == [(190, 19)]
    assert invoice.total == 209


def test_tax_is_rounded_once_per_document():
    invoice = posted(*[line("1", "230.83", tax=make_tax("21")) for _number in range(25)])

    assert (invoice.net, invoice.tax) == (Decimal("5770.75"), Decimal("1211.86"))


def test_a_line_is_rounded_half_up_after_its_discount():
    invoice = posted(line("3", "33.35", discount=Decimal(15)))

    assert invoice.total == Decimal("85.04")  # 85.0425


def test_two_tax_codes_are_booked_apart_with_their_bases():
    invoice = posted(line("1", "100", tax=make_tax("20")), line("1", "50", tax=make_tax("10")))

    rows = EntryLine.objects.filter(entry=invoice.entry, tax__isnull=False).order_by("-credit")
    assert [(row.credit, row.tax_base) for row in rows] == [(20, -100), (5, -50)]


def test_the_receivable_is_open_until_its_due_date():
    term = PaymentTerm.objects.create(
        company_id=account("7070").company_id, code="N30", name="30 days", days=30
    )
    invoice = posted(line("1", "100"), term=term)

    item = OpenItem.objects.get(entry=invoice.entry)
    assert invoice.due_date.isoformat() == "2026-02-14"
    assert (item.side, item.open_amount, item.due_date) == ("debit", 100, invoice.due_date)


def test_goods_earn_on_their_category_s_revenue_account():
    product = make_product()
    product.category.revenue_account = account("7085")
    product.category.save()

    invoice = posted(line("1", "10", product=product))

    assert journal(invoice.entry) == "4110         10.00\n7085                     10.00"


def test_a_bill_for_goods_clears_what_their_receipt_left_to_be_billed():
    bill = posted(
        line("10", "12", product=make_product(), tax=make_tax("20", use="purchase")),
        kind=InvoiceKind.SUPPLIER_BILL,
        reference="F-1",
    )

    assert isinstance(bill, Bill)
    assert journal(bill.entry) == (
        "4010                    144.00\n"
        "4080        120.00\n"
        "4456         24.00"
    )  # fmt: skip


def test_a_bill_for_a_service_is_an_expense():
    bill = posted(
        line("1", "80", product=make_product("AUDIT", kind=ProductKind.SERVICE)),
        kind=InvoiceKind.SUPPLIER_BILL,
    )

    assert journal(bill.entry) == "4010                     80.00\n6070         80.00"


@pytest.mark.parametrize(
    ("price", "variance"), [("120", "6031        200.00"), ("90", "6031                    100.00")]
)
def test_what_a_bill_asks_beyond_the_receipt_is_a_price_variance(monkeypatch, price, variance):
    """Goods received at 10 @ 100; the account returns to 0 (rule 27, the variance not yet split)."""

    def received(invoice, lines):
        return [ReceivedValue(row.pk, Decimal(1000), account("6031")) for row in lines]

    monkeypatch.setattr(posting, "participants", [received])

    bill = posted(line("10", price, product=make_product()), kind=InvoiceKind.SUPPLIER_BILL)

    text = journal(bill.entry)
    assert "4080       1000.00" in text
    assert variance in text
    assert bill.total == 10 * int(price)


def test_a_participant_may_refuse(monkeypatch):
    def refuse(invoice, lines):
        raise InvalidInput("Not today.")

    monkeypatch.setattr(posting, "participants", [refuse])
    document = draft(line("1", "10"))

    with pytest.raises(InvalidInput, match="Not today"):
        services.post_invoice(actor=None, pk=document.pk)

    document.refresh_from_db()
    assert (document.status, document.number, document.entry_id) == ("draft", "", None)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (
            InvoiceKind.CUSTOMER_CREDIT,
            "4110                    120.00\n7070        100.00\n4457         20.00",
        ),
        (
            InvoiceKind.SUPPLIER_CREDIT,
            "4010        120.00\n6070                    100.00\n4457                     20.00",
        ),
    ],
)
def test_a_credit_note_mirrors_its_document(kind, text):
    note = posted(line("1", "100", tax=make_tax("20")), kind=kind)

    assert journal(note.entry) == text


def test_a_foreign_invoice_books_parts_that_sum_to_its_total():
    make_rate("USD", "0.893712")

    invoice = posted(
        line("1", "33.33", tax=make_tax("20")),
        line("1", "33.33"),
        line("1", "0.01"),
        currency="USD",
    )

    rows = list(EntryLine.objects.filter(entry=invoice.entry).order_by("line_no"))
    assert invoice.rate == Decimal("0.893712")
    assert rows[0].amount_currency == invoice.total == Decimal("73.34")
    assert rows[0].debit == Decimal("65.54")
    assert sum(row.credit for row in rows) == Decimal("65.54")
    assert sum(row.amount_currency for row in rows) == 0


def test_parts_with_a_negative_one_still_sum():
    parts = company_parts(Decimal("33.33"), [Decimal(50), Decimal(-10)], Decimal("0.83333"), "EUR")

    assert parts == [Decimal("41.66"), Decimal("-8.33")]


def test_a_missing_rate_is_refused_before_anything_is_written():
    with pytest.raises(MissingRate, match="add an exchange rate"):
        draft(line("1", "10"), currency="JPY")

    assert not Invoice.objects.filter(company_id=account("7070").company_id).exists()


def test_a_closed_period_takes_no_invoice(company):
    ledger.close_period(actor=None, pk=Period.objects.get(company=company, code="2026-01").pk)
    document = draft(line("1", "10"))

    with pytest.raises(ledger.PeriodClosed):
        services.post_invoice(actor=None, pk=document.pk)

    document.refresh_from_db()
    assert (document.status, document.number) == ("draft", "")


def test_numbers_count_per_kind_and_year():
    numbers = [
        posted(on=DAY).number,
        posted(on=DAY).number,
        posted(kind=InvoiceKind.CUSTOMER_CREDIT).number,
        posted(kind=InvoiceKind.SUPPLIER_BILL).number,
    ]

    assert numbers == ["INV-2026-00001", "INV-2026-00002", "CRN-2026-00001", "BIL-2026-00001"]


def test_posting_takes_the_same_number_of_statements_for_1_5_and_50_lines(
    django_assert_num_queries,
):
    counts = []
    for lines in (1, 5, 50):
        document = draft(
            *[line("1", "10", tax=make_tax("20"), product=None) for _number in range(lines)]
        )
        with CaptureQueriesContext(connection) as captured:
            services.post_invoice(actor=None, pk=document.pk)
        counts.append(len(captured))

    assert len(set(counts)) == 1
    assert counts[0] <= 22


def test_drafting_takes_the_same_number_of_statements_for_1_and_50_lines(count_sql: Any):
    tax = make_tax("20")

    def drafting(count: int) -> int:
        return count_sql(lambda: draft(*[line("1", "10", tax=tax) for _number in range(count)]))

    assert drafting(1) == drafting(50)


def test_posting_twice_is_refused_and_books_once():
    invoice = posted()

    with pytest.raises(WrongStatus):
        services.post_invoice(actor=None, pk=invoice.pk)

    assert EntryLine.objects.filter(entry__source_id=invoice.pk).count() == 2


def test_an_invoice_of_nothing_is_refused():
    document = draft(line("1", "0"))

    with pytest.raises(services.NothingToPost, match="bring its total above zero"):
        services.post_invoice(actor=None, pk=document.pk)


def test_an_invoice_without_lines_is_refused():
    document = draft()

    with pytest.raises(services.NoLines, match="add a line"):
        services.post_invoice(actor=None, pk=document.pk)


def test_a_supplier_s_number_is_booked_once():
    posted(kind=InvoiceKind.SUPPLIER_BILL, reference="F-77")
    again = draft(line("1", "5"), kind=InvoiceKind.SUPPLIER_BILL, reference="F-77")

    with pytest.raises(
        services.DuplicateReference, match="F-77 of Alfki is booked as BIL-2026-00001"
    ):
        services.post_invoice(actor=None, pk=again.pk)


def test_a_draft_may_be_saved_again_with_other_lines():
    document = draft(line("1", "10"))
    kept = document.lines.get()
    kept.quantity = Decimal(3)

    saved = services.save_draft(actor=None, document=document, lines=[kept])

    assert (saved.total, saved.version) == (30, 2)
    assert Invoice.objects.get(pk=document.pk).total == 30


def test_a_total_below_zero_is_refused():
    with pytest.raises(InvalidInput, match="below zero"):
        draft(line("-1", "10"))


def test_a_customer_s_invoice_needs_a_customer():
    party = make_party("ONLYSUP", is_customer=False)

    with pytest.raises(services.WrongParty, match="choose a customer"):
        draft(line("1", "10"), party=party)
