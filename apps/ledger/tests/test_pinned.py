"""A pinned report gives the same bytes, whatever is posted, closed or opened again later."""

import hashlib
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from apps.core.attachments import issued
from apps.core.context import company_context
from apps.core.models import Event
from apps.ledger import printing, services, subscribers
from apps.ledger.models import Account, ReportRun
from apps.ledger.questions import Question, question_of
from apps.ledger.tests.factories import make_books, period, post, reopen

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
NAMES = ["trial_balance", "profit_and_loss", "balance_sheet", "cash_flow"]


@pytest.fixture(autouse=True)
def books(company):
    make_books()
    post(("5120", "1000"), ("1010", "-1000"), on=date(2026, 1, 15))
    post(("5120", "200"), ("7070", "-200"), on=date(2026, 2, 15))


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def pinned(company, user, name: str, **more: str) -> ReportRun:
    """Pin a report on its screen and let the worker make it."""
    asked = {"report": name, "first": "2026-01-01", "last": "2026-12-31", **more}
    answer = client_of(user).post(reverse("ledger:report_pin"), asked)
    assert answer.status_code == 302
    event = Event.objects.filter(name=printing.ASKED).latest("id")
    with company_context(company.pk, user_id=user.pk):
        subscribers.render(event)
        subscribers.render(event)
    return ReportRun.objects.latest("pk")


def post_and_reopen() -> None:
    """Post into the days of the report: into the open month, and into one closed and opened again."""
    services.close_period(actor=None, pk=period("2026-01").pk)
    reopen("2026-01")
    post(("6070", "7"), ("5120", "-7"), on=date(2026, 1, 20))
    post(("6070", "8"), ("5120", "-8"), on=date(2026, 2, 16))
    services.seal_entries(full=True)


@pytest.mark.parametrize("name", NAMES)
def test_a_pinned_report_made_again_has_the_same_bytes_after_later_postings(
    company, accountant, name
):
    run = pinned(company, accountant, name, columns="quarters")
    kept = {kind: bytes(issued(run, kind).content) for kind in ("pdf", "xlsx")}
    post_and_reopen()

    again = printing.render_files(accountant, question_of(run.question), run.language)

    assert (again.pdf, again.xlsx) == (kept["pdf"], kept["xlsx"])
    assert printing.changed_files(run) == []
    now = printing.render_files(
        accountant, Question(name, FIRST, LAST, "quarters", number=run.number + 2), run.language
    )
    assert now.pdf != kept["pdf"]
    assert now.xlsx != kept["xlsx"]


def test_a_pinned_report_says_who_when_of_what_and_its_hashes(company, accountant):
    run = pinned(company, accountant, "trial_balance")

    files = [issued(run, kind) for kind in ("pdf", "xlsx")]
    hashes = [hashlib.sha256(bytes(file.content)).hexdigest() for file in files]
    assert hashes == [run.pdf_sha256, run.xlsx_sha256]
    assert (run.actor, run.number, run.title) == (accountant, 2, "Trial balance")
    assert ReportRun.objects.count() == 1
    client = client_of(accountant)
    page = client.get(reverse("ledger:reportrun_detail", args=[run.pk])).content.decode()
    assert run.pdf_sha256 in page
    assert "number=2" in page
    assert "Trial balance" in client.get(reverse("ledger:reportrun_list")).content.decode()


def test_a_report_of_an_account_is_pinned_too(company, accountant):
    bank = Account.objects.get(code="5120")
    run = pinned(company, accountant, f"account:{bank.pk}")
    post_and_reopen()

    assert printing.changed_files(run) == []


def test_verify_reports_finds_what_would_come_out_differently(company, accountant):
    run = pinned(company, accountant, "trial_balance")
    out = StringIO()
    call_command("verify_reports", company=company.code, stdout=out)
    assert "1 pinned reports, 0 differ." in out.getvalue()

    Account.objects.filter(code="5120").update(name="Another bank")
    with pytest.raises(SystemExit) as ended:
        call_command("verify_reports", company=company.code, stdout=out)

    assert ended.value.code == 1
    assert f"{run}: pdf, xlsx would come out differently now." in out.getvalue()


def test_empty_books_cannot_be_pinned_and_a_reader_may_not(accountant, user_in, monkeypatch):
    monkeypatch.setattr(printing, "head_of_chain", lambda: None)
    asked = {"report": "trial_balance", "first": "2026-01-01", "last": "2026-12-31"}

    page = client_of(accountant).post(reverse("ledger:report_pin"), asked, follow=True)
    refused = client_of(user_in("auditor")).post(reverse("ledger:report_pin"), asked)

    assert "post an entry first" in page.content.decode()
    assert refused.status_code == 403
    assert not ReportRun.objects.exists()


@pytest.mark.parametrize(
    "verb", ["UPDATE ledger_reportrun SET title = 'x'", "DELETE FROM ledger_reportrun"]
)
def test_a_pinned_report_cannot_be_changed(company, accountant, verb):
    pinned(company, accountant, "trial_balance")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
