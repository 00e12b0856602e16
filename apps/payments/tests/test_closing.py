"""Drafts stop a closing, payments on account want to be accepted."""

from decimal import Decimal

import pytest

from apps.invoices import services as invoices
from apps.invoices.tests.factories import DAY, draft, line, make_sales_books, posted
from apps.ledger import services as ledger
from apps.ledger.models import Period
from apps.payments import services
from apps.payments.choices import Direction
from apps.payments.models import Payment
from apps.payments.tests.factories import bank, pay


@pytest.fixture
def january(company):
    make_sales_books()
    return Period.objects.get(company=company, code="2026-01")


def test_a_draft_invoice_stops_the_closing(january):
    document = draft(line("1", "10"))
    with pytest.raises(ledger.Blocked):
        ledger.close_period(actor=None, pk=january.pk)

    invoices.cancel_invoice(actor=None, pk=document.pk)

    assert ledger.close_period(actor=None, pk=january.pk).action == "close"


def test_a_draft_payment_stops_the_closing(january):
    document = Payment(
        direction=Direction.RECEIPT,
        party=posted().party,
        journal=bank(),
        date=DAY,
        amount=Decimal(10),
        currency_id="EUR",
    )
    services.save_draft(actor=None, document=document)

    with pytest.raises(ledger.Blocked):
        ledger.close_period(actor=None, pk=january.pk)


def test_a_payment_on_account_wants_to_be_accepted(january):
    pay("10")
    with pytest.raises(ledger.Blocked):
        ledger.close_period(actor=None, pk=january.pk)

    assert ledger.close_period(actor=None, pk=january.pk, accept=["unmatched_payments"])
