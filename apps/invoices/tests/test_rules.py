"""What the database refuses of invoices, whoever asks: raw SQL as the application's role."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, connections, transaction

from apps.core.context import company_context
from apps.core.retry import run_tx
from apps.invoices import services
from apps.invoices.choices import INVOICE_LIFECYCLE, InvoiceStatus
from apps.invoices.models import Invoice, InvoiceLine, InvoiceTax
from apps.invoices.tests.factories import draft, line, make_sales_books, make_tax, posted


@pytest.fixture
def books(company):
    make_sales_books()


def refused(statement: str, *values: object, rule: str) -> None:
    """Run ``statement`` and demand that the rule named ``rule`` refuses it."""
    with (
        pytest.raises(IntegrityError, match=rule),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)


@pytest.mark.parametrize(("old", "new"), list(permutations(InvoiceStatus.values, 2)))
def test_the_trigger_allows_exactly_the_lifecycle(books, old, new):
    allowed = (old, new) in INVOICE_LIFECYCLE.pairs()
    document = draft(line("1", "10"))
    if old == "posted":
        services.post_invoice(actor=None, pk=document.pk)
    elif old == "cancelled":
        services.cancel_invoice(actor=None, pk=document.pk)
    rows = Invoice.objects.filter(pk=document.pk)
    if allowed and new == "cancelled":
        rows.update(status=new)
    elif allowed:
        services.post_invoice(actor=None, pk=document.pk)
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(status=new)

    assert rows.get().status == (new if allowed else old)


@pytest.mark.parametrize(
    "change",
    [
        "total = 1, net = 1, tax = 0",
        "date = '2026-02-01'",
        "number = 'INV-2026-99999'",
        "rate = 2",
        "reference = 'x'",
    ],
)
def test_a_posted_invoice_keeps_its_values(books, change):
    invoice = posted()

    refused(f"UPDATE invoices_invoice SET {change} WHERE id = %s", invoice.pk, rule="keeps its")


def test_a_posted_invoice_is_not_deleted(books):
    invoice = posted()

    refused("DELETE FROM invoices_invoice WHERE id = %s", invoice.pk, rule="stays")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoices_invoiceline SET net = 1 WHERE invoice_id = %s",
        "DELETE FROM invoices_invoiceline WHERE invoice_id = %s",
        "UPDATE invoices_invoicetax SET amount = 1 WHERE invoice_id = %s",
        "DELETE FROM invoices_invoicetax WHERE invoice_id = %s",
    ],
)
def test_lines_and_taxes_of_a_posted_invoice_stand_still(books, statement):
    invoice = posted(line("1", "100", tax=make_tax("20")))

    refused(statement, invoice.pk, rule="keeps its lines")


def test_a_posted_invoice_takes_no_more_lines(books):
    invoice = posted()
    more = InvoiceLine(
        company_id=invoice.company_id,
        invoice=invoice,
        description="More",
        account=invoice.lines.get().account,
        unit_price=1,
        net=1,
    )

    with pytest.raises(IntegrityError, match="keeps its lines"), transaction.atomic():
        more.save(force_insert=True)


def test_an_invoice_whose_lines_come_to_something_else_is_not_posted(books, monkeypatch):
    document = draft(line("1", "100"))
    InvoiceLine.objects.filter(invoice=document).update(net=90)
    monkeypatch.setattr(
        "apps.invoices.services.booking.price",
        lambda document, lines, codes: _lying_totals(document),
    )

    with pytest.raises(IntegrityError, match="its lines come to 90"), transaction.atomic():
        services.post_invoice(actor=None, pk=document.pk)


def _lying_totals(document):
    from apps.ledger.taxes import TaxTotal, Totals  # noqa: PLC0415 - shown beside its use

    return Totals(
        document.net,
        document.tax,
        document.total,
        (TaxTotal(None, Decimal(0), document.net, Decimal(0)),),
        nets=(document.net,),
    )


def test_a_draft_is_not_posted_without_its_entry(books):
    document = draft(line("1", "100"))

    refused(
        "UPDATE invoices_invoice SET status = 'posted', number = 'INV-2026-00001', due_date = date WHERE id = %s",
        document.pk,
        rule="invoice_posted_has_entry_and_number",
    )


def test_a_draft_does_not_borrow_another_invoice_s_entry(books):
    other = posted()
    document = draft(line("1", "100"))
    InvoiceTax.objects.create(
        company_id=document.company_id, invoice=document, rate=0, base=100, amount=0
    )

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE invoices_invoice SET status = 'posted', number = 'X', due_date = date, entry_id = %s WHERE id = %s",
            [other.entry_id, document.pk],
        )


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_posts_with_one_rolled_back_leave_no_gap(company):
    with transaction.atomic():
        make_sales_books()
        drafts = [draft(line("1", "10")).pk for _number in range(50)]

    class Undone(Exception):
        """The transaction that is rolled back."""

    def post(number: int) -> str:
        def once() -> str:
            made = services.post_invoice(actor=None, pk=drafts[number])
            if number == 25:
                raise Undone
            return made.number

        try:
            with company_context(company.pk):
                return run_tx(once)
        except Undone:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = sorted(filter(None, pool.map(post, range(50))))

    assert numbers == [f"INV-2026-{number:05d}" for number in range(1, 50)]
    with transaction.atomic():
        assert Invoice.objects.get(pk=drafts[25]).number == ""
