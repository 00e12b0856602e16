"""Manual entries and the chart: what may be written by hand, and what stays once it is used."""

from datetime import date
from decimal import Decimal

import pytest

from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.ledger import services
from apps.ledger.choices import ManualEntryStatus
from apps.ledger.models import Account, Entry, ManualEntry, Tax
from apps.ledger.services.setup import AccountInUse, CodeTaken
from apps.ledger.tests.factories import (
    account,
    check_deferred_rules,
    draft,
    journal,
    make_books,
    manual_line,
    period,
    post,
)

FEBRUARY = date(2026, 2, 3)


@pytest.fixture(autouse=True)
def books(company):
    return make_books()


def test_posting_books_every_line_and_gives_a_number(company):
    document = draft(("6070", "30.00"), ("4456", "6.00"), ("5120", "-36.00"))

    document = services.post_manual_entry(actor=None, pk=document.pk)

    check_deferred_rules()
    assert (document.status, document.number) == (ManualEntryStatus.POSTED, "JE-2026-00001")
    assert journal(document.entry) == (
        "6070         30.00\n4456          6.00\n5120                     36.00"
    )
    assert document.entry.reference == document.number


def test_an_unbalanced_draft_can_be_saved_but_not_posted_and_nothing_is_written(company):
    document = draft(("6070", "30"), ("5120", "-29"))

    with pytest.raises(services.Unbalanced, match="differ by 1"):
        services.post_manual_entry(actor=None, pk=document.pk)

    document.refresh_from_db()
    assert (document.status, document.number, document.entry_id) == ("draft", "", None)
    assert not Entry.objects.filter(company=company).exists()
    balanced = services.post_manual_entry(actor=None, pk=draft(("6070", "1"), ("5120", "-1")).pk)
    assert balanced.number == "JE-2026-00001"


def test_one_line_is_no_entry(company):
    document = draft(("6070", "30"))

    with pytest.raises(services.NoLines, match="two lines"):
        services.post_manual_entry(actor=None, pk=document.pk)


@pytest.mark.parametrize("code", ["3700", "4010", "4080", "4110"])
def test_an_account_that_a_sub_ledger_keeps_is_refused_and_nothing_is_written(company, code):
    with pytest.raises(services.ControlAccount, match="line 1, choose another account"):
        draft((code, "10"), ("5120", "-10"))

    assert not ManualEntry.objects.filter(company=company).exists()


@pytest.mark.parametrize(
    ("debit", "credit"),
    [("0", "0"), ("1", "1"), ("-1", "0"), ("NaN", "0"), ("Infinity", "0"), ("0.001", "0")],
)
def test_a_line_is_one_amount_above_zero_that_there_are_coins_for(company, debit, credit):
    line = manual_line("6070", "1")
    line.debit, line.credit = Decimal(debit), Decimal(credit)
    document = ManualEntry(journal=services.journal_of("general"), date=FEBRUARY)

    with pytest.raises(InvalidInput, match="In line 1"):
        services.save_manual_entry(actor=None, document=document, lines=[line])

    assert not ManualEntry.objects.filter(company=company).exists()


def test_a_closed_period_takes_no_manual_entry(company):
    services.close_period(actor=None, pk=period("2026-01").pk)
    document = draft(("6070", "10"), ("5120", "-10"))

    with pytest.raises(services.PeriodClosed, match="reopen period 2026-01"):
        services.post_manual_entry(actor=None, pk=document.pk)

    document.refresh_from_db()
    assert document.status == ManualEntryStatus.DRAFT
    assert not Entry.objects.filter(company=company).exists()


