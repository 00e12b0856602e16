"""Foreign currency at the end of a period: rule 22 with its figures, again, corrected, settled, and by others."""

from datetime import date
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction

from apps.companies.models import Company, ExchangeRate
from apps.companies.selectors import MissingRate
from apps.companies.tests.factories import make_company, make_rate
from apps.core.context import company_context, company_id
from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.choices import AccountType
from apps.ledger.models import Account, DefaultAccount, Entry, EntryLine, OpenItem, Revaluation
from apps.ledger.services import NoDefaultAccount, PeriodClosed, Posting
from apps.ledger.services.revaluation import plan_revaluation
from apps.ledger.tests.factories import account, journal, make_books, make_party, period
from apps.parties.models import Party
from apps.payments.models import Match
from apps.payments.planning import Pair
from apps.payments.services import unmatch
from apps.payments.services.matching import match_pairs

D = Decimal
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


@pytest.fixture
def dollars(db: None):
    """A company keeping its books in dollars, with books for 2026 and rates of the euro."""
    made = make_company(currency="USD")
    with company_context(made.pk):
        make_books()
        make_rate("EUR", date(2026, 1, 10), "1.10")
        yield made


def party() -> Party:
    return Party.objects.filter(company_id=company_id()).first() or make_party()


def post_item(code: str, foreign: str, booked: str, on: date, *, other: str = "7070") -> OpenItem:
    """Post an item in euros on a matched account against another, and return it."""
    amounts = {"currency": "EUR", "rate": D(booked) / D(foreign)}
    entry = services.post_entry(
        actor=None,
        journal=services.journal_of("general"),
        on=on,
        postings=[
            Posting(account(code), D(booked), party=party(), amount_currency=D(foreign), **amounts),
            Posting(account(other), -D(booked), amount_currency=-D(foreign), **amounts),
        ],
        source_type="tests.source",
        source_id=uuid7(),
        reference="INV-1",
    )
    return OpenItem.objects.get(entry=entry, account=account(code))


def receivable() -> OpenItem:
    """Post a receivable of 1,000 EUR at 1.10."""
    return post_item("4110", "1000", "1100", date(2026, 1, 10))


def settle(debit: UUID, credit: UUID, on: date | None = None) -> Match:
    """Settle two items with each other and return the match."""
    return match_pairs(actor=None, pairs=[Pair(debit, credit)], on=on)[0]


def closing_rate(value: str = "1.15", on: date = JANUARY) -> None:
    make_rate("EUR", on, value)


def balance(code: str, on: date) -> Decimal:
    lines = EntryLine.objects.filter(account__code=code, date__lte=on)
    return sum((line.debit - line.credit for line in lines), D(0))


def test_a_receivable_is_revalued_reversed_on_day_one_and_its_realised_gain_is_20(dollars: Company):
    item = receivable()
    closing_rate()

    made = services.revalue(actor=None, on=JANUARY)

    assert made is not None
    assert journal(made.entry) == "4198         50.00\n7660                     50.00"
    assert journal(made.reversal) == "4198                     50.00\n7660         50.00"
    assert (made.entry.date, made.reversal.date) == (JANUARY, date(2026, 2, 1))
    assert made.reversal.reverses_id == made.entry_id
    assert made.result == D(50)
    assert balance("4198", JANUARY) == D(50)
    assert balance("4198", date(2026, 2, 1)) == D(0)

    make_rate("EUR", date(2026, 2, 10), "1.12")
    paid = post_item("4110", "-1000", "-1120", date(2026, 2, 10), other="5120")
    match = settle(item.pk, paid.pk)

    assert journal(match.exchange_entry) == "4110         20.00\n7660                     20.00"
    assert balance("7660", JANUARY) == D(-50)
    assert balance("7660", FEBRUARY) == D(-20)


