"""Taxes that are due when paid: moved with every part payment, back when it is undone, and whole at the end."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.context import company_id
from apps.invoices import services as invoices
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger import services as ledger
from apps.ledger.models import EntryLine, OpenItem, Tax, TaxBox, TaxBoxSource
from apps.ledger.taxreturns import tax_return
from apps.ledger.tests.factories import account
from apps.parties.models import PaymentTerm
from apps.payments import services
from apps.payments.models import Match
from apps.payments.tests.factories import pay


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def cash_tax() -> Tax:
    return Tax.objects.create(
        company_id=company_id(),
        code="SC19",
        name="VAT 19 %, due when paid",
        use="sale",
        rate=19,
        account=account("4457"),
        pending_account=account("1900"),
    )


def due() -> tuple[Decimal, Decimal]:
    """Return the tax that is due and its base, credit positive."""
    rows = EntryLine.objects.filter(company_id=company_id(), account__code="4457")
    return (
        sum((row.credit - row.debit for row in rows), Decimal(0)),
        -sum((row.tax_base for row in rows), Decimal(0)),
    )


def waiting() -> Decimal:
    rows = EntryLine.objects.filter(company_id=company_id(), account__code="1900")
    return sum((row.credit - row.debit for row in rows), Decimal(0))


def test_parts_of_the_tax_become_due_with_parts_of_the_payment_and_sum_to_the_whole(cash_tax):
    invoice = posted(line("1", "100", tax=cash_tax))
    assert (due(), waiting()) == ((0, 0), 19)

    seen = []
    for part in ("40", "40", "39"):
        pay(part, (invoice, part), on=date(2026, 2, 10))
        seen.append(due())

    assert seen == [
        (Decimal("6.39"), Decimal("33.61")),
        (Decimal("12.77"), Decimal("67.23")),
        (19, 100),
    ]
    assert waiting() == 0


def test_undoing_the_match_makes_the_tax_wait_again(cash_tax):
    invoice = posted(line("1", "100", tax=cash_tax))
    pay("59.50", (invoice, "59.50"), on=date(2026, 2, 10))
    assert due() == (Decimal("9.50"), 50)

    services.unmatch(actor=None, pk=Match.objects.get().pk, on=date(2026, 2, 12))

    assert (due(), waiting()) == ((0, 0), 19)


def test_a_credit_note_settles_the_tax_of_both(cash_tax):
    invoice = posted(line("1", "100", tax=cash_tax))

    invoices.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    assert (due(), waiting()) == ((0, 0), 0)


def test_a_foreign_invoice_moves_its_tax_at_its_own_rate(cash_tax):
    make_rate("USD", "0.90")
    invoice = posted(line("1", "100", tax=cash_tax), currency="USD")
    make_rate("USD", "0.80", on=date(2026, 2, 1))

    pay("119", (invoice, "119"), on=date(2026, 2, 10), currency="USD")

    assert (due(), waiting()) == ((Decimal("17.10"), 90), 0)


def test_only_the_payment_of_such_a_tax_takes_more_statements(cash_tax, count_sql):
    plain, cash = posted(line("1", "119")), posted(line("1", "100", tax=cash_tax))

    assert count_sql(lambda: pay("119", (plain, "119"))) < count_sql(
        lambda: pay("119", (cash, "119"))
    )


def boxes(month: int, last: int) -> dict[str, tuple[Decimal, Decimal]]:
    """Return base and tax of the boxes of a month; the return ties to the tax accounts."""
    figures = tax_return(date(2026, month, 1), date(2026, month, last))
    assert figures.difference == 0
    return {row.box.code: (row.base, row.tax) for row in figures.boxes}


def test_a_tax_due_when_paid_stands_in_the_return_of_the_month_it_is_paid_in(cash_tax):
    box = TaxBox(code="CASH", name="Sales, due when paid")
    ledger.save_tax_box(actor=None, document=box, lines=[TaxBoxSource(tax=cash_tax)])
    invoice = posted(line("1", "1000", tax=cash_tax))

    pay("476", (invoice, "476"), on=date(2026, 2, 10))
    pay("714", (invoice, "714"), on=date(2026, 4, 2))

    months = {
        month: boxes(month, last)["CASH"] for month, last in ((1, 31), (2, 28), (3, 31), (4, 30))
    }
    assert months == {1: (0, 0), 2: (400, 76), 3: (0, 0), 4: (600, 114)}


def test_undoing_the_payment_takes_it_out_of_the_return_of_that_month(cash_tax):
    box = TaxBox(code="CASH", name="Sales, due when paid")
    ledger.save_tax_box(actor=None, document=box, lines=[TaxBoxSource(tax=cash_tax)])
    invoice = posted(line("1", "1000", tax=cash_tax))
    pay("476", (invoice, "476"), on=date(2026, 2, 10))

    services.unmatch(actor=None, pk=Match.objects.get().pk, on=date(2026, 3, 3))

    assert (boxes(2, 28)["CASH"], boxes(3, 31)["CASH"]) == ((400, 76), (-400, -76))


def test_an_early_payment_discount_leaves_nothing_waiting(cash_tax):
    term = PaymentTerm.objects.create(
        company_id=company_id(), code="EARLY", name="3 %", days=30, discount_percent=3,
        discount_days=10,
    )  # fmt: skip
    invoice = posted(line("1", "1000", tax=cash_tax), term=term)
    payment = pay("1154.30", on=date(2026, 1, 20))
    items = [OpenItem.objects.get(entry=paper.entry).pk for paper in (invoice, payment)]

    services.match_items(
        actor=None, allocations=[services.Allocation(pk) for pk in items], discounts={items[0]}
    )

    assert (due(), waiting()) == ((Decimal("184.30"), 970), 0)
