"""Screens of payments: list, form with allocations, register from an invoice, match and undo."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from apps.core.context import company_id
from apps.invoices.tests.factories import line, make_rate, make_sales_books, posted
from apps.ledger.models import Account, Entry, Journal, OpenItem
from apps.ledger.tests.factories import journal
from apps.payments.models import Match, Payment
from apps.payments.selectors import matches_of
from apps.payments.tests.factories import bank, make_reason, pay


@pytest.fixture(autouse=True)
def books(company):
    make_sales_books()


@pytest.fixture
def browser(user_in):
    def of(*roles):
        client = Client()
        client.force_login(user_in(*roles))
        return client

    return of


def key(**fields):
    return {"idempotency_key": str(uuid4()), **fields}


def open_of(entry) -> OpenItem:
    return OpenItem.objects.get(entry=entry)


def test_the_list_and_its_tabs(browser):
    pay("50")
    client = browser("accountant")
    url = reverse("payments:payment_list")

    assert "PAY-2026-00001" in client.get(url).content.decode()
    assert "PAY-2026-00001" in client.get(f"{url}?settlement=on_account").content.decode()
    assert (
        "PAY-2026-00001"
        not in client.get(f"{url}?direction=disbursement").content.decode().split("<tbody")[-1]
    )


def test_a_payment_is_registered_from_its_invoice(browser):
    invoice = posted(line("1", "100"))
    client = browser("accountant")
    url = reverse("payments:invoice_pay", args=[invoice.pk])
    assert (
        "What is paid beyond INV-2026-00001 stays on account." in client.get(url).content.decode()
    )

    answer = client.post(
        url, key(on="2026-01-20", journal=bank().pk, amount="120", reference="Wire")
    )

    payment = Payment.objects.get(company_id=invoice.company_id)
    assert answer.url == payment.get_absolute_url()
    assert open_of(invoice.entry).open_amount == 0
    assert open_of(payment.entry).open_amount == 20
    page = client.get(answer.url).content.decode()
    for words in ("PAY-2026-00001", "Settles", "INV-2026-00001", "Partly matched"):
        assert words in page


def test_a_receipt_is_written_with_the_documents_it_settles(browser):
    invoice = posted(line("1", "100"))
    client = browser("accountant")
    data = key(
        party=invoice.party_id,
        date="2026-01-20",
        journal=bank().pk,
        amount="60",
        currency="EUR",
        version="1",
        **{
            "lines-TOTAL_FORMS": 1,
            "lines-INITIAL_FORMS": 0,
            "lines-0-invoice": invoice.number,
            "lines-0-amount": "60",
        },
    )

    answer = client.post(reverse("payments:payment_create"), data)

    payment = Payment.objects.get(company_id=invoice.company_id)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer.url == payment.get_absolute_url()
    client.post(reverse("payments:payment_post", args=[payment.pk]), key())
    assert open_of(invoice.entry).open_amount == 40


def test_a_receipt_over_too_much_says_so_in_the_form(browser):
    invoice = posted(line("1", "100"))
    data = key(
        party=invoice.party_id, date="2026-01-20", journal=bank().pk, amount="10", currency="EUR", version="1",
        **{"lines-TOTAL_FORMS": 1, "lines-INITIAL_FORMS": 0, "lines-0-invoice": invoice.pk, "lines-0-amount": "60"},
    )  # fmt: skip

    answer = browser("accountant").post(reverse("payments:payment_create"), data)

    assert answer.status_code == 409
    assert "it comes to 60, the payment to 10" in answer.content.decode()
    assert not Payment.objects.filter(company_id=invoice.company_id).exists()


def test_open_items_are_matched_and_the_match_undone(browser):
    invoice, payment = posted(line("1", "100")), pay("30")
    client = browser("accountant")
    desk = reverse("payments:match_desk", args=[invoice.party_id])
    assert invoice.party.name in client.get(reverse("payments:match_list")).content.decode()
    page = client.get(desk).content.decode()
    assert "INV-2026-00001" in page
    assert "PAY-2026-00001" in page

    debit, credit = open_of(invoice.entry), open_of(payment.entry)
    answer = client.post(desk, key(item=[debit.pk, credit.pk], **{f"amount-{credit.pk}": "25"}))

    assert answer.url == desk
    assert open_of(invoice.entry).open_amount == 75
    match = matches_of(invoice.entry_id)[0]
    client.post(reverse("payments:match_undo", args=[match.pk]), key())
    assert open_of(invoice.entry).open_amount == 100


def test_matching_too_much_is_refused_in_a_sentence(browser):
    invoice, payment = posted(line("1", "100")), pay("30")
    client = browser("accountant")
    desk = reverse("payments:match_desk", args=[invoice.party_id])

    credit = open_of(payment.entry).pk
    answer = client.post(
        desk, key(item=[open_of(invoice.entry).pk, credit], **{f"amount-{credit}": "31"})
    )

    assert "only 30 EUR of PAY-2026-00001 is open" in answer.content.decode()
    assert not Match.objects.filter(company_id=invoice.company_id).exists()


@pytest.mark.parametrize("amount", ["NaN", "1e3", "-5", "abc"])
def test_an_amount_that_is_none_is_said(browser, amount):
    invoice, payment = posted(line("1", "100")), pay("30")
    desk = reverse("payments:match_desk", args=[invoice.party_id])

    credit = open_of(payment.entry).pk
    answer = browser("accountant").post(
        desk, key(item=[open_of(invoice.entry).pk, credit], **{f"amount-{credit}": amount})
    )

    assert answer.status_code in (409, 422)
    assert not Match.objects.filter(company_id=invoice.company_id).exists()


def test_the_desk_says_what_would_happen_and_writes_nothing_until_asked(browser):
    invoice, payment, reason = posted(line("1", "100")), pay("110"), make_reason()
    items = [open_of(invoice.entry).pk, open_of(payment.entry).pk]
    client = browser("accountant")
    preview = reverse("payments:match_preview", args=[invoice.party_id])

    kept = client.post(preview, {"item": items}).content.decode()
    given_up = client.post(preview, {"item": items, "write_off": reason.pk}).content.decode()

    assert "Will be booked" not in kept
    assert "6580 Rounding" in given_up
    assert not Match.objects.filter(company_id=invoice.company_id).exists()
    client.post(
        reverse("payments:match_desk", args=[invoice.party_id]),
        key(item=items, write_off=reason.pk),
    )
    assert [open_of(paper.entry).open_amount for paper in (invoice, payment)] == [0, 0]


def test_the_desk_nets_both_sides_of_a_party(browser):
    invoice, bill = posted(line("1", "100")), posted(line("1", "80"), kind="supplier_bill")
    items = [open_of(paper.entry).pk for paper in (invoice, bill)]
    client = browser("accountant")
    assert invoice.party.name in client.get(reverse("payments:match_list")).content.decode()

    client.post(reverse("payments:match_desk", args=[invoice.party_id]), key(item=items))

    assert [open_of(paper.entry).open_amount for paper in (invoice, bill)] == [20, 0]


def test_the_desk_settles_400_eur_of_333_33_with_363_64_and_gains_30_31(company, browser):
    make_rate("USD", "0.833333333333", date(2026, 1, 1))
    invoice, payment = posted(line("1", "400"), currency="USD"), pay("363.64")
    items = [open_of(paper.entry).pk for paper in (invoice, payment)]

    browser("accountant").post(
        reverse("payments:match_desk", args=[invoice.party_id]),
        key(item=items, **{"rate-USD": "0.909090909091"}),
    )

    assert [open_of(paper.entry).open_amount for paper in (invoice, payment)] == [0, 0]
    gain = Entry.objects.get(company_id=company.pk, kind="exchange")
    assert journal(gain) == "4110         30.31\n7660                     30.31"


def test_who_may_not_write_off_is_not_offered_it(browser, user_in):
    invoice, payment, reason = posted(line("1", "100")), pay("110"), make_reason()
    items = [open_of(paper.entry).pk for paper in (invoice, payment)]
    user = user_in()
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["match_payment", "view_party"])
    )
    client = Client()
    client.force_login(user)

    answer = client.post(
        reverse("payments:match_desk", args=[invoice.party_id]),
        key(item=items, write_off=reason.pk),
    )

    assert answer.status_code == 422
    assert open_of(payment.entry).open_amount == 110


def test_a_payment_is_reversed_on_a_day(browser):
    invoice = posted(line("1", "100"))
    payment = pay("100", (invoice, "100"))
    client = browser("accountant")

    client.post(reverse("payments:payment_reverse", args=[payment.pk]), key(on="2026-02-01"))

    payment.refresh_from_db()
    assert payment.status == "reversed"
    assert "Reversed" in client.get(payment.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("role", "status"), [("salesperson", 403), ("accountant", 200), ("warehouse_manager", 403)]
)
def test_who_matches(browser, role, status):
    assert browser(role).get(reverse("payments:match_list")).status_code == status


def test_open_documents_are_offered_by_number_or_party(browser):
    posted(line("1", "100"))
    url = reverse("payments:invoice_options")
    client = browser("accountant")

    assert "INV-2026-00001" in client.get(f"{url}?q=00001").content.decode()
    assert "INV-2026-00001" in client.get(f"{url}?q=alfki").content.decode()
    assert "No open document" in client.get(f"{url}?q=nothing").content.decode()


def test_a_payment_is_offered_the_journals_that_take_its_currency(browser):
    make_rate("USD", "0.90")
    dollars = Account.objects.create(
        company_id=company_id(), code="5121", name="Dollars", type="asset_cash", currency_id="USD"
    )
    Journal.objects.create(
        company_id=company_id(), code="ADO", name="Dollars", type="bank", account=dollars
    )
    client = browser("accountant")

    def offered(invoice) -> list[str]:
        form = client.get(reverse("payments:invoice_pay", args=[invoice.pk])).context["form"]
        codes = [journal.code for journal in form.fields["journal"].queryset]
        assert form.fields["journal"].initial.code == codes[0]
        return codes

    assert "ADO" not in offered(posted(line("1", "100")))
    assert offered(posted(line("1", "100"), currency="USD"))[0] == "ADO"
    new = client.get(reverse("payments:payment_create")).context["form"]
    assert new.initial["journal"].code != "ADO"