def test_running_it_again_adds_nothing(dollars: Company):
    receivable()
    closing_rate()
    services.revalue(actor=None, on=JANUARY)
    entries = Entry.objects.count()

    assert services.revalue(actor=None, on=JANUARY) is None
    assert plan_revaluation(JANUARY, source_id=uuid7()).draft is None

    assert (Entry.objects.count(), Revaluation.objects.count()) == (entries, 1)


def test_a_corrected_rate_books_only_the_difference(dollars: Company):
    receivable()
    closing_rate("1.15")
    services.revalue(actor=None, on=JANUARY)
    closing_rate("1.14")

    again = services.revalue(actor=None, on=JANUARY)

    assert again is not None
    assert journal(again.entry) == "4198                     10.00\n7660         10.00"
    line = again.lines.get()
    assert (line.booked, line.revalued, line.earlier, line.posted) == (
        D(1100),
        D(1140),
        D(50),
        D(-10),
    )
    assert balance("4198", JANUARY) == D(40)
    assert balance("4198", date(2026, 2, 1)) == D(0)


def test_a_gain_that_turns_out_a_loss_is_taken_back_from_the_gains(dollars: Company):
    receivable()
    closing_rate("1.15")
    services.revalue(actor=None, on=JANUARY)
    closing_rate("1.07")

    again = services.revalue(actor=None, on=JANUARY)

    assert again is not None
    assert journal(again.entry) == (
        "4198                     80.00\n7660         50.00\n6660         30.00"
    )


def test_a_late_invoice_is_all_that_a_second_run_books(dollars: Company):
    receivable()
    closing_rate()
    services.revalue(actor=None, on=JANUARY)
    post_item("4110", "500", "550", date(2026, 1, 20))

    again = services.revalue(actor=None, on=JANUARY)

    assert again is not None
    assert (again.result, again.lines.count()) == (D(25), 1)


def test_a_payable_loses_when_the_currency_rises(dollars: Company):
    post_item("4010", "-1000", "-1100", date(2026, 1, 10), other="6070")
    closing_rate()

    made = services.revalue(actor=None, on=JANUARY)

    assert made is not None
    assert journal(made.entry) == "4098                     50.00\n6660         50.00"


def test_a_foreign_bank_balance_is_revalued_on_its_own_account(dollars: Company):
    bank = Account.objects.create(
        company_id=dollars.pk, code="5121", name="Bank EUR", type=AccountType.ASSET_CASH,
        currency_id="EUR",
    )  # fmt: skip
    services.post_entry(
        actor=None,
        journal=services.journal_of("general"),
        on=date(2026, 1, 10),
        postings=[
            Posting(bank, D(220), currency="EUR", amount_currency=D(200), rate=D("1.1")),
            Posting(account("5120"), D(-220)),
        ],
        source_type="tests.source",
        source_id=uuid7(),
    )
    closing_rate()

    made = services.revalue(actor=None, on=JANUARY)

    assert made is not None
    assert journal(made.entry) == "5121         10.00\n7660                     10.00"
    assert services.revalue(actor=None, on=JANUARY) is None
    in_euros = EntryLine.objects.filter(account=bank).values_list("amount_currency", flat=True)
    assert sum(in_euros) == D(200)
    closing_rate("1.20", FEBRUARY)
    february = services.revalue(actor=None, on=FEBRUARY)
    assert february is not None
    assert february.result == D(20)


def test_what_was_open_counts_by_the_dates_of_the_matches(dollars: Company):
    item = receivable()
    closing_rate()
    before = post_item("4110", "-400", "-440", date(2026, 1, 20), other="5120")
    after = post_item("4110", "-350", "-385", date(2026, 2, 5), other="5120")
    also_after = post_item("4110", "-50", "-55", date(2026, 2, 6), other="5120")
    settle(item.pk, before.pk, on=date(2026, 1, 20))
    settle(item.pk, after.pk, on=date(2026, 2, 5))
    settle(item.pk, also_after.pk)

    made = services.revalue(actor=None, on=JANUARY)

    assert made is not None
    line = made.lines.get()
    assert (line.amount_currency, line.booked, line.posted) == (D(600), D(660), D(30))


