"""Deposits are a liability (or an asset) until their invoice comes; credits are applied or refunded."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F, Sum
from django.urls import reverse

from apps.core.testing import in_threads
from apps.invoices.choices import InvoiceKind
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import DAY, line, make_rate, make_sales_books, make_tax, posted
from apps.ledger.models import EntryLine, OpenItem
from apps.ledger.services import default_account
from apps.parties.models import Party
from apps.payments import services
from apps.payments.models import Clearing, Match, Payment
from apps.payments.tests.factories import bank, pay

LATER = DAY + timedelta(days=5)


@pytest.fixture(autouse=True)
def books(company):
    with transaction.atomic():
        make_sales_books()


def balance(purpose: str) -> Decimal:
    lines = EntryLine.objects.filter(account=default_account(purpose))
    return lines.aggregate(sum=Sum(F("debit") - F("credit")))["sum"] or Decimal(0)


def balances() -> str:
    return f"receivable {balance('receivable'):.2f} deposits {balance('customer_deposits'):.2f}"


def open_of(document) -> Decimal:
    return sum(item.open_currency for item in OpenItem.objects.filter(entry=document.entry_id))


def test_a_deposit_is_a_liability_until_it_is_applied_to_the_final_invoice():
    deposit = pay("300", is_deposit=True)
    assert balances() == "receivable 0.00 deposits -300.00"

    invoice = posted(line("1", "1000", tax=make_tax("20")))
    assert balances() == "receivable 1200.00 deposits -300.00"

    services.apply_credit(actor=None, pk=invoice.pk)

    assert balances() == "receivable 900.00 deposits 0.00"
    assert (open_of(invoice), open_of(deposit)) == (900, 0)


def test_what_an_invoice_does_not_take_of_a_deposit_stays_a_deposit():
    deposit = pay("300", is_deposit=True)
    invoice = posted()

    services.apply_credit(actor=None, pk=invoice.pk)

    assert balances() == "receivable 0.00 deposits -200.00"
    assert (open_of(invoice), open_of(deposit)) == (0, 200)


def test_a_credit_note_and_a_payment_on_account_go_before_a_deposit():
    pay("50", is_deposit=True)
    pay("30")
    posted(line("1", "40"), kind=InvoiceKind.CUSTOMER_CREDIT)
    invoice = posted()

    services.apply_credit(actor=None, pk=invoice.pk)

    assert open_of(invoice) == 0
    assert balances() == "receivable 0.00 deposits -20.00"


def test_undoing_the_act_gives_the_deposit_back():
    deposit = pay("300", is_deposit=True)
    invoice = posted()
    services.apply_credit(actor=None, pk=invoice.pk)

    services.undo_clearing(actor=None, pk=Clearing.objects.get().pk)

    assert (open_of(invoice), open_of(deposit)) == (100, 300)
    assert balances() == "receivable 100.00 deposits -300.00"


def test_a_deposit_with_a_supplier_is_an_asset_and_pays_its_bill():
    pay("300", direction="disbursement", is_deposit=True)
    assert balance("supplier_deposits") == 300

    bill = posted(line("1", "500"), kind=InvoiceKind.SUPPLIER_BILL)
    services.apply_credit(actor=None, pk=bill.pk)

    assert (balance("supplier_deposits"), balance("payable"), open_of(bill)) == (0, -200, 200)


def test_a_deposit_in_a_foreign_currency_realises_its_difference():
    make_rate("USD", "0.50")
    make_rate("USD", "0.60", LATER)
    pay("100", is_deposit=True, currency="USD")
    invoice = posted(currency="USD", on=LATER)

    services.apply_credit(actor=None, pk=invoice.pk)

    assert open_of(invoice) == 0
    assert balances() == "receivable 0.00 deposits 0.00"
    assert balance("exchange_loss") - -balance("exchange_gain") == 10


def test_a_deposit_settles_no_document_at_once():
    with pytest.raises(services.WrongInvoice, match="deposit"):
        pay("100", (posted(), "100"), is_deposit=True)

    assert not Payment.objects.exists()


def test_reversing_an_applied_deposit_opens_the_invoice_again():
    deposit = pay("100", is_deposit=True)
    invoice = posted()
    services.apply_credit(actor=None, pk=invoice.pk)

    services.reverse_payment(actor=None, pk=deposit.pk, on=DAY)

    assert balances() == "receivable 100.00 deposits 0.00"
    assert open_of(invoice) == 100


def test_the_screens_take_a_deposit_apply_it_and_refund_a_credit_note(client, user_in):
    client.force_login(user_in("accountant"))
    party = Party.objects.get()
    data = {
        "party": party.pk, "date": DAY.isoformat(), "journal": bank().pk, "amount": "40", "currency": "EUR",
        "is_deposit": "on", "idempotency_key": "k1", "lines-TOTAL_FORMS": 0, "lines-INITIAL_FORMS": 0,
    }  # fmt: skip
    client.post(reverse("payments:payment_create"), data)
    draft = Payment.objects.get()
    client.post(reverse("payments:payment_post", args=[draft.pk]), {"idempotency_key": "k2"})
    invoice, note = posted(), posted(line("1", "70"), kind=InvoiceKind.CUSTOMER_CREDIT)

    page = client.get(note.get_absolute_url()).content.decode()
    pay_url = reverse("payments:invoice_pay", args=[note.pk])
    client.post(
        pay_url,
        {"on": DAY.isoformat(), "journal": bank().pk, "amount": "70", "idempotency_key": "k3"},
    )
    client.post(reverse("payments:invoice_apply", args=[invoice.pk]), {"idempotency_key": "k4"})

    assert "Refund" in page
    assert "Apply credits" in page
    assert (open_of(note), open_of(invoice)) == (0, 60)
    assert Payment.objects.get(direction="disbursement").amount == 70
    assert balances() == "receivable 60.00 deposits 0.00"


def test_with_nothing_to_apply_it_says_so(client, user_in):
    client.force_login(user_in("accountant"))
    invoice = posted()

    url = reverse("payments:invoice_apply", args=[invoice.pk])
    answer = client.post(url, {"idempotency_key": "k"}, follow=True)

    assert "nothing is open on the other side" in answer.content.decode()
    assert not Match.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_fifty_who_apply_one_credit_note_apply_it_once():
    with transaction.atomic():
        invoices = [posted() for _ in range(3)]
        note = posted(line("1", "70"), kind=InvoiceKind.CUSTOMER_CREDIT)

    answers = in_threads([lambda: services.apply_credit(actor=None, pk=note.pk)] * 50)

    assert sum(isinstance(answer, Invoice) for answer in answers) == 1
    with transaction.atomic():
        assert open_of(note) == 0
        assert sum(open_of(invoice) for invoice in invoices) == 230
        assert Match.objects.count() == 1
