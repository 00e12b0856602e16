"""What is paid to suppliers ahead: its bill, and the bills of the goods that take it off."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_rate, make_tax
from apps.ledger.models import EntryLine
from apps.ledger.tests.factories import YEAR, journal
from apps.purchasing import services
from apps.purchasing.tests.factories import (
    DAY,
    bill,
    confirmed,
    line,
    make_trade,
    receive,
)


@pytest.fixture
def tea(company):
    return make_trade("TEA")[0]


def ahead(order, on=DAY, **asked):
    """Book a supplier's bill of a down payment on an order."""
    amounts = {name: Decimal(value) for name, value in asked.items()}
    drafted = services.bill_down_payment(actor=None, pk=order.pk, on=on, reference="A-1", **amounts)
    return invoices.post_invoice(actor=None, pk=drafted.pk)


def balance(code: str) -> Decimal:
    """Return what stands on an account, debit above zero."""
    sums = EntryLine.objects.filter(account__code=code).aggregate(d=Sum("debit"), c=Sum("credit"))
    return (sums["d"] or Decimal(0)) - (sums["c"] or Decimal(0))


def test_what_was_paid_ahead_comes_off_the_bill_of_the_goods(tea):
    order = confirmed(line(tea, "10", "100", tax=make_tax("20", use="purchase")))

    first = ahead(order, percent="30")
    receive(order)
    last = bill(order)

    assert [(row.description, row.net) for row in last.lines.all()] == [
        ("Tea", 1000),
        ("Down payment, invoice A-1 of 10 Jan 2026", -300),
    ]
    assert journal(first.entry) == (
        "4010                    360.00\n"
        "4097        300.00\n"
        "4456         60.00"
    )  # fmt: skip
    assert journal(last.entry) == (
        "4010                    840.00\n"
        "4080       1000.00\n"
        "4097                    300.00\n"
        "4456        140.00"
    )  # fmt: skip
    assert (balance("4097"), balance("4080"), balance("3700")) == (0, 0, 1000)


def test_goods_cost_what_was_paid_ahead_at_the_rate_of_its_day(tea):
    make_rate("USD", "1.10", date(YEAR, 1, 1))
    make_rate("USD", "1.20", date(YEAR, 1, 9))
    order = confirmed(line(tea, "10", "100"), currency_id="USD")

    ahead(order, percent="30", on=date(YEAR, 1, 5))
    receive(order)
    bill(order)

    assert (balance("4097"), balance("4080"), balance("6031")) == (0, 0, 0)
    assert balance("3700") == 1170  # 300 at 1.10 and 700 at 1.20


def test_input_tax_that_is_not_given_back_leaves_no_cent_behind(tea):
    tax = make_tax("20", use="purchase", code="HALF")
    tax.deductible = Decimal(50)
    tax.save()
    order = confirmed(line(tea, "7", "9.99", tax=tax))

    ahead(order, percent="33")
    receive(order)
    bill(order)

    assert (balance("4097"), balance("4080")) == (0, 0)
    assert -balance("4010") == Decimal("83.92")


def test_a_suppliers_credit_note_frees_the_order(tea):
    order = confirmed(line(tea, "10", "100"))
    first = ahead(order, percent="100")
    with pytest.raises(invoices.PaidAhead), transaction.atomic():
        services.cancel_order(actor=None, pk=order.pk)

    invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, post=True)

    assert services.cancel_order(actor=None, pk=order.pk).status == "cancelled"
    assert balance("4097") == 0


def test_a_bill_paid_ahead_whole_asks_for_nothing_more(tea):
    order = confirmed(line(tea, "10", "100"))
    ahead(order, percent="100")
    receive(order)

    last = bill(order)

    assert (last.total, last.status) == (0, "posted")
    assert (balance("4097"), balance("4080")) == (0, 0)
    with pytest.raises(invoices.AskedTooMuch), transaction.atomic():
        ahead(order, percent="1")


def test_the_buyer_enters_the_suppliers_bill_on_the_order_s_page(tea, user_in):
    order = confirmed(line(tea, "10", "100"))
    address = reverse("purchasing:purchaseorder_bill_down_payment", args=[order.pk])
    buyer = Client()
    buyer.force_login(user_in("buyer"))
    assert address in buyer.get(order_page(order)).content.decode()

    asked = {"percent": "", "amount": "250", "on": "2026-01-20", "reference": "A-9"}
    answer = buyer.post(address, {**asked, "idempotency_key": str(uuid4())})

    made = Invoice.objects.get()
    assert answer.headers["Location"] == made.get_absolute_url()
    assert (made.kind, made.net, made.reference) == ("supplier_bill", 250, "A-9")
    assert "asked for a down payment" in buyer.get(order_page(order)).content.decode()


def order_page(order):
    return reverse("purchasing:purchaseorder_detail", args=[order.pk])
