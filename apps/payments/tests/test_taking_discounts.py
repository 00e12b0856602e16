"""The payment of an invoice takes its early-payment discount where the form is told so: 11,543 on 11,900."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.companies.models import Company
from apps.core.context import company_id
from apps.core.prove import prove
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, make_rate, make_sales_books, make_tax, posted
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import journal, period
from apps.payments import services
from apps.payments.models import Clearing, Payment
from apps.payments.tests.factories import bank, early

IN_TIME, LATE = date(2026, 1, 25), date(2026, 1, 26)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def page(user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    return client


def ten_thousand(**fields):
    use = "purchase" if fields.get("kind") == InvoiceKind.SUPPLIER_BILL else "sale"
    return posted(line("1", "10000", tax=make_tax("19", use=use)), term=early(), **fields)


def open_of(paper) -> Decimal:
    return OpenItem.objects.get(entry=paper.entry).open_amount


def take(invoice, amount="11543", on=IN_TIME, **fields) -> Payment:
    return services.pay_invoice(
        actor=None, pk=invoice.pk, journal=bank(), on=on, amount=Decimal(amount),
        take_discount=True, **fields,
    )  # fmt: skip


def typed(**fields):
    return {"idempotency_key": str(uuid4()), "on": "2026-01-25", "journal": str(bank().pk),
            "amount": "11,543.00", **fields}  # fmt: skip


def test_the_form_of_the_payment_takes_300_and_57_of_tax_off_11900(page):
    invoice = ten_thousand()

    answer = page.post(
        reverse("payments:invoice_pay", args=[invoice.pk]), typed(take_discount="on"), follow=True
    )

    assert "Registered PAY-2026-00001." in answer.content.decode()
    payment = Payment.objects.get()
    assert journal(payment.entry) == "5120      11543.00\n4110                  11543.00"
    assert journal(Clearing.objects.get().entry) == (
        "4110                    357.00\n6650        300.00\n4457         57.00"
    )
    assert (open_of(invoice), open_of(payment)) == (0, 0)
    assert prove([(invoice.company_id, "T")]).details == []


@pytest.mark.parametrize(("age", "is_on"), [(0, True), (10, True), (11, False)])
def test_the_box_is_on_while_the_day_is_within_the_days_and_the_amount_follows(page, age, is_on):
    today = Company.objects.get(pk=company_id()).today()
    invoice = ten_thousand(on=today - timedelta(days=age))

    form = page.get(reverse("payments:invoice_pay", args=[invoice.pk])).context["form"]

    assert form["take_discount"].initial is is_on
    assert form["amount"].initial == (11543 if is_on else 11900)
    assert ("late_reason" in form.fields) is not is_on
    box = form.fields["take_discount"].widget.attrs
    assert (box["data-with"], box["data-without"]) == ("11543", "11900")
    assert "€357.00 off if paid by" in form["take_discount"].help_text


def test_an_invoice_without_a_discount_offers_none(page):
    form = page.get(reverse("payments:invoice_pay", args=[posted().pk])).context["form"]

    assert not {"take_discount", "late_reason"} & form.fields.keys()


def test_left_alone_the_box_leaves_the_whole_open(page):
    invoice = ten_thousand()

    page.post(reverse("payments:invoice_pay", args=[invoice.pk]), typed())

    assert open_of(invoice) == 357
    assert not Clearing.objects.exists()


def test_paid_after_its_days_it_asks_why(page):
    invoice = ten_thousand()
    url = reverse("payments:invoice_pay", args=[invoice.pk])
    late = typed(take_discount="on", on="2026-01-26")

    asked = page.post(url, late)
    assert "pay by 25 Jan 2026; this was paid on 26 Jan 2026" in asked.content.decode()
    assert not Payment.objects.exists()
    page.post(url, {**late, "late_reason": "Bank holiday"})

    assert open_of(invoice) == 0
    assert Clearing.objects.get().note == "Bank holiday"


def test_less_than_the_discount_leaves_is_refused_at_the_amount(page):
    invoice = ten_thousand()

    answer = page.post(
        reverse("payments:invoice_pay", args=[invoice.pk]),
        typed(take_discount="on", amount="11542.50"),
    )

    said = "To take the discount of INV-2026-00001, pay €11,543.00; €0.50 would stay open."
    assert said in answer.content.decode()
    assert not Payment.objects.exists()


def test_more_than_that_stays_on_account():
    payment = take(invoice := ten_thousand(), "11600")

    assert (open_of(invoice), open_of(payment)) == (0, 57)


def test_a_supplier_s_bill_is_paid_less_its_discount():
    bill = ten_thousand(kind=InvoiceKind.SUPPLIER_BILL)

    payment = take(bill)

    assert (open_of(bill), open_of(payment), payment.direction) == (0, 0, "disbursement")
    assert journal(Clearing.objects.get().entry).startswith("4010        357.00\n7650")


def test_in_another_currency_the_discount_is_at_the_rate_of_the_invoice(company):
    make_rate("USD", "0.90", date(2026, 1, 1))
    make_rate("USD", "0.80", date(2026, 1, 20))
    invoice = posted(line("1", "1000"), term=early(), currency="USD")

    payment = take(invoice, "970")

    assert (open_of(invoice), open_of(payment)) == (0, 0)
    assert (
        journal(Clearing.objects.get().entry)
        == "4110                     27.00\n6650         27.00"
    )
    assert prove([(invoice.company_id, "T")]).details == []


def test_a_late_payment_keeps_its_day_and_its_discount():
    invoice = ten_thousand()
    ledger.close_period(actor=None, pk=period("2026-01").pk)

    payment = take(invoice, book_on=date(2026, 2, 1))

    assert (payment.date, payment.entry.date) == (IN_TIME, date(2026, 2, 1))
    assert open_of(invoice) == 0


def test_reversing_the_payment_takes_the_discount_back():
    payment = take(invoice := ten_thousand())

    services.reverse_payment(actor=None, pk=payment.pk, on=date(2026, 2, 1))

    assert open_of(invoice) == 11900
    assert prove([(invoice.company_id, "T")]).details == []


def test_nothing_is_registered_when_the_discount_is_refused():
    invoice, plain = ten_thousand(), posted()

    with pytest.raises(services.DiscountTooLate), transaction.atomic():
        take(invoice, on=LATE)
    with pytest.raises(services.NoDiscount, match="it grants none"), transaction.atomic():
        take(plain, "100")

    assert not Payment.objects.exists()
