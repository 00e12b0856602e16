"""Down payments with tax: asked for ahead, taken off what is invoiced, their account back at zero."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction

from apps.core.exceptions import InvalidInput, WrongStatus
from apps.core.models import Event
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_rate, make_tax
from apps.ledger.choices import Purpose
from apps.ledger.models import DefaultAccount
from apps.ledger.selectors import NoDefaultAccount
from apps.ledger.tests.factories import YEAR, journal
from apps.sales import services
from apps.sales.tests.factories import (
    DAY,
    confirmed,
    draft,
    invoice,
    line,
    make_shop,
    open_ahead,
    pay_ahead,
    progress,
    ship,
)
from apps.stock.tests.factories import receive


@pytest.fixture
def tea(company):
    """Return a product of which 100 are in stock at 6.00."""
    return make_shop("TEA")[0]


def rows(document):
    """Return description, quantity and net of each line."""
    return [(row.description, row.quantity, row.net) for row in document.lines.all()]


def sums(document):
    """Return net, tax and total."""
    return (document.net, document.tax, document.total)


def test_thirty_percent_ahead_and_the_rest_with_the_goods(tea):
    order = confirmed(line(tea, "10", "100", tax=make_tax("21")))

    first = pay_ahead(order, percent="30")
    ship(order)
    last = invoice(order)

    assert sums(first) == (300, 63, 363)
    assert rows(first) == [(f"Down payment of 30 % on {order.number}", 1, 300)]
    assert sums(last) == (700, 147, 847)
    words = f"Down payment, invoice {first.number} of 20 Jan 2026"
    assert rows(last) == [("Tea", 10, 1000), (words, -1, -300)]
    assert journal(first.entry) == (
        "4110        363.00\n"
        "4197                    300.00\n"
        "4457                     63.00"
    )  # fmt: skip
    assert journal(last.entry) == (
        "4110        847.00\n"
        "7070                   1000.00\n"
        "4197        300.00\n"
        "4457                    147.00"
    )  # fmt: skip
    assert open_ahead() == 0


def test_a_down_payment_invoices_no_goods(tea):
    order = confirmed(line(tea, "10", "100"), freight=Decimal(20))

    pay_ahead(order, amount="102")
    ship(order)

    assert [row.invoiced for row in progress(order)] == [0]
    last = invoice(order)
    assert [row[2] for row in rows(last)] == [1000, 20, -102]
    assert [row.invoiced for row in progress(order)] == [10]


def test_each_tax_code_of_the_order_bears_its_share(tea):
    order = confirmed(
        line(tea, "1", "100", tax=make_tax("20")), line(tea, "2", "100", tax=make_tax("10")),
        line(tea, "3", "10"),
    )  # fmt: skip

    first = pay_ahead(order, amount="100")

    assert [(row.tax and row.tax.code, row.net) for row in first.lines.all()] == [
        ("S20", Decimal("30.30")),
        ("S10", Decimal("60.61")),
        (None, Decimal("9.09")),
    ]
    assert sums(first) == (100, Decimal("12.12"), Decimal("112.12"))


def test_partial_invoices_take_off_their_share_and_the_last_one_the_rest(company):
    (tea,) = make_shop("TEA", stock="3")
    order = confirmed(line(tea, "10", "10.01", tax=make_tax("20")))
    pay_ahead(order, amount="33.34")
    ship(order)

    first = invoice(order)
    receive(tea, "7", "6")
    services.reserve_order(actor=None, pk=order.pk)
    ship(order)
    last = invoice(order)

    assert [row[2] for row in rows(first)] == [Decimal("30.03"), Decimal("-10.00")]
    assert [row[2] for row in rows(last)] == [Decimal("70.07"), Decimal("-23.34")]
    assert open_ahead() == 0


def test_an_invoice_of_one_tax_code_takes_off_nothing_of_another(company):
    tea, cup = make_shop("TEA", "CUP", stock="0")
    order = confirmed(
        line(tea, "1", "100", tax=make_tax("20")), line(cup, "1", "300", tax=make_tax("10"))
    )
    pay_ahead(order, percent="50")
    receive(tea, "1", "6")
    services.reserve_order(actor=None, pk=order.pk)
    ship(order)

    first = invoice(order)

    assert [(row.tax.code, row.net) for row in first.lines.all()] == [("S20", 100), ("S20", -50)]
    assert open_ahead() == 150


def test_what_is_paid_ahead_whole_is_invoiced_over_nothing(tea):
    order = confirmed(line(tea, "10", "100", tax=make_tax("21")))

    pay_ahead(order, percent="100")
    ship(order)
    last = invoice(order)

    assert sums(last) == (0, 0, 0)
    assert last.number
    assert last.due_date
    assert journal(last.entry) == (
        "7070                   1000.00\n"
        "4197       1000.00"
    )  # fmt: skip
    assert open_ahead() == 0


def test_several_down_payments_come_to_the_order_at_most(tea):
    order = confirmed(line(tea, "10", "100"))
    pay_ahead(order, percent="60", post=False)

    with pytest.raises(invoices.AskedTooMuch, match=r"400\.00"), transaction.atomic():
        pay_ahead(order, percent="40.01")
    pay_ahead(order, percent="40", post=False)

    with pytest.raises(invoices.AskedTooMuch, match=r"0\.00"), transaction.atomic():
        pay_ahead(order, amount="0.01")


def test_two_down_payments_are_taken_off_the_oldest_first(company):
    (tea,) = make_shop("TEA", stock="5")
    order = confirmed(line(tea, "10", "100"))
    one, two = pay_ahead(order, amount="100"), pay_ahead(order, amount="300")
    ship(order)

    first = invoice(order)

    taken = {row.down_payment.invoice: row.net for row in first.lines.filter(quantity=-1)}
    assert taken == {one: -100, two: -100}


def test_a_draft_takes_nothing_off_and_a_cancelled_final_invoice_frees_what_it_took(tea):
    order = confirmed(line(tea, "10", "100"))
    drafted = pay_ahead(order, amount="300", post=False)
    ship(order)
    early = services.invoice_order(actor=None, pk=order.pk, on=DAY)
    assert len(rows(early)) == 1
    invoices.cancel_invoice(actor=None, pk=early.pk)
    invoices.post_invoice(actor=None, pk=drafted.pk)

    second = services.invoice_order(actor=None, pk=order.pk, on=DAY)
    invoices.cancel_invoice(actor=None, pk=second.pk)

    assert [row[2] for row in rows(invoice(order))] == [1000, -300]


def test_a_credited_down_payment_is_not_taken_off(tea):
    order = confirmed(line(tea, "10", "100", tax=make_tax("21")))
    first = pay_ahead(order, percent="30")

    note = invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, post=True)
    ship(order)
    last = invoice(order)

    assert sums(note) == (300, 63, 363)
    assert sums(last) == (1000, 210, 1210)
    assert open_ahead() == 0


def test_what_is_taken_off_already_is_not_credited(tea):
    order = confirmed(line(tea, "10", "100"))
    first = pay_ahead(order, percent="30")
    ship(order)
    drafted = services.invoice_order(actor=None, pk=order.pk, on=DAY)
    note = invoices.credit_invoice(
        actor=None, pk=first.pk, on=DAY, lines={first.lines.get().pk: Decimal(1)}
    )
    invoices.post_invoice(actor=None, pk=drafted.pk)

    with pytest.raises(invoices.TakenTooMuch, match=r"300\.00"), transaction.atomic():
        invoices.post_invoice(actor=None, pk=note.pk)
    with pytest.raises(invoices.CreditedTooMuch, match="took it off"), transaction.atomic():
        invoices.credit_invoice(actor=None, pk=first.pk, on=DAY)

    assert open_ahead() == 0


def test_what_is_left_of_a_down_payment_is_credited_to_the_cent(company):
    (tea,) = make_shop("TEA", stock="3")
    order = confirmed(line(tea, "9", "12345.67", tax=make_tax("21")))
    first = pay_ahead(order, percent="33.3")
    some = {first.lines.get().pk: Decimal("0.333334")}
    invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, lines=some, post=True)
    ship(order)
    invoice(order)
    left = open_ahead()

    note = invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, post=True)

    assert (note.net, left) == (Decimal("16444.41"), Decimal("16444.41"))
    assert open_ahead() == 0
    assert services.close_order(actor=None, pk=order.pk).status == "closed"


def test_crediting_the_final_invoice_gives_the_down_payment_back(tea):
    order = confirmed(line(tea, "10", "100"))
    pay_ahead(order, percent="30")
    ship(order)
    last = invoice(order)

    note = invoices.credit_invoice(actor=None, pk=last.pk, on=DAY, post=True)

    assert note.total == 700
    assert open_ahead() == 300
    assert [row[2] for row in rows(invoice(order))] == [1000, -300]
    assert open_ahead() == 0


def test_a_down_payment_keeps_the_rate_of_its_day(tea):
    make_rate("USD", "1.10", date(YEAR, 1, 1))
    make_rate("USD", "1.20", date(YEAR, 1, 19))
    order = confirmed(line(tea, "10", "100", tax=make_tax("20")), currency_id="USD")

    first = pay_ahead(order, percent="30", on=date(YEAR, 1, 5))
    ship(order)
    last = invoice(order)

    assert journal(first.entry) == (
        "4110        396.00\n"
        "4197                    330.00\n"
        "4457                     66.00"
    )  # fmt: skip
    assert journal(last.entry) == (
        "4110       1008.00\n"
        "7070                   1170.00\n"
        "4197        330.00\n"
        "4457                    168.00"
    )  # fmt: skip
    assert open_ahead() == 0


def test_a_down_payment_given_back_at_another_rate_leaves_an_exchange_difference(tea):
    make_rate("USD", "1.10", date(YEAR, 1, 1))
    make_rate("USD", "1.20", date(YEAR, 1, 19))
    order = confirmed(line(tea, "10", "100", tax=make_tax("20")), currency_id="USD")
    first = pay_ahead(order, percent="30", on=date(YEAR, 1, 5))

    note = invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, post=True)

    assert journal(note.entry) == (
        "4110                    432.00\n"
        "4197        330.00\n"
        "4457         72.00\n"
        "6660         30.00"
    )  # fmt: skip
    assert open_ahead() == 0


def test_prices_that_include_tax_are_asked_for_with_their_tax(tea):
    vat = make_tax("21", code="S21I")
    vat.included = True
    vat.save()
    order = confirmed(line(tea, "3", "33.33", tax=vat))

    first = pay_ahead(order, percent="30")
    ship(order)
    last = invoice(order)

    assert order.net == Decimal("82.64")
    assert sums(first) == (Decimal("24.79"), Decimal("5.20"), Decimal("29.99"))
    assert first.total + last.total == Decimal("99.99")
    assert open_ahead() == 0


def test_a_percentage_or_an_amount_is_given_and_one_that_is_one(tea):
    order = confirmed(line(tea, "10", "100"))
    for asked in (
        {}, {"percent": "10", "amount": "5"}, {"percent": "0"}, {"percent": "100.1"}, {"amount": "-1"},
        {"amount": "1.001"},
    ):  # fmt: skip
        with pytest.raises(InvalidInput), transaction.atomic():
            pay_ahead(order, **asked)

    assert not Invoice.objects.exists()


def test_a_down_payment_needs_a_confirmed_order_and_an_account(tea):
    with pytest.raises(WrongStatus), transaction.atomic():
        pay_ahead(draft(line(tea, "1")), percent="10")
    DefaultAccount.objects.filter(purpose=Purpose.DOWN_PAYMENTS).delete()
    with pytest.raises(NoDefaultAccount, match="Down payments invoiced"), transaction.atomic():
        pay_ahead(confirmed(line(tea, "1")), percent="10")


def test_a_raised_draft_is_measured_again_when_it_is_posted(tea):
    order = confirmed(line(tea, "10", "100"))
    drafted = pay_ahead(order, percent="50", post=False)
    row = drafted.lines.get()
    row.unit_price = Decimal(1001)
    drafted = invoices.save_draft(actor=None, document=drafted, lines=[row])

    with pytest.raises(invoices.AskedTooMuch), transaction.atomic():
        invoices.post_invoice(actor=None, pk=drafted.pk)


def test_account_and_tax_of_what_is_taken_off_stay_whatever_is_typed(tea):
    order = confirmed(line(tea, "10", "100", tax=make_tax("21")))
    pay_ahead(order, percent="30")
    ship(order)
    drafted = services.invoice_order(actor=None, pk=order.pk, on=DAY)
    goods, off = drafted.lines.select_related("tax", "account", "product")
    off.tax, off.product, off.account = None, tea, None

    invoices.save_draft(actor=None, document=drafted, lines=[goods, off])

    assert (off.tax, off.account.code, off.product) == (make_tax("21"), "4197", None)


def test_an_order_with_something_paid_ahead_is_not_ended(tea):
    order = confirmed(line(tea, "10", "100"))
    first = pay_ahead(order, percent="30")
    for end in (services.cancel_order, services.close_order):
        with pytest.raises(invoices.PaidAhead, match=first.number), transaction.atomic():
            end(actor=None, pk=order.pk)

    invoices.credit_invoice(actor=None, pk=first.pk, on=DAY, post=True)

    assert services.cancel_order(actor=None, pk=order.pk).status == "cancelled"


def test_asking_is_told_on_the_order(tea):
    order = confirmed(line(tea, "10", "100"))

    drafted = pay_ahead(order, percent="30", post=False)

    told = Event.objects.get(name="sales.order_prepaid")
    assert (told.aggregate_id, told.payload["invoice"]) == (order.pk, str(drafted.pk))
    assert (drafted.origin_id, drafted.reference) == (order.pk, order.number)
