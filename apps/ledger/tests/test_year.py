"""Closing a fiscal year: rule 29 with its figures, again, in spite of closed months after it, and taken back."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from apps.core.models import Event
from apps.core.testing import in_threads
from apps.ledger import services, statements
from apps.ledger.balances import balances_on
from apps.ledger.models import Entry, FiscalYear, Period, PeriodClosing
from apps.ledger.services import YearNotReady
from apps.ledger.spans import Cut, Span
from apps.ledger.tests.factories import (
    account,
    draft,
    journal,
    make_books,
    make_party,
    period,
    reopen,
)
from apps.ledger.tests.test_commands import run

pytestmark = pytest.mark.django_db(transaction=True)

DECEMBER = date(2026, 12, 31)


@pytest.fixture
def books(company):
    with transaction.atomic():
        make_books()
        party = make_party()
        lines = [
            services.Posting(account("4110"), Decimal(42), party=party),
            services.Posting(account("7070"), Decimal(-42)),
        ]
        services.post_entry(
            actor=None, journal=services.journal_of("sales"), on=date(2026, 6, 15), postings=lines,
            source_type="tests.sale", source_id=party.pk,
        )  # fmt: skip
    return company


@transaction.atomic
def close_months(last: int = 12, year: int = 2026) -> None:
    for month in range(1, last + 1):
        services.close_period(actor=None, pk=period(f"{year}-{month:02}").pk)


@transaction.atomic
def year() -> FiscalYear:
    return FiscalYear.objects.get(code="2026")


@transaction.atomic
def close() -> Entry:
    return services.close_year(actor=None, pk=year().pk)


@transaction.atomic
def balance(code: str, on: date = DECEMBER) -> Decimal:
    sums = balances_on(on).get(account(code).pk)
    return sums.debit - sums.credit if sums else Decimal(0)


def figures(on: date = DECEMBER) -> tuple[Decimal, ...]:
    return balance("7070", on), -balance("1100", on), balance("4110", on)


def test_revenue_of_42_leaves_no_profit_and_loss_and_equity_of_42(books):
    close_months(11)

    entry = close()

    with transaction.atomic():
        assert journal(entry) == "7070         42.00\n1100                     42.00"
        assert (entry.date, entry.journal.type, hasattr(entry, "seal")) == (
            DECEMBER,
            "closing",
            True,
        )
        assert period("2026-12").status == "closed"
    assert figures() == (0, 42, 42)
    assert figures(date(2027, 1, 1)) == (0, 42, 42)


def test_the_statement_of_the_year_still_shows_what_it_earned(books, user_in):
    close_months(11)
    close()

    owner = user_in("owner")
    with transaction.atomic():
        year, december = (Cut(Span(date(2026, month, 1), DECEMBER)) for month in (1, 12))
        earned = statements.profit_and_loss(owner, [year, december])
        sheet = statements.balance_sheet(owner, [december])
    assert (earned.result, sheet.result) == ((42, 0), (0,))
    assert sheet.total_assets == sheet.total_claims == (42,)


def test_a_year_whose_last_month_is_closed_is_closed_all_the_same_and_once(books):
    close_months()

    first, second = close(), close()

    assert first.pk == second.pk
    assert figures() == (0, 42, 42)
    with transaction.atomic():
        actions = period("2026-12").closings.order_by("pk").values_list("action", flat=True)
        assert list(actions) == ["close", "reopen", "close"]


def test_months_closed_after_it_are_frozen_anew(books):
    with transaction.atomic():
        services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    close_months()
    close_months(2, year=2027)

    close()

    assert figures(date(2027, 2, 28)) == (0, 42, 42)
    with transaction.atomic():
        assert set(
            Period.objects.filter(end__lte=date(2027, 2, 28)).values_list("status", flat=True)
        ) == {"closed"}
        frozen = services.latest_closing(period("2027-02")).balances
        assert not frozen.filter(account__code="7070").exclude(debit=42, credit=42).exists()


def test_what_is_open_before_its_last_day_stands_in_the_way(books):
    close_months(4)

    with pytest.raises(YearNotReady, match="close period 2026-05 first"):
        close()


def test_an_earlier_result_is_carried_first(books):
    with transaction.atomic():
        services.open_fiscal_year(actor=None, start=date(2027, 1, 1))
    close_months()
    close_months(12, year=2027)

    with pytest.raises(YearNotReady, match="close 2026 first"), transaction.atomic():
        services.close_year(actor=None, pk=FiscalYear.objects.get(code="2027").pk)


def test_reopening_its_last_month_takes_the_closing_back_and_it_can_be_closed_again(books):
    close_months()
    entry = close()

    with transaction.atomic():
        reopen("2026-12")

    assert figures() == (-42, 0, 42)
    with transaction.atomic():
        assert Entry.objects.get(reverses=entry).kind == "reverse:close"
        assert services.closing_entry(year()) is None
    again = close()
    assert (again.kind, figures()) == ("close:2", (0, 42, 42))


def test_two_who_close_it_at_once_close_it_once(books):
    close_months()
    pk = year().pk

    answers = in_threads([lambda: close_one(pk)] * 4, at_once=4)

    assert len({answer.pk for answer in answers}) == 1
    assert figures() == (0, 42, 42)


@transaction.atomic
def close_one(pk):
    return services.close_year(actor=None, pk=pk)


def test_nobody_opens_a_month_in_its_name_to_post_something_else(books):
    close_months()

    def sneak(code: str) -> None:
        PeriodClosing.objects.create(
            company_id=books.pk, period=period(code), action="reopen", year=year(), reason="x"
        )

    with pytest.raises(IntegrityError, match="posts one entry"), transaction.atomic():
        sneak("2026-12")
    with transaction.atomic():
        sneak("2026-12")
        with pytest.raises(IntegrityError, match="its last period"), transaction.atomic():
            sneak("2026-11")
        transaction.set_rollback(True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT status FROM ledger_period")
        assert cursor.fetchall() == [("closed",)]


def command(books, *arguments: str):
    code, said = run("close_year", books, "--year", "2026", "--json", *arguments)
    return code, json.loads(said) if said.startswith("{") else said


def test_a_dry_run_prints_the_very_entries_the_run_posts(books):
    close_months(11)

    dry = command(books, "--dry-run")
    with transaction.atomic():
        assert not Entry.objects.filter(source_type="ledger.fiscalyear").exists()
    done, again = command(books, "--yes"), command(books, "--yes")

    assert [code for code, _answer in (dry, done, again)] == [0, 0, 0]
    assert dry[1]["entries"] == done[1]["entries"] == again[1]["entries"] != []
    assert dry[1]["entries_sha256"] == done[1]["entries_sha256"] == again[1]["entries_sha256"]
    assert done[1]["balances_sha256"] == again[1]["balances_sha256"]
    with transaction.atomic():
        assert Entry.objects.filter(source_type="ledger.fiscalyear").count() == 1
        assert Event.objects.filter(name="ledger.year_closed").count() == 1


def test_a_draft_in_its_last_month_blocks_it(books):
    close_months(11)
    with transaction.atomic():
        draft(("6070", "5"), ("5120", "-5"), on=date(2026, 12, 5))

    code, answer = command(books, "--yes")

    assert (code, answer["closed"]) == (1, False)
    assert figures() == (-42, 0, 42)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--year", "1999"), 2, "There is no fiscal year 1999"),
        (("--year", "2026", "--yes"), 1, "close period 2026-01 first"),
        ((), 2, "required"),
    ],
)
def test_wrong_arguments_end_with_two_and_a_rule_with_one(books, arguments, code, sentence):
    ended, said = run("close_year", books, *arguments)

    assert (ended, sentence in said, "\n" in said.strip()) == (code, True, False)
