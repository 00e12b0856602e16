"""Down payments whatever happens: random orders, two invoices at once, programs that do not ask."""

from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

import pytest
from django.db import IntegrityError, transaction

from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.core.prove import prove
from apps.core.retry import run_tx
from apps.core.testing import in_threads
from apps.invoices import services as invoices
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.services import booking, kept_values
from apps.invoices.tests.factories import draft as invoice_draft
from apps.invoices.tests.factories import line as invoice_line
from apps.invoices.tests.factories import make_rate, make_tax
from apps.ledger.models import Tax
from apps.ledger.tests.factories import YEAR
from apps.sales import services
from apps.sales.tests.factories import (
    DAY,
    confirmed,
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


def test_whatever_is_asked_and_shipped_the_account_comes_back_to_zero(company):
    chance = Random(20261121)  # noqa: S311 - the same orders every time
    products = make_shop("TEA", "CUP", "POT", stock="0")
    codes = [make_tax("21"), make_tax("5.5"), None, included_tax("10")]
    for _round in range(4):
        order = confirmed(
            *(
                line(
                    chance.choice(products),
                    str(chance.randint(1, 9)),
                    f"{chance.randint(1, 9999) / 100:.2f}",
                    tax=chance.choice(codes),
                    discount=Decimal(chance.choice((0, 0, 3))),
                )
                for _line in range(chance.randint(1, 4))
            ),
            freight=Decimal(chance.choice((0, 7))),
        )
        before = open_ahead()
        asked = [pay_ahead(order, percent=str(chance.randint(5, 40))) for _time in range(2)]
        while any(row.to_ship for row in progress(order)):
            for row in progress(order):
                if row.to_ship:
                    receive(row.product, str(min(row.to_ship, chance.randint(1, 5))), "6")
            services.reserve_order(actor=None, pk=order.pk)
            ship(order)
            part = invoice(order)
            assert min(row.base for row in part.taxes.all()) >= 0
        everything = Invoice.objects.filter(origin_id=order.pk)

        assert open_ahead() == before == 0
        assert sum(document.net for document in everything) - order.net < Decimal("0.10")
        assert all(document.net > 0 for document in asked)
    assert prove([(company.pk, "T")]).details == []


@pytest.mark.django_db(transaction=True)
def test_two_invoices_at_once_do_not_take_the_same_down_payment_off(company):
    with transaction.atomic():
        (tea,) = make_shop("TEA", stock="10")
        order = confirmed(line(tea, "10", "100"))
        asked = pay_ahead(order, percent="30").lines.get()
        drafts = [
            invoice_draft(
                invoice_line("1", "900"),
                invoice_line("-1", "200", account=asked.account, down_payment=asked),
                party=order.party,
                on=DAY,
            )
            for _time in range(2)
        ]
    company_pk = company.pk

    def post(pk):
        with company_context(company_pk):
            try:
                return run_tx(lambda: str(invoices.post_invoice(actor=None, pk=pk).status))
            except invoices.TakenTooMuch as error:
                return str(error)

    answers = sorted(in_threads([partial(post, document.pk) for document in drafts]))

    assert answers[1] == "posted"
    assert "lower “Consulting” by €100.00" in answers[0]
    with transaction.atomic():
        assert open_ahead() == 100


def test_the_database_refuses_what_our_code_would_not_do(tea):
    order = confirmed(line(tea, "10", "100"))
    asked = pay_ahead(order, percent="30").lines.get()
    for change in ({"quantity": Decimal("-1.01")}, {"booked": -301}, {"booked": None}):
        document = invoice_draft(
            invoice_line("1", "900"),
            invoice_line("-1", "300", account=asked.account, down_payment=asked),
            party=order.party,
            on=DAY,
        )
        row = document.lines.get(quantity=-1)
        with pytest.raises(IntegrityError, match="down payment"), transaction.atomic():
            by_hand(document, row, change)


def by_hand(document, row, change):
    """Post a draft as a careless program would: without asking what is left of the down payment."""
    keep = kept_values.keep_values

    def careless(document, lines, booked, own):
        kept = keep(document, lines, booked, own)
        InvoiceLine.objects.filter(pk=row.pk).update(**change)
        return kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(booking, "keep_values", careless)
        invoices.post_invoice(actor=None, pk=document.pk)


def included_tax(rate: str) -> Tax:
    """Return a tax code that prices include."""
    tax = make_tax(rate, code=f"S{rate}I")
    tax.included = True
    tax.save()
    return tax


def test_what_was_booked_of_a_down_payment_stays(tea):
    asked = pay_ahead(confirmed(line(tea, "10", "100")), percent="30").lines.get()
    rows = InvoiceLine.objects.filter(pk=asked.pk)
    for change in ({"booked": 1}, {"down_payment": None}):
        with pytest.raises(IntegrityError, match="keeps its lines"), transaction.atomic():
            rows.update(**change)


def test_a_line_names_a_down_payment_of_its_own_company_alone(tea):
    asked = pay_ahead(confirmed(line(tea, "10", "100")), percent="30").lines.get()
    drafted = invoice_draft(invoice_line("1", "900"), on=DAY).lines.get()

    with pytest.raises(IntegrityError, match="down_payment"), transaction.atomic():
        InvoiceLine.objects.filter(pk=drafted.pk).update(down_payment_id=uuid7())
    InvoiceLine.objects.filter(pk=drafted.pk).update(down_payment=asked)


def test_a_down_payment_is_asked_for_in_the_currency_of_its_order(tea):
    make_rate("USD", "1.10", date(YEAR, 1, 1))
    drafted = pay_ahead(confirmed(line(tea, "10", "100")), percent="30", post=False)
    drafted.currency_id = "USD"
    drafted = invoices.save_draft(actor=None, document=drafted, lines=list(drafted.lines.all()))

    with pytest.raises(invoices.WrongDownPayment, match="party and currency"):
        invoices.post_invoice(actor=None, pk=drafted.pk)
