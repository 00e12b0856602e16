"""A movement that pays an invoice less its early-payment discount: suggested, accepted, by hand, undone."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.bank import services
from apps.bank.models import Reconciliation
from apps.bank.parts import ItemPart, Parts
from apps.bank.selectors import open_lines, open_postings
from apps.bank.suggesting import suggest
from apps.bank.tests.factories import bring, make_bank_account, mt940
from apps.core.prove import prove
from apps.invoices.tests.factories import line, make_sales_books, make_tax, posted
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import journal, period
from apps.payments.models import Clearing, Payment
from apps.payments.services import DiscountTooLate, NoDiscount
from apps.payments.tests.factories import early, pay


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def account(books):
    return make_bank_account(number="1234567")


@pytest.fixture
def term(books):
    return early()


@pytest.fixture
def page(user_in):
    client = Client()
    client.force_login(user_in("accountant"))
    return client


def ten_thousand(term, on=date(2026, 1, 25)):
    return posted(line("1", "10000", tax=make_tax("19")), term=term, on=on)


def movement(account, text: str):
    """Bring in one movement of 31 January, as ``C11543,00 Text``."""
    amount = text.split(maxsplit=1)[0][1:]
    file = bring(account, mt940("C0,00", f"C{amount}", text))
    assert file.message == ""
    return file.statements.get().lines.get()


def item(paper) -> OpenItem:
    return OpenItem.objects.get(entry=paper.entry)


def best(account, row):
    return suggest(account, [row])[row.pk][0]


@pytest.mark.parametrize(
    ("words", "sure"), [("INV-2026-00001", True), ("Alfki", False), ("Thanks", False)]
)
def test_what_is_open_less_the_discount_is_suggested(account, term, words, sure):
    invoice = ten_thousand(term)
    row = movement(account, f"C11543,00 {words}")

    suggestion = best(account, row)

    assert suggestion.parts == Parts(items=(ItemPart(item(invoice).pk, discount=True),))
    assert suggestion.why[-1] == "same amount less a discount of €357.00"
    assert suggestion.sure is sure


def test_the_suggestion_is_accepted_on_the_screen_and_books_the_discount(page, account, term):
    invoice = ten_thousand(term)
    row = movement(account, "C11543,00 INV-2026-00001")
    shown = page.get(reverse("bank:desk", args=[account.pk]), {"line": row.pk})
    assert "same amount less a discount of €357.00" in shown.content.decode()

    fields = {"line": row.pk, "key": shown.context["suggestions"][0].key, "idempotency_key": "a"}
    page.post(reverse("bank:accept", args=[account.pk]), fields)

    assert item(invoice).open_amount == 0
    assert journal(Clearing.objects.get().entry) == (
        "4110                    357.00\n6650        300.00\n4457         57.00"
    )
    assert not open_lines(account.pk).exists()
    assert not open_postings(account).exists()
    assert prove([(invoice.company_id, "T")]).details == []


def test_after_its_days_the_same_amount_is_a_part_payment(account, term):
    invoice = ten_thousand(term, on=date(2026, 1, 20))

    suggestion = best(account, movement(account, "C11543,00 INV-2026-00001"))

    assert suggestion.parts.items == (ItemPart(item(invoice).pk, Decimal(11543)),)
    with pytest.raises(DiscountTooLate, match="pay by 30 Jan 2026; this was paid on 31"):
        services.reconcile(
            actor=None, pk=account.pk, line_ids=[open_lines(account.pk).get().pk],
            parts=Parts(items=(ItemPart(item(invoice).pk, discount=True),)),
        )  # fmt: skip


def test_two_invoices_are_paid_in_one_movement_less_both_discounts(account, term):
    first, second = ten_thousand(term), ten_thousand(term)
    row = movement(account, "C23086,00 INV-2026-00001 INV-2026-00002")

    services.reconcile(actor=None, pk=account.pk, line_ids=[row.pk], parts=best(account, row).parts)

    assert item(first).open_amount == item(second).open_amount == 0
    assert Clearing.objects.get().entry.total == 714


def test_by_hand_the_box_takes_it_and_what_is_left_over_follows(page, account, term):
    invoice = ten_thousand(term)
    row, own = movement(account, "C11543,00 who knows"), item(invoice)
    url = reverse("bank:desk", args=[account.pk])
    chosen = {"line": row.pk, "item": own.pk}
    page_shown = page.get(url, {"line": row.pk, "q": "INV-2026"}).content.decode()
    assert "take the discount of" in page_shown

    left = [
        page.post(f"{url}?left", fields).content.decode()
        for fields in (chosen, {**chosen, "discount": own.pk})
    ]
    answer = page.post(url, {**chosen, "discount": own.pk, "idempotency_key": "b"})

    assert "357.00" in left[0]
    assert "is-even" in left[1]
    assert answer.status_code == 302, answer.content.decode()
    assert item(invoice).open_amount == 0


def test_undoing_takes_the_discount_back(account, term):
    invoice = ten_thousand(term)
    row = movement(account, "C11543,00 INV-2026-00001")
    done = services.reconcile(
        actor=None, pk=account.pk, line_ids=[row.pk], parts=best(account, row).parts
    )

    services.undo_reconciliation(actor=None, pk=done.pk, on=date(2026, 2, 1))

    assert item(invoice).open_amount == 11900
    assert [line.pk for line in open_lines(account.pk)] == [row.pk]
    assert prove([(invoice.company_id, "T")]).details == []


def test_an_item_without_a_discount_gives_none_and_nothing_is_written(account):
    invoice = posted(line("1", "100"))
    row = movement(account, "C97,00 INV-2026-00001")

    with pytest.raises(NoDiscount, match="INV-2026-00001 is none"):
        services.reconcile(
            actor=None, pk=account.pk, line_ids=[row.pk],
            parts=Parts(items=(ItemPart(item(invoice).pk, discount=True),)),
        )  # fmt: skip

    assert item(invoice).open_amount == 100
    assert not Reconciliation.objects.filter(bank_account=account).exists()


def test_accepted_in_the_next_month_it_keeps_its_day_and_its_discount(page, account, term):
    invoice = ten_thousand(term)
    row = movement(account, "C11543,00 INV-2026-00001")
    ledger.close_period(actor=None, pk=period("2026-01").pk)
    shown = page.get(reverse("bank:desk", args=[account.pk]), {"line": row.pk})
    assert "31 Jan 2026 lies in a closed period" in shown.content.decode()
    fields = {"line": row.pk, "key": shown.context["suggestions"][0].key, "idempotency_key": "c"}
    url = reverse("bank:accept", args=[account.pk])

    page.post(url, fields)
    assert item(invoice).open_amount == 11900
    page.post(url, {**fields, "book_on": "2026-02-01", "idempotency_key": "d"})

    payment = Payment.objects.get()
    assert (payment.date, payment.entry.date) == (date(2026, 1, 31), date(2026, 2, 1))
    assert item(invoice).open_amount == 0


def test_sure_ones_of_a_closed_month_wait_for_somebody_to_say_so(page, account):
    for amount in ("100", "70"):
        posted(line("1", amount))
    bring(account, mt940("C0,00", "C170,00", "C100,00 INV-2026-00001", "C70,00 INV-2026-00002"))
    ledger.close_period(actor=None, pk=period("2026-01").pk)
    url = reverse("bank:accept", args=[account.pk])
    shown = page.get(reverse("bank:desk", args=[account.pk]))
    assert "those of closed months on" in shown.content.decode()

    page.post(url, {"sure": "1", "idempotency_key": "a"})
    assert open_lines(account.pk).count() == 2
    page.post(url, {"sure": "1", "book_on": "2026-02-01", "idempotency_key": "b"})

    assert not open_lines(account.pk).exists()
    assert set(Payment.objects.values_list("date", flat=True)) == {date(2026, 1, 31)}


def test_what_is_booked_already_needs_no_open_day(page, account):
    invoice = posted(line("1", "100"))
    payment = pay("100", (invoice, "100"), on=date(2026, 1, 30))
    row = movement(account, f"C100,00 {payment.number}")
    ledger.close_period(actor=None, pk=period("2026-01").pk)
    shown = page.get(reverse("bank:desk", args=[account.pk]), {"line": row.pk})
    assert shown.context["book_on"] is None
    fields = {"line": row.pk, "key": shown.context["suggestions"][0].key, "idempotency_key": "e"}

    page.post(reverse("bank:accept", args=[account.pk]), {**fields, "book_on": "2026-02-01"})

    assert Reconciliation.objects.get(bank_account=account).date == date(2026, 1, 31)


def test_a_day_that_is_not_the_first_open_one_is_refused(account, term):
    ten_thousand(term)
    row = movement(account, "C11543,00 INV-2026-00001")
    ledger.close_period(actor=None, pk=period("2026-01").pk)

    with pytest.raises(ledger.LateDocument, match="1 Feb 2026"):
        services.reconcile(
            actor=None, pk=account.pk, line_ids=[row.pk], parts=best(account, row).parts,
            book_on=date(2026, 2, 2),
        )  # fmt: skip
