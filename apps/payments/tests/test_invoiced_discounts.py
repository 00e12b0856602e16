"""Early-payment discounts on which the invoice charges no tax, taken or not: 1,000 at 2 % and 21 %."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from apps.companies.choices import TaxRounding
from apps.core.context import company_id
from apps.core.prove import prove
from apps.invoices import services as invoices
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.printing import invoice_html
from apps.invoices.selectors import issuing_company
from apps.invoices.tests.factories import draft, line, make_sales_books, make_tax, posted
from apps.ledger.models import OpenItem, Tax
from apps.ledger.taxreturns import tax_return
from apps.ledger.tests.factories import account, check_deferred_rules, journal
from apps.parties.models import PaymentTerm
from apps.parties.services import save_term
from apps.payments import services
from apps.payments.services import Allocation
from apps.payments.tests.factories import pay

IN_TIME, LATE = date(2026, 1, 25), date(2026, 2, 10)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def term() -> PaymentTerm:
    return save_term(
        actor=None,
        term=PaymentTerm(
            code="BE", name="30 days, 2 % in 10", days=30,
            discount_percent=Decimal(2), discount_days=10, discount_tax="invoiced",
        ),
    )  # fmt: skip


def thousand(term: PaymentTerm, **fields) -> Invoice:
    use = "purchase" if fields.get("kind") == InvoiceKind.SUPPLIER_BILL else "sale"
    return posted(line("1", "1000", tax=make_tax("21", use=use)), term=term, **fields)


def open_of(paper) -> Decimal:
    return sum(item.open_amount for item in OpenItem.objects.filter(entry=paper.entry))


def settle(invoice: Invoice, payment, *, discount: bool = True):
    items = [OpenItem.objects.get(entry=paper.entry).pk for paper in (invoice, payment)]
    return services.match_items(
        actor=None,
        allocations=[Allocation(pk) for pk in items],
        discounts=items[:1] if discount else (),
    )


def test_the_invoice_charges_tax_on_what_the_discount_leaves(term):
    invoice = thousand(term)

    check_deferred_rules()
    assert (invoice.net, invoice.tax, invoice.total) == (
        1000,
        Decimal("205.80"),
        Decimal("1205.80"),
    )
    assert journal(invoice.entry) == (
        "4110       1205.80\n7070                   1000.00\n4457                    205.80"
    )
    rows = invoice.taxes.order_by("-rate").values_list("rate", "base", "amount")
    assert list(rows) == [(21, 980, Decimal("205.80")), (0, 20, 0)]
    assert invoice.entry.lines.get(tax__isnull=False).tax_base == -980
    assert prove([(invoice.company_id, "T")]).details == []


def test_paid_early_the_discount_takes_no_tax(term):
    invoice = thousand(term)

    clearing = settle(invoice, pay("1185.80", on=IN_TIME))

    assert open_of(invoice) == 0
    assert journal(clearing.entry) == "4110                     20.00\n6650         20.00"


def test_paid_late_the_tax_stays_as_it_was_charged(term):
    invoice = thousand(term)

    clearing = settle(invoice, pay("1205.80", on=LATE), discount=False)

    assert (open_of(invoice), clearing.entry) == (0, None)
    figures = tax_return(date(2026, 1, 1), date(2026, 2, 28))
    assert {row.moved for row in figures.accounts if row.moved} == {Decimal("205.80")}
    with pytest.raises(services.DiscountTooLate), transaction.atomic():
        settle(thousand(term), pay("1185.80", on=LATE))


def test_a_bill_of_a_supplier_is_computed_the_same_way(term):
    bill = thousand(term, kind=InvoiceKind.SUPPLIER_BILL)

    clearing = settle(bill, pay("1185.80", on=IN_TIME, direction="disbursement"))

    assert bill.tax == Decimal("205.80")
    assert journal(clearing.entry) == "4010         20.00\n7650                     20.00"


def test_a_credit_note_gives_back_what_the_invoice_asked_whatever_the_terms_say_now(term):
    invoice = thousand(term)
    term.discount_tax = "reduced"
    save_term(actor=None, term=term)

    note = invoices.credit_invoice(actor=None, pk=invoice.pk, on=invoice.date, post=True)

    assert (note.tax, note.total) == (Decimal("205.80"), Decimal("1205.80"))
    assert open_of(invoice) == 0


def test_what_was_issued_grants_its_discount_whatever_the_terms_say_now(term):
    invoice = thousand(term)
    term.discount_percent, term.discount_tax = Decimal(3), "reduced"
    save_term(actor=None, term=term)

    clearing = settle(invoice, pay("1185.80", on=IN_TIME))

    assert journal(clearing.entry) == "4110                     20.00\n6650         20.00"


def test_a_draft_follows_its_terms_until_it_is_posted(term):
    document = draft(line("1", "1000", tax=make_tax("21")), term=term)
    assert document.total == Decimal("1205.80")
    term.discount_percent = Decimal(3)
    save_term(actor=None, term=term)

    document = invoices.post_invoice(actor=None, pk=document.pk)

    assert (document.tax_discount, document.tax) == (3, Decimal("203.70"))


@pytest.mark.parametrize("rounding", TaxRounding.values)
def test_lines_of_several_rates_add_up_and_tell_their_bases(term, rounding):
    zero = Tax.objects.create(
        company_id=company_id(), code="EXPORT", name="Export", use="sale", account=account("4457")
    )
    rows = [line("1", "10.25", tax=make_tax("21")), line("3", "3.33", tax=make_tax("6")),
            line("1", "0.75", tax=zero), line("1", "0.25", tax=zero, account=account("7650")),
            line("1", "9")]  # fmt: skip
    document = draft(*rows, term=term)
    document.tax_rounding = rounding
    invoices.save_draft(actor=None, document=document, lines=list(document.lines.all()))

    invoice = invoices.post_invoice(actor=None, pk=document.pk)

    check_deferred_rules()
    told = invoice.entry.lines.filter(tax=zero)
    assert -sum(row.tax_base for row in told) == invoice.taxes.get(tax=zero).base
    assert sum(row.base for row in invoice.taxes.all()) == invoice.net
    assert prove([(invoice.company_id, "T")]).details == []


def test_the_screen_and_the_paper_say_so(term, user_in):
    invoice = thousand(term)
    client = Client()
    client.force_login(user_in("accountant"))
    said = "Including the discount of 2 % for early payment, on which no tax is charged"

    page = client.get(invoice.get_absolute_url()).content.decode()
    paper = invoice_html(invoice, issuing_company(invoice))

    assert said in page
    assert "980.00" in page
    assert said in paper
    assert "2 % if paid by 25 Jan 2026: pay €1,185.80." in paper
    form = client.get(reverse("parties:paymentterm_create")).content.decode()
    assert "Reduced on the invoice, whether or not the discount is taken" in form


def test_a_draft_in_french_says_so_in_french(term):
    party = thousand(term).party
    party.language = "fr"
    document = draft(line("1", "1000", tax=make_tax("21")), term=term, party=party)

    assert "l&#x27;escompte de 2 % pour paiement anticipé" in invoice_html(
        document, issuing_company(document)
    )


def test_the_database_knows_the_treatments_and_the_percentages(term):
    for statement in (
        "UPDATE parties_paymentterm SET discount_tax = 'never' WHERE id = %s",
        "UPDATE invoices_invoice SET tax_discount = 100 WHERE id = %s",
    ):
        document = draft(line("1", "1"))
        key = term.pk if "term" in statement else document.pk
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [key])