def test_reversing_posts_the_mirror_on_its_own_day(company):
    document = draft(("6070", "30.00"), ("5120", "-30.00"))
    services.post_manual_entry(actor=None, pk=document.pk)

    document = services.reverse_manual_entry(actor=None, pk=document.pk, on=FEBRUARY)

    check_deferred_rules()
    mirror = document.entry.reversal
    assert (document.status, mirror.date) == (ManualEntryStatus.REVERSED, FEBRUARY)
    assert journal(mirror) == "6070                     30.00\n5120         30.00"
    with pytest.raises(WrongStatus):
        services.reverse_manual_entry(actor=None, pk=document.pk, on=FEBRUARY)
    assert Entry.objects.filter(company=company).count() == 2


def test_a_cancelled_draft_stays_cancelled(company):
    document = draft(("6070", "30"), ("5120", "-30"))

    assert services.cancel_manual_entry(actor=None, pk=document.pk).status == "cancelled"

    with pytest.raises(WrongStatus):
        services.post_manual_entry(actor=None, pk=document.pk)
    assert not Entry.objects.filter(company=company).exists()


def test_a_posted_entry_is_posted_once_and_not_edited(company):
    document = draft(("6070", "30"), ("5120", "-30"))
    stale = ManualEntry.objects.get(pk=document.pk)
    services.post_manual_entry(actor=None, pk=document.pk)

    with pytest.raises(WrongStatus):
        services.post_manual_entry(actor=None, pk=document.pk)
    with pytest.raises(WrongStatus):
        services.save_manual_entry(actor=None, document=stale, lines=list(stale.lines.all()))

    assert Entry.objects.filter(company=company).count() == 1


def test_who_saves_over_somebody_elses_change_is_stopped(company):
    document = draft(("6070", "30"), ("5120", "-30"))
    mine, theirs = (ManualEntry.objects.get(pk=document.pk) for _ in range(2))
    theirs.memo = "Theirs"
    services.save_manual_entry(actor=None, document=theirs, lines=list(theirs.lines.all()))
    mine.memo = "Mine"

    with pytest.raises(StaleVersion):
        services.save_manual_entry(actor=None, document=mine, lines=list(mine.lines.all()))

    document.refresh_from_db()
    assert document.memo == "Theirs"


def test_lines_are_changed_added_and_removed_in_their_order(company):
    document = draft(("6070", "30"), ("5120", "-30"))
    first, second = document.lines.all()
    first.debit = Decimal(20)

    services.save_manual_entry(
        actor=None,
        document=document,
        lines=[first, manual_line("4456", "4"), manual_line("5300", "-24")],
        removed=[second.pk],
    )

    lines = [(line.account.code, line.debit - line.credit) for line in document.lines.all()]
    assert lines == [("6070", 20), ("4456", 4), ("5300", -24)]


@pytest.mark.parametrize(("field", "value"), [("type", "expense"), ("reconcile", True)])
def test_an_account_in_use_stays_what_it_is(company, field, value):
    post(("5120", "1"), ("7070", "-1"))
    bank = account("5120")
    setattr(bank, field, value)

    with pytest.raises(AccountInUse, match="it has entries"):
        services.save_account(actor=None, document=bank)

    assert getattr(account("5120"), field) != value


def test_an_account_in_use_can_be_renamed_and_one_without_entries_changed(company):
    post(("5120", "1"), ("7070", "-1"))
    bank, machines = account("5120"), account("2100")
    bank.name, machines.type = "Main bank", "asset_current"

    services.save_account(actor=None, document=bank)
    services.save_account(actor=None, document=machines)

    assert (account("5120").name, account("2100").type) == ("Main bank", "asset_current")


def test_a_code_is_given_once(company):
    with pytest.raises(CodeTaken, match="5120 is taken"):
        services.save_account(
            actor=None, document=Account(code="5120", name="Another", type="asset_cash")
        )
    with pytest.raises(CodeTaken, match="S20 is taken"):
        services.save_tax(
            actor=None,
            document=Tax(code="S20", name="Twenty", use="sale", rate=20, account=account("4457")),
        )

    assert Account.objects.filter(company=company, code="5120").count() == 1
