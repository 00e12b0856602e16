"""Taxes on invoices and bills: what is due, what is booked, and what a document says of it; on the screen, too."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.companies.models import Company
from apps.core.context import company_id
from apps.invoices import services
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.printing import invoice_html
from apps.invoices.selectors import issuing_company
from apps.invoices.tests.factories import draft, line, make_rate, make_sales_books, make_tax, posted
from apps.ledger.models import EntryLine, Tax, TaxComponent
from apps.ledger.tests.factories import account, journal
from apps.parties.models import Party

BILL = InvoiceKind.SUPPLIER_BILL


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def browser(user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    return client


def special(code: str, rate: str, *, use: str = "sale", **fields) -> Tax:
    """Return a tax of ``rate`` percent that is not simply charged."""
    values = {"account": account("4457" if use == "sale" else "4456"), "name": code, **fields}
    return Tax.objects.create(
        company_id=company_id(), code=code, use=use, rate=Decimal(rate), **values
    )


def several(code: str, *taxes: Tax) -> Tax:
    """Return a code that stands for ``taxes``."""
    group = special(code, "0", use=taxes[0].use, kind="group", account=None)
    for position, tax in enumerate(taxes):
        TaxComponent.objects.create(
            company_id=company_id(), group=group, tax=tax, position=position
        )
    return group


def save_on_screen(client: Client, *rows: dict[str, str], kind: str = "invoice") -> Invoice:
    """Write a document in the browser, post it there, and return it as stored."""
    party = Party.objects.get(company_id=company_id(), code="ALFKI")
    data = {
        "party": party.pk,
        "date": "2026-01-15",
        "currency": "EUR",
        "idempotency_key": str(uuid4()),
        "version": "1",
        "lines-TOTAL_FORMS": len(rows),
        "lines-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(rows):
        values = {"quantity": "1", "description": "Work", **row}
        data |= {f"lines-{number}-{name}": value for name, value in values.items()}
    answer = client.post(reverse(f"invoices:{kind}_create"), data)
    assert answer.status_code == 302, answer.content.decode()
    document = Invoice.objects.get(company_id=company_id())
    client.post(
        reverse(f"invoices:{kind}_post", args=[document.pk]), {"idempotency_key": str(uuid4())}
    )
    document.refresh_from_db()
    assert document.status == "posted"
    return document


def printed(invoice: Invoice) -> str:
    return invoice_html(invoice, issuing_company(invoice))


def test_rule_16_on_the_screen(browser):
    ten = make_tax("10").pk
    invoice = save_on_screen(
        browser,
        {"quantity": "5", "unit_price": "40", "tax": ten},
        {"unit_price": "20"},
        {"quantity": "-2", "unit_price": "5", "tax": ten},
    )

    assert (invoice.net, invoice.tax, invoice.total) == (210, 19, 229)
    assert list(invoice.taxes.filter(tax=ten).values_list("base", "amount")) == [(190, 19)]


@pytest.mark.parametrize(
    ("rounding", "tax", "words"),
    [
        ("line", "1211.75", "Tax is rounded on every line."),
        ("document", "1211.86", "Tax is rounded once per document."),
    ],
)
def test_rule_17_the_company_chooses_and_the_document_says_it(rounding, tax, words):
    Company.objects.filter(pk=company_id()).update(tax_rounding=rounding)
    invoice = posted(*[line("1", "230.83", tax=make_tax("21")) for _number in range(25)])

    assert (invoice.tax, invoice.tax_rounding) == (Decimal(tax), rounding)
    assert words in printed(invoice)


@pytest.mark.parametrize(("rounding", "tax"), [("line", "1211.75"), ("document", "1211.86")])
def test_rule_17_on_the_screen(browser, rounding, tax):
    Company.objects.filter(pk=company_id()).update(tax_rounding=rounding)
    row = {"unit_price": "230.83", "tax": make_tax("21").pk}

    invoice = save_on_screen(browser, *[row] * 25)

    assert invoice.tax == Decimal(tax)
    page = browser.get(invoice.get_absolute_url()).content.decode()
    assert invoice.get_tax_rounding_display() in page


def test_a_draft_keeps_the_rounding_it_was_begun_with():
    document = draft(*[line("1", "230.83", tax=make_tax("21")) for _number in range(25)])
    Company.objects.filter(pk=company_id()).update(tax_rounding="line")

    invoice = services.post_invoice(actor=None, pk=document.pk)

    assert (invoice.tax_rounding, invoice.tax) == ("document", Decimal("1211.86"))


def test_a_credit_note_rounds_as_its_invoice(browser):
    Company.objects.filter(pk=company_id()).update(tax_rounding="line")
    invoice = posted(*[line("1", "230.83", tax=make_tax("21")) for _number in range(25)])
    Company.objects.filter(pk=company_id()).update(tax_rounding="document")

    note = services.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    assert note.total == invoice.total


def test_rule_18_on_the_screen(browser):
    twenty = special("S20I", "20", included=True).pk
    invoice = save_on_screen(browser, *[{"unit_price": "9.99", "tax": twenty}] * 3)

    assert (invoice.net, invoice.tax, invoice.total) == (Decimal("24.97"), 5, Decimal("29.97"))
    assert sum(row.net for row in invoice.lines.all()) == invoice.net
    assert "Unit prices include tax" in printed(invoice)


def test_rule_19_half_of_the_input_tax_is_a_cost():
    half = special("P10H", "10", use="purchase", deductible=50)
    bill = posted(line("1", "500", tax=half), kind=BILL)

    assert journal(bill.entry) == (
        "4010                    550.00\n"
        "6070        525.00\n"
        "4456         25.00"
    )  # fmt: skip


def test_rule_19_on_the_screen(browser):
    half = special("P10H", "10", use="purchase", deductible=50)
    bill = save_on_screen(
        browser, {"unit_price": "500", "tax": half.pk, "account": account("6070").pk}, kind="bill"
    )

    assert bill.total == 550
    assert list(bill.entry.lines.order_by("line_no").values_list("debit", flat=True)) == [
        0,
        525,
        25,
    ]


def test_a_cost_in_another_currency_sums_to_the_cent():
    make_rate("USD", "0.8333")
    half = special("P10H", "10", use="purchase", deductible=33)
    bill = posted(
        line("1", "33.33", tax=half), line("2", "7.77", tax=half), kind=BILL, currency="USD"
    )

    assert journal(bill.entry).splitlines()[0] == "4010                     44.80"  # 53.76


def test_a_reverse_charge_is_booked_on_both_sides_and_paid_to_nobody():
    tax = special("PRC", "20", use="purchase", treatment="reverse", reverse_account=account("4457"))
    bill = posted(line("1", "100", tax=tax), kind=BILL)

    assert (bill.total, bill.taxes.get().computed) == (100, 20)
    assert journal(bill.entry) == (
        "4010                    100.00\n"
        "6070        100.00\n"
        "4456         20.00\n"
        "4457                     20.00"
    )
    roles = EntryLine.objects.filter(entry=bill.entry, tax=tax).order_by("line_no")
    assert list(roles.values_list("tax_role", "tax_base")) == [("", 100), ("reverse", -100)]


def test_what_is_withheld_is_not_receivable_and_a_claim_on_the_state():
    withheld = special("RAS", "10", treatment="withheld", account=account("4700"))
    code = several("S20RAS", make_tax("20"), withheld)
    invoice = posted(line("1", "1000", tax=code))

    assert (invoice.net, invoice.tax, invoice.withheld, invoice.total) == (1000, 200, 100, 1100)
    assert journal(invoice.entry) == (
        "4110       1100.00\n"
        "7070                   1000.00\n"
        "4457                    200.00\n"
        "4700        100.00"
    )
    assert "To pay" in printed(invoice)


def test_a_compound_tax_within_a_code_of_several():
    federal = special("F5", "5", compound=True)
    invoice = posted(line("1", "100", tax=several("QC", federal, special("Q10", "10"))))

    assert list(invoice.taxes.order_by("rate").values_list("base", "amount")) == [
        (100, 5), (105, Decimal("10.50")),
    ]  # fmt: skip


def test_an_amount_per_unit_is_converted_from_company_currency():
    make_rate("USD", "0.5")
    eco = special("ECO", "0", kind="fixed", amount=Decimal("0.25"))
    invoice = posted(line("4", "10", tax=eco), currency="USD")

    assert (invoice.tax, invoice.total) == (2, 42)
    assert journal(invoice.entry).splitlines()[-1] == "4457                      1.00"


def test_exempt_lines_name_their_tax_and_the_document_its_reason():
    exempt = special(
        "SK0", "0", treatment="exempt", account=None, category="K", reason_code="VATEX-EU-IC",
        reason="Intra-Community supply", reason_i18n={"fr": "Livraison intracommunautaire"},
    )  # fmt: skip
    party = Party.objects.get(company_id=company_id(), code="ALFKI")
    Party.objects.filter(pk=party.pk).update(language="fr")
    invoice = posted(line("1", "100", tax=exempt), line("1", "7"))

    tagged = EntryLine.objects.get(entry=invoice.entry, tax=exempt)
    assert (tagged.account.code, tagged.credit, tagged.tax_base) == ("7070", 100, -100)
    assert tagged.tax_role == "base"
    row = invoice.taxes.get(tax=exempt)
    assert (row.category, row.reason_code) == ("K", "VATEX-EU-IC")
    assert "Livraison intracommunautaire · VATEX-EU-IC" in printed(invoice)


def test_a_tax_due_when_paid_stands_on_its_waiting_account():
    cash = special("SCB", "20", pending_account=account("4700"))
    invoice = posted(line("1", "100", tax=cash))

    row = EntryLine.objects.get(entry=invoice.entry, tax=cash)
    assert (row.account.code, row.tax_role, row.credit) == ("4700", "pending", 20)


def test_a_credit_note_mirrors_every_kind_of_tax():
    withheld = special("RAS", "10", treatment="withheld", account=account("4700"))
    invoice = posted(line("1", "1000", tax=several("S20RAS", make_tax("20"), withheld)))

    note = services.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    assert (note.total, note.withheld) == (1100, 100)
    assert "4457        200.00" in journal(note.entry)


def test_several_taxes_take_one_statement_more_whatever_their_number(count_sql):
    code = several("S20E", make_tax("20"), special("ECO", "1"))
    twenty = make_tax("20")
    plain = count_sql(lambda: draft(line("1", "1", tax=twenty)))
    one = count_sql(lambda: draft(line("1", "1", tax=code)))
    many = count_sql(lambda: draft(*[line("1", "1", tax=code)] * 9))

    assert plain + 1 == one == many
