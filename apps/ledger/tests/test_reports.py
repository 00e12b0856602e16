"""The statements say what the lines say, before and after a closing, in as many SQL statements."""

import csv
import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from apps.core.context import company_context
from apps.core.models import Event
from apps.ledger import printing, reports, services, sheets, subscribers
from apps.ledger.sheets import account_sheet
from apps.ledger.statement_sheets import Question, make_sheet
from apps.ledger.tests.factories import account, make_books, period, post, reopen

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
JANUARY, FEBRUARY, MARCH = date(2026, 1, 15), date(2026, 2, 15), date(2026, 3, 15)
SPANS = [(FIRST, LAST), (FEBRUARY, LAST), (date(2026, 2, 1), date(2026, 2, 28)), (MARCH, MARCH)]


@pytest.fixture(autouse=True)
def books(company):
    make_books()
    post(("5120", "1000"), ("1010", "-1000"), on=JANUARY)
    post(("2100", "400"), ("5120", "-400"), on=JANUARY)
    post(("4110", "240"), ("7070", "-200"), ("4457", "-40"), on=FEBRUARY)
    post(("6030", "90"), ("3700", "-90"), on=FEBRUARY)
    post(("6070", "30.50"), ("4010", "-30.50"), on=MARCH)
    post(("5120", "240"), ("4110", "-240"), on=MARCH)


@pytest.fixture
def accountant(user_in):
    return user_in("accountant")


def as_text(balance: reports.TrialBalance) -> list[str]:
    return [
        f"{row.account.code} {row.opening:.2f} {row.debit:.2f} {row.credit:.2f} {row.closing:.2f}"
        for row in balance.rows
    ]


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_trial_balance_shows_opening_movement_and_closing(accountant):
    balance = reports.trial_balance(accountant, date(2026, 2, 1), LAST)

    assert as_text(balance) == [
        "1010 -1000.00 0.00 0.00 -1000.00",
        "2100 400.00 0.00 0.00 400.00",
        "3700 0.00 0.00 90.00 -90.00",
        "4010 0.00 0.00 30.50 -30.50",
        "4110 0.00 240.00 240.00 0.00",
        "4457 0.00 0.00 40.00 -40.00",
        "5120 600.00 240.00 0.00 840.00",
        "6030 0.00 90.00 0.00 90.00",
        "6070 0.00 30.50 0.00 30.50",
        "7070 0.00 0.00 200.00 -200.00",
    ]
    totals = balance.totals
    assert (totals.opening, totals.debit, totals.closing) == (0, totals.credit, 0)


@pytest.mark.parametrize(("first", "last"), SPANS)
def test_a_closing_changes_no_figure(accountant, first, last):
    before = as_text(reports.trial_balance(accountant, first, last))

    for code in ("2026-01", "2026-02"):
        services.close_period(actor=None, pk=period(code).pk)
    closed = as_text(reports.trial_balance(accountant, first, last))
    reopen("2026-02")

    assert closed == before
    assert as_text(reports.trial_balance(accountant, first, last)) == before


def test_what_was_posted_after_a_reopening_counts(accountant):
    services.close_period(actor=None, pk=period("2026-01").pk)
    reopen("2026-01")
    post(("6070", "5"), ("5120", "-5"), on=JANUARY)
    services.close_period(actor=None, pk=period("2026-01").pk)

    rows = as_text(reports.trial_balance(accountant, date(2026, 2, 1), LAST))

    assert "5120 595.00 240.00 0.00 835.00" in rows


def test_the_trial_balance_takes_as_many_statements_whatever_the_books_hold(accountant, count_sql):
    reports.trial_balance(accountant, FEBRUARY, LAST)  # reads the user's rights, once
    counts = [count_sql(lambda: reports.trial_balance(accountant, FEBRUARY, LAST))]
    for number in range(20):
        post(("6070", "1"), ("5300", "-1"), on=date(2026, 4, 1 + number))
    services.close_period(actor=None, pk=period("2026-01").pk)
    counts.append(count_sql(lambda: reports.trial_balance(accountant, FEBRUARY, LAST)))

    assert counts[0] == counts[1] <= 6


def test_an_account_statement_runs_from_opening_to_closing(accountant):
    sheet = account_sheet(accountant, account("5120"), Question("", date(2026, 2, 1), LAST))

    figures = [row.cells[-3:] for row in sheet.rows]
    assert figures == [[None, None, 600], [240, 0, 840], [None, None, 840]]


def test_an_account_statement_takes_as_many_statements_for_many_lines(accountant, count_sql):
    bank = account("5300")
    account_sheet(accountant, bank, Question("", FIRST, LAST))  # reads the user's rights, once
    counts = []
    for rows in (range(2), range(2, 20)):
        for number in rows:
            post(("5300", "1"), ("7070", "-1"), on=date(2026, 4, 1 + number))
        counts.append(count_sql(lambda: account_sheet(accountant, bank, Question("", FIRST, LAST))))

    assert counts[0] == counts[1] <= 4


