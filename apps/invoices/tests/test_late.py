"""Late documents: their date is closed or locked, so they are booked on the first day still open and keep it."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from apps.core.prove import prove
from apps.invoices import services
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests import factories
from apps.invoices.tests.factories import line, make_sales_books, make_tax, posted
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.services import AreaLocked, LateDocument, PeriodClosed
from apps.ledger.tests.factories import check_deferred_rules, lock, period

JANUARY_15, FEBRUARY_1 = date(2026, 1, 15), date(2026, 2, 1)
BOTH = [InvoiceKind.CUSTOMER_INVOICE, InvoiceKind.SUPPLIER_BILL]


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def page(user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    return client


def draft(*lines, **fields):
    return factories.draft(*(lines or (line("1", "100"),)), **fields)


def close_january() -> None:
    ledger.close_period(actor=None, pk=period("2026-01").pk)


@pytest.mark.parametrize("kind", BOTH)
def test_a_document_of_a_closed_month_is_booked_on_the_first_open_day_and_keeps_its_date(kind):
    close_january()
    document = draft(kind=kind, on=JANUARY_15)

    document = services.post_invoice(actor=None, pk=document.pk, book_on=FEBRUARY_1)

    check_deferred_rules()
    assert document.date == JANUARY_15
    assert (document.entry.date, document.entry.document_date) == (FEBRUARY_1, JANUARY_15)
    assert document.due_date == JANUARY_15
    assert OpenItem.objects.get(entry=document.entry).date == FEBRUARY_1
    assert prove([(document.company_id, "T")]).details == []


@pytest.mark.parametrize("kind", BOTH)
def test_nothing_is_booked_later_unless_somebody_says_so(kind):
    close_january()
    document = draft(kind=kind, on=JANUARY_15)

    with pytest.raises(PeriodClosed), transaction.atomic():
        services.post_invoice(actor=None, pk=document.pk)
    for day in (date(2026, 2, 2), date(2026, 3, 1), date(2026, 1, 31)):
        with pytest.raises(LateDocument, match="1 Feb 2026"), transaction.atomic():
            services.post_invoice(actor=None, pk=document.pk, book_on=day)

    document.refresh_from_db()
    assert document.status == "draft"


def test_a_document_that_is_not_late_is_booked_on_its_own_day_alone():
    document = draft(on=JANUARY_15)

    with pytest.raises(LateDocument, match="15 Jan 2026"), transaction.atomic():
        services.post_invoice(actor=None, pk=document.pk, book_on=FEBRUARY_1)

    assert services.post_invoice(actor=None, pk=document.pk, book_on=JANUARY_15).entry.date == (
        JANUARY_15
    )


@pytest.mark.parametrize("area", ["sales", "tax", "everything"])
def test_a_hard_lock_binds_a_late_document_whoever_posts_it(area, user_in):
    lock(area, hard="2026-02-10")
    document = draft(line("1", "100", tax=make_tax("20")), on=JANUARY_15)

    first = date(2026, 2, 11)
    with pytest.raises(LateDocument), transaction.atomic():
        services.post_invoice(actor=user_in("owner"), pk=document.pk, book_on=FEBRUARY_1)
    document = services.post_invoice(actor=user_in("owner"), pk=document.pk, book_on=first)

    assert document.entry.date == first


def test_a_lock_of_taxes_leaves_a_document_without_tax_on_its_day():
    lock("tax", hard="2026-02-10")

    assert posted(on=JANUARY_15).entry.date == JANUARY_15


def test_a_soft_lock_makes_a_document_late_for_who_may_not_pass_it(user_in):
    lock("sales", soft="2026-02-10")
    seller = user_in("salesperson")
    mine, theirs = draft(on=JANUARY_15), draft(on=JANUARY_15)

    with pytest.raises(AreaLocked), transaction.atomic():
        services.post_invoice(actor=seller, pk=mine.pk)
    late = services.post_invoice(actor=seller, pk=mine.pk, book_on=date(2026, 2, 11))
    passed = services.post_invoice(actor=user_in("accountant"), pk=theirs.pk)

    assert (late.entry.date, passed.entry.date) == (date(2026, 2, 11), JANUARY_15)


def test_a_late_credit_note_settles_its_invoice_on_the_day_it_is_booked():
    invoice = posted(on=JANUARY_15)
    close_january()
    note = services.credit_invoice(actor=None, pk=invoice.pk, on=date(2026, 1, 20))

    note = services.post_invoice(actor=None, pk=note.pk, book_on=FEBRUARY_1)

    check_deferred_rules()
    assert OpenItem.objects.get(entry=invoice.entry).open_amount == 0
    assert prove([(note.company_id, "T")]).details == []


@pytest.mark.parametrize(("kind", "screen"), zip(BOTH, ("invoice", "bill"), strict=True))
def test_the_screen_says_on_which_day_before_and_after(page, kind, screen):
    close_january()
    document = draft(kind=kind, on=JANUARY_15)
    url = reverse(f"invoices:{screen}_post", args=[document.pk])
    assert f'href="{url}"' in page.get(document.get_absolute_url()).content.decode()

    asked = page.get(url).content.decode()
    refused = page.post(url, {"idempotency_key": str(uuid4())})
    other = page.post(url, {"idempotency_key": str(uuid4()), "book_on": "2026-03-01"})
    done = page.post(
        url, {"idempotency_key": str(uuid4()), "book_on": "2026-02-01"}, follow=True
    ).content.decode()

    assert "keeps its date and is booked on 1 Feb 2026" in " ".join(asked.split())
    assert (refused.status_code, other.status_code) == (422, 422)
    assert "on 1 Feb 2026; it keeps its date, 15 Jan 2026." in done
    assert "Booked on" in done


def test_the_screen_asks_nothing_when_the_day_is_open(page):
    document = draft(on=JANUARY_15)
    url = reverse("invoices:invoice_post", args=[document.pk])

    answer = page.post(url, {"idempotency_key": str(uuid4())}, follow=True).content.decode()

    assert "Posted INV-2026-00001." in answer
    assert "Booked on" not in answer


def test_a_late_document_of_last_year_is_numbered_in_the_year_it_is_booked():
    for month in range(1, 13):
        ledger.close_period(actor=None, pk=period(f"2026-{month:02}").pk)
    ledger.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    document = draft(line("2", "10"), on=date(2026, 12, 30))

    document = services.post_invoice(actor=None, pk=document.pk, book_on=date(2027, 1, 1))

    assert document.number == "INV-2027-00001"
    assert document.total == Decimal(20)
