"""Late payments: booked and matched on the first day still open, with their own date kept."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.core.prove import prove
from apps.invoices.tests.factories import make_sales_books, posted
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.services import LateDocument, PeriodClosed
from apps.ledger.tests.factories import check_deferred_rules, lock, period
from apps.payments import services
from apps.payments.models import Match, Payment, PaymentAllocation
from apps.payments.tests.factories import bank

JANUARY_20, FEBRUARY_1 = date(2026, 1, 20), date(2026, 2, 1)


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


def late_payment() -> Payment:
    """Return the draft of a payment of January, which is closed, for an invoice of January."""
    invoice = posted(on=date(2026, 1, 15))
    ledger.close_period(actor=None, pk=period("2026-01").pk)
    document = Payment(
        direction="receipt", party=invoice.party, journal=bank(), date=JANUARY_20,
        amount=Decimal(100), currency_id=invoice.currency_id,
    )  # fmt: skip
    return services.save_draft(
        actor=None,
        document=document,
        lines=[PaymentAllocation(invoice=invoice, amount=Decimal(100))],
    )


def test_a_late_payment_is_booked_and_matched_on_the_first_open_day():
    draft = late_payment()

    payment = services.post_payment(actor=None, pk=draft.pk, book_on=FEBRUARY_1)

    check_deferred_rules()
    assert (payment.date, payment.entry.date) == (JANUARY_20, FEBRUARY_1)
    assert payment.entry.document_date == JANUARY_20
    assert Match.objects.get().date == FEBRUARY_1
    assert not OpenItem.objects.filter(open_amount__gt=0).exists()
    assert prove([(payment.company_id, "T")]).details == []


def test_a_late_payment_waits_for_somebody_to_say_so():
    draft = late_payment()

    with pytest.raises(PeriodClosed), transaction.atomic():
        services.post_payment(actor=None, pk=draft.pk)
    with pytest.raises(LateDocument, match="1 Feb 2026"), transaction.atomic():
        services.post_payment(actor=None, pk=draft.pk, book_on=date(2026, 2, 2))


def test_a_hard_lock_of_everything_binds_a_payment():
    draft = late_payment()
    lock("everything", hard="2026-02-14")

    payment = services.post_payment(actor=None, pk=draft.pk, book_on=date(2026, 2, 15))

    assert payment.entry.date == date(2026, 2, 15)


def test_the_screen_says_on_which_day_before_and_after(user_in):
    draft = late_payment()
    page = Client()
    page.force_login(user_in("accountant"))
    url = reverse("payments:payment_post", args=[draft.pk])

    asked = " ".join(page.get(url).content.decode().split())
    answer = page.post(url, {"idempotency_key": str(uuid4()), "book_on": "2026-02-01"}, follow=True)

    assert "keeps its date and is booked on 1 Feb 2026" in asked
    assert "on 1 Feb 2026; it keeps its date, 20 Jan 2026." in answer.content.decode()


def test_a_payment_registered_late_is_booked_on_the_first_open_day_and_keeps_its_own():
    draft = late_payment()
    invoice = draft.allocations.get().invoice
    wanted = {"journal": bank(), "on": JANUARY_20, "amount": Decimal(60)}

    with pytest.raises(PeriodClosed), transaction.atomic():
        services.pay_invoice(actor=None, pk=invoice.pk, **wanted)
    with pytest.raises(LateDocument, match="1 Feb 2026"), transaction.atomic():
        services.pay_invoice(actor=None, pk=invoice.pk, book_on=date(2026, 2, 2), **wanted)
    payment = services.pay_invoice(actor=None, pk=invoice.pk, book_on=FEBRUARY_1, **wanted)

    assert (payment.date, payment.entry.date) == (JANUARY_20, FEBRUARY_1)
    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 40


def test_the_form_of_an_invoice_s_payment_asks_for_the_day_when_it_is_late(user_in):
    invoice = late_payment().allocations.get().invoice
    page = Client()
    page.force_login(user_in("accountant"))
    url = reverse("payments:invoice_pay", args=[invoice.pk])
    typed = {"idempotency_key": str(uuid4()), "on": "2026-01-20", "journal": str(bank().pk),
             "amount": "100"}  # fmt: skip
    assert "book_on" not in page.get(url).content.decode()

    asked = page.post(url, typed)
    answer = page.post(url, {**typed, "book_on": "2026-02-01"}, follow=True)

    assert asked.status_code == 422
    assert "is booked on 1 Feb 2026" in " ".join(asked.content.decode().split())
    assert "on 1 Feb 2026; it keeps its date, 20 Jan 2026." in answer.content.decode()
    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 0


def test_a_payment_that_is_not_late_is_asked_nothing(user_in):
    invoice = posted(on=date(2026, 1, 15))
    page = Client()
    page.force_login(user_in("accountant"))
    typed = {"idempotency_key": str(uuid4()), "on": "2026-01-20", "journal": str(bank().pk),
             "amount": "100"}  # fmt: skip

    answer = page.post(reverse("payments:invoice_pay", args=[invoice.pk]), typed, follow=True)

    assert "Registered PAY-2026-00001." in answer.content.decode()
    assert Payment.objects.get().entry.date == JANUARY_20