def test_the_pages_of_a_statement_carry_the_balance_forward_and_an_export_has_every_line(
    accountant, monkeypatch
):
    monkeypatch.setattr(sheets, "PAGE", 3)
    for number in range(8):
        post(("5300", "1"), ("7070", "-1"), on=date(2026, 5, 1 + number // 3))
    cash = account("5300")
    opening = reports.balance_before(cash, date(2026, 5, 1))

    page, shown = account_sheet(accountant, cash, Question("", date(2026, 5, 1), LAST)), []
    while True:
        shown.append([row.cells[-1] - opening for row in page.rows])
        if not page.next:
            break
        following = account_sheet(
            accountant, cash, Question("", date(2026, 5, 1), LAST), after=page.next
        )
        back = account_sheet(
            accountant, cash, Question("", date(2026, 5, 1), LAST), before=following.previous
        )
        assert [row.cells for row in back.rows] == [row.cells for row in page.rows]
        page = following

    assert shown == [[0, 1, 2, 3, 3], [3, 4, 5, 6, 6], [6, 7, 8, 8]]
    whole = make_sheet(Question(f"account:{cash.pk}", date(2026, 5, 1), LAST), accountant)
    assert [row[-1] - opening for row in list(whole.values())[1:]] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 8]


def test_a_statement_on_screen_leads_to_its_next_page(accountant, monkeypatch):
    monkeypatch.setattr(sheets, "PAGE", 1)
    post(("5120", "1"), ("7070", "-1"), on=LAST)
    client, url = client_of(accountant), reverse("ledger:account_detail", args=[account("5120").pk])

    first = client.get(url, {"first": "2026-01-01", "last": "2026-12-31"})
    second = client.get(first.context["page"]["next_url"])

    assert "Carried forward" in first.content.decode()
    assert "Brought forward" in second.content.decode()


def test_a_statement_that_would_be_a_book_is_not_printed(accountant, monkeypatch):
    monkeypatch.setattr(printing, "MOST_LINES", 1)
    asked = {"report": f"account:{account('5120').pk}", "first": "2026-01-01", "last": "2026-12-31"}

    answer = client_of(accountant).post(reverse("ledger:report_ask"), asked, follow=True)

    assert "choose a shorter span" in answer.content.decode()
    assert not Event.objects.filter(name=printing.ASKED).exists()


@pytest.mark.parametrize("name", ["trial_balance", "profit_and_loss", "balance_sheet"])
def test_who_may_not_see_the_books_gets_no_statement(user_in, name):
    with pytest.raises(PermissionDenied):
        make_sheet(Question(name, FIRST, LAST), user_in("salesperson"))
    answer = client_of(user_in("salesperson")).get(reverse(f"ledger:{name}"))

    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["trial_balance", "profit_and_loss", "balance_sheet", "cash_flow"])
def test_a_statement_is_shown_and_exported_with_the_same_figures(accountant, name):
    client, url = client_of(accountant), reverse(f"ledger:{name}")
    span = {"first": "2026-01-01", "last": "2026-12-31"}

    page = client.get(url, span)
    text = b"".join(client.get(url, {**span, "export": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )
    book = load_workbook(
        BytesIO(b"".join(client.get(url, {**span, "export": "xlsx"}).streaming_content))
    )

    sheet = page.context["sheet"]
    assert page.status_code == 200
    lines = list(csv.reader(StringIO(text)))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(lines) == len(rows) == len(sheet.rows) + 1
    assert Decimal(str(rows[-1][-1])) == sheet.rows[-1].cells[-1]


@pytest.mark.parametrize(
    "span",
    [
        {"first": "2026-03-01", "last": "2026-02-01"},
        {"first": "NaN", "last": "\u0000"},
        {"first": "٢٠٢٦", "last": "9999-99-99"},
    ],
)
def test_a_span_that_is_none_is_refused_at_the_field(accountant, span):
    answer = client_of(accountant).get(reverse("ledger:trial_balance"), span)

    assert answer.status_code == 422
    assert answer.context["form"].errors


def test_a_report_is_printed_once_by_the_worker_and_handed_only_to_who_asked(
    company, user_in, accountant
):
    client = client_of(accountant)
    asked = client.post(
        reverse("ledger:report_ask"),
        {"report": "trial_balance", "first": "2026-01-01", "last": "2026-12-31"},
    )
    waiting = client.get(asked["Location"])
    assert waiting.status_code == 200
    assert b"hx-get" in waiting.content

    event = Event.objects.get(name=printing.ASKED)
    with company_context(company.pk, user_id=accountant.pk):
        subscribers.render(event)
        subscribers.render(event)

    file = f"{asked['Location']}&file=1"
    answer = client.get(file)
    assert answer.content.startswith(b"%PDF")
    done = printing.pdf_of(event)
    assert hashlib.sha256(answer.content).hexdigest() == done.sha256
    assert done.filename == "trial-balance-2026-12-31.pdf"
    colleague = client_of(user_in("accountant"))
    assert [colleague.get(url).status_code for url in (asked["Location"], file)] == [404, 404]


def test_the_printed_page_holds_the_figures_of_the_screen(accountant):
    page = printing.report_html(make_sheet(Question("balance_sheet", FIRST, LAST), accountant))

    assert "1,150.00" in page
    assert "79.50" in page


@pytest.mark.parametrize(
    "report", ["", "nonsense", "account:nonsense", "account:0190a5b0-0000-7000-8000-000000000000"]
)
def test_a_report_that_there_is_not_cannot_be_asked_for(accountant, report):
    answer = client_of(accountant).post(
        reverse("ledger:report_ask"),
        {"report": report, "first": "2026-01-01", "last": "2026-12-31"},
    )

    assert answer.status_code == 404
    assert not Event.objects.filter(name=printing.ASKED).exists()
