"""The screens of payment runs: choose, submit, approve as a second person, download, post."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from apps.bank.models import BankAccount, PaymentRun
from apps.bank.selectors import open_lines
from apps.bank.suggesting import suggest
from apps.bank.tests.factories import bring, draft_run, make_bank_account, mt940, owed_to, pay_to
from apps.invoices.tests.factories import DAY, make_sales_books
from apps.ledger import services as ledger
from apps.ledger.models import OpenItem
from apps.ledger.tests.factories import make_party
from apps.payments.models import Payment

ON = DAY + timedelta(days=5)


@pytest.fixture
def bank(company):
    make_sales_books()
    return make_bank_account(iban="DE89370400440532013000")


@pytest.fixture
def bill(bank):
    party = make_party("ACME")
    pay_to(party, "FR1420041010050500013M02606")
    return owed_to(party, "100", reference="R-77")


@pytest.fixture
def people(user_in):
    clients = [Client(), Client()]
    for one in clients:
        one.force_login(user_in("accountant"))
    return clients


def head(bank, **fields):
    return {"bank_account": bank.pk, "on": ON.isoformat(), "due_by": ON.isoformat(), **fields}


def step(page, run, verb, **data):
    url = reverse(f"bank:paymentrun_{verb}", args=[run.pk])
    return page.post(
        url, {"idempotency_key": f"{verb}{run.pk}", **data}, follow=True
    ).content.decode()


def test_a_run_goes_from_what_is_due_to_paid_on_the_screen_by_two_people(bank, bill, people):
    writer, checker = people
    item = OpenItem.objects.get(entry=bill.entry_id, party=bill.party)
    url = reverse("bank:paymentrun_create")

    shown = writer.get(url, head(bank, early="on")).content.decode()
    made = writer.post(
        url,
        head(bank, item=item.pk, idempotency_key="k1", **{f"amount-{item.pk}": "60"}),
        follow=True,
    )

    run = PaymentRun.objects.get()
    assert "R-77" in shown
    assert "FR14" in shown
    assert "1 transfer" in shown
    assert made.redirect_chain[-1][0] == run.get_absolute_url()
    assert "Submitted" in step(writer, run, "submit")
    assert "ask a second person" in step(writer, run, "approve")
    assert "Approved" in step(checker, run, "approve")
    file = checker.get(reverse("bank:run_file", args=[run.pk, "xml"]))
    assert b"<EndToEndId>" in file.content
    assert file["Content-Disposition"].startswith("attachment")
    assert "its bills are paid" in step(writer, run, "post")
    item.refresh_from_db()
    assert (item.open_currency, Payment.objects.get().amount) == (40, 60)


def test_what_is_chosen_is_added_up_while_somebody_chooses(bank, bill, people):
    item = OpenItem.objects.get(entry=bill.entry_id, party=bill.party)

    answer = people[0].post(
        reverse("bank:paymentrun_preview"),
        head(bank, item=item.pk, **{f"amount-{item.pk}": "60.5"}),
    )

    assert "60.50" in answer.content.decode()


def test_a_draft_is_changed_on_the_screen_and_a_stale_one_is_refused(bank, bill, people):
    second = owed_to(make_party("OTHER"), "30")
    run = draft_run(bank, bill, second, on=ON)
    item = OpenItem.objects.get(entry=bill.entry_id, party=bill.party)
    url = reverse("bank:paymentrun_edit", args=[run.pk])

    shown = people[0].get(url).content.decode()
    data = head(bank, item=item.pk, version=run.version)
    people[0].post(url, data | {"idempotency_key": "a"})
    stale = people[1].post(url, data | {"idempotency_key": "b"})

    run.refresh_from_db()
    assert "no account to pay to" in shown
    assert run.total == 100
    assert "somebody else saved it meanwhile" in stale.content.decode()


def test_a_refusal_keeps_what_was_chosen(bank, bill, people):
    item = OpenItem.objects.get(entry=bill.entry_id, party=bill.party)
    data = head(bank, item=item.pk, idempotency_key="k", **{f"amount-{item.pk}": "101"})

    answer = people[0].post(reverse("bank:paymentrun_create"), data)

    assert answer.status_code == 409
    assert "only that is open" in answer.content.decode()
    assert 'value="101"' in answer.content.decode()
    assert not PaymentRun.objects.exists()


def test_sending_back_and_withdrawing_ask_for_a_reason(bank, bill, people):
    writer, checker = people
    run = draft_run(bank, bill, on=ON)
    step(writer, run, "submit")

    assert (
        "Reason" in checker.get(reverse("bank:paymentrun_reject", args=[run.pk])).content.decode()
    )
    step(checker, run, "reject", reason="Too early")
    assert "Too early" in writer.get(run.get_absolute_url()).content.decode()

    step(writer, run, "cancel")
    run.refresh_from_db()
    assert run.status == "cancelled"


def test_what_is_owed_since_before_is_named_where_it_is_chosen_paid_and_reconciled(bank, people):
    party, (writer, _checker) = make_party("OLD"), people
    pay_to(party, "FR1420041010050500013M02606")
    file = "account,party,document,due_date,debit,credit,memo\n4010,OLD,OLD-77,{0},,80,\n1010,,,,80,,\n"
    ledger.post_opening(
        actor=None, content=file.format(ON).encode(), filename="opening.csv", on=DAY,
        control_total=Decimal(80),
    )  # fmt: skip
    item = OpenItem.objects.get(party=party)
    url = reverse("bank:paymentrun_create")
    BankAccount.objects.update(iban="", number="1234567")
    bring(BankAccount.objects.get(), mt940("C80,00", "C0,00", "D80,00 OLD-77"))
    row = open_lines(bank.pk).get()
    [(suggestion, *_)] = suggest(BankAccount.objects.get(), [row]).values()
    assert (suggestion.title, suggestion.sure) == ("OLD-77 · Old", True)
    BankAccount.objects.update(iban=bank.iban)

    pages = [
        writer.get(url, head(bank)).content.decode(),
        writer.post(
            url, head(bank, item=item.pk, idempotency_key="k"), follow=True
        ).content.decode(),
        writer.get(
            reverse("bank:desk", args=[bank.pk]), {"line": row.pk, "q": party.name}
        ).content.decode(),
    ]

    for page in pages:
        assert "OLD-77</bdi>" in page
        assert "opening.csv" not in page