def test_what_was_settled_for_the_day_after_it_was_revalued_is_taken_back(dollars: Company):
    item = receivable()
    closing_rate()
    services.revalue(actor=None, on=JANUARY)
    paid = post_item("4110", "-1000", "-1100", date(2026, 1, 30), other="5120")
    match = settle(item.pk, paid.pk)

    taken_back = services.revalue(actor=None, on=JANUARY)
    assert taken_back is not None
    assert taken_back.result == D(-50)
    assert balance("4198", JANUARY) == D(0)

    unmatch(actor=None, pk=match.pk, on=date(2026, 1, 30))
    again = services.revalue(actor=None, on=JANUARY)
    assert again is not None
    assert sorted(again.lines.values_list("posted", flat=True)) == [D(-50), D(50)]
    assert journal(again.entry) == "7660                     50.00\n6660         50.00"


def test_a_missing_rate_is_one_sentence_and_nothing_is_posted(dollars: Company):
    receivable()
    ExchangeRate.objects.all().delete()
    entries = Entry.objects.count()

    with pytest.raises(MissingRate, match="To use EUR on 31 Jan 2026, add an exchange rate"):
        services.revalue(actor=None, on=JANUARY)

    assert Entry.objects.count() == entries


@pytest.mark.parametrize("day", [date(2026, 1, 30), date(2026, 2, 1), date(2031, 1, 31)])
def test_only_the_last_day_of_a_period_is_revalued(dollars: Company, day: date):
    with pytest.raises(InvalidInput, match="To revalue, choose the last day of a period"):
        services.revalue(actor=None, on=day)


def test_a_closed_period_is_not_revalued(dollars: Company):
    receivable()
    services.close_period(actor=None, pk=period("2026-01").pk)
    closing_rate()

    with pytest.raises(PeriodClosed):
        services.revalue(actor=None, on=JANUARY)


def test_the_last_period_waits_for_the_next_year(dollars: Company):
    receivable()
    closing_rate("1.15", date(2026, 12, 31))

    with pytest.raises(services.NoPeriod):
        services.revalue(actor=None, on=date(2026, 12, 31))

    assert not Revaluation.objects.exists()


def test_without_an_account_for_the_difference_the_sentence_names_it(dollars: Company):
    receivable()
    closing_rate()
    DefaultAccount.objects.filter(purpose="revalued_receivables").delete()

    with pytest.raises(NoDefaultAccount, match="Exchange differences on receivables"):
        services.revalue(actor=None, on=JANUARY)


def test_nothing_foreign_is_nothing_to_book(dollars: Company):
    assert services.revalue(actor=None, on=JANUARY) is None


def test_a_revaluation_cannot_be_changed_or_taken_away(dollars: Company):
    receivable()
    closing_rate()
    made = services.revalue(actor=None, on=JANUARY)
    assert made is not None

    for statement in (
        "UPDATE ledger_revaluation SET gain = 0",
        "DELETE FROM ledger_revaluationline",
        "UPDATE ledger_revaluationline SET posted = 1",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_two_revaluations_at_once_book_once():
    made = make_company(currency="USD")
    with company_context(made.pk), transaction.atomic():
        make_books()
        receivable()
        closing_rate()
    start = Barrier(4)
    done: list[Revaluation | None] = []

    def run() -> None:
        try:
            with company_context(made.pk):
                start.wait()
                done.append(services.revalue(actor=None, on=JANUARY))
        finally:
            connections.close_all()

    threads = [Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(done) == 4
    assert len([one for one in done if one]) == 1
    with company_context(made.pk), transaction.atomic():
        assert Entry.objects.filter(source_type="ledger.revaluation").count() == 2
