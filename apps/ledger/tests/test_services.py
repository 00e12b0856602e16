"""Posting and reversing: what the books show, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from apps.core.ids import uuid7
from apps.ledger import services
from apps.ledger.models import Entry, EntryLine, OpenItem
from apps.ledger.services import EntryDraft, Posting
from apps.ledger.tests.factories import (
    account,
    check_deferred_rules,
    journal,
    make_books,
    make_party,
    post,
)

JANUARY = date(2026, 1, 15)


def test_posting_shows_debits_and_credits_in_the_order_given(company):
    make_books()

    entry = post(("4110", "240.00"), ("7070", "-220.00"), ("4457", "-20.00"))

    assert journal(entry) == (
        "4110        240.00\n7070                    220.00\n4457                     20.00"
    )
    assert (entry.total, entry.line_count, entry.period.code) == (Decimal(240), 3, "2026-01")


def test_posting_takes_two_statements_whatever_the_number_of_lines(
    company, django_assert_num_queries
):
    books = make_books()
    general = services.journal_of("general")

    for count in (1, 5, 50):
        postings = [Posting(books["6070"], Decimal(1))] * count
        with django_assert_num_queries(2):  # periods; entry with lines
            services.post_entry(
                actor=None,
                journal=general,
                on=JANUARY,
                postings=[*postings, Posting(books["5120"], Decimal(-count))],
                source_type="tests.source",
                source_id=uuid7(),
            )


def test_ten_thousand_entries_take_as_many_statements_as_one(company, django_assert_num_queries):
    books = make_books()
    general = services.journal_of("general")
    postings = [Posting(books["5120"].pk, Decimal(7)), Posting(books["7070"].pk, Decimal(-7))]
    drafts = [
        EntryDraft(general.pk, JANUARY, postings, "tests.source", uuid7()) for _ in range(1000)
    ]

    with django_assert_num_queries(2):
        entries = services.post_entries(actor=None, drafts=drafts)

    check_deferred_rules()
    assert [entry.source_id for entry in entries] == [draft.source_id for draft in drafts]
    assert EntryLine.objects.filter(company=company).count() == 2000


def test_a_posting_of_zero_is_left_out(company):
    make_books()

    entry = post(("5120", "10"), ("6580", "0"), ("7070", "-10"))

    assert entry.line_count == 2


def test_an_unbalanced_entry_is_refused_with_the_difference_and_nothing_is_written(company):
    make_books()

    with pytest.raises(services.Unbalanced, match=r"differ by 0\.01 EUR"):
        post(("5120", "10.00"), ("7070", "-9.99"))

    assert not Entry.objects.filter(company=company).exists()


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_an_amount_that_is_no_number_is_refused(company, amount):
    make_books()

    with pytest.raises(services.Unbalanced):
        post(("5120", amount), ("7070", "-1"))


def test_an_entry_needs_two_lines_with_an_amount(company):
    make_books()

    with pytest.raises(services.NoLines, match="two lines"):
        post(("5120", "0"), ("7070", "0"))


def test_a_day_without_a_period_is_refused(company):
    make_books()

    with pytest.raises(services.NoPeriod, match="open the fiscal year"):
        post(("5120", "1"), ("7070", "-1"), on=date(2027, 1, 1))


def test_one_document_is_posted_once_per_kind(company):
    make_books()
    document = uuid7()
    post(("5120", "1"), ("7070", "-1"), source_id=document)

    with pytest.raises(IntegrityError, match="entry_one_per_source_and_kind"), transaction.atomic():
        post(("5120", "1"), ("7070", "-1"), source_id=document)

    post(("5120", "1"), ("7070", "-1"), source_id=document, kind="cost")
    assert Entry.objects.filter(source_id=document).count() == 2


def test_an_amount_finer_than_the_currency_is_a_bug_of_the_caller(company):
    make_books()

    with pytest.raises(ValueError, match="finer than the minor unit"):
        post(("5120", "0.005"), ("7070", "-0.005"))


def test_a_foreign_amount_keeps_its_currency_and_rate(company):
    books = make_books()
    party = make_party()

    entry = services.post_entry(
        actor=None,
        journal=services.journal_of("sales"),
        on=JANUARY,
        postings=[
            Posting(
                books["4110"], Decimal("333.33"), party=party, currency="USD",
                amount_currency=Decimal(400), rate=Decimal("0.833333"), due_date=date(2026, 2, 14),
            ),
            Posting(books["7070"], Decimal("-333.33")),
        ],
        source_type="tests.source",
        source_id=uuid7(),
    )  # fmt: skip

    line = entry.lines.get(line_no=1)
    assert (line.currency_id, line.amount_currency, line.debit) == (
        "USD",
        Decimal(400),
        Decimal("333.33"),
    )
    item = OpenItem.objects.get(pk=line.pk)
    assert (item.side, item.open_amount, item.open_currency, item.due_date) == (
        "debit", Decimal("333.33"), Decimal(400), date(2026, 2, 14),
    )  # fmt: skip


def test_a_foreign_currency_without_its_amount_is_a_bug_of_the_caller(company):
    books = make_books()

    with pytest.raises(ValueError, match="needs its amount in USD"):
        services.post_entry(
            actor=None,
            journal=services.journal_of("general"),
            on=JANUARY,
            postings=[
                Posting(books["5120"], Decimal(1), currency="USD"),
                Posting(books["7070"], Decimal(-1)),
            ],
            source_type="tests.source",
            source_id=uuid7(),
        )


def test_only_lines_on_matched_accounts_open_an_item(company):
    make_books()

    entry = post(("4110", "10"), ("7070", "-10"))

    assert list(entry.open_items.values_list("account__code", "side", "amount")) == [
        ("4110", "debit", Decimal(10))
    ]


def test_a_reversal_mirrors_every_line_and_is_posted_once(company):
    make_books()
    entry = post(("4110", "240.00"), ("7070", "-240.00"), reference="INV-1")

    reversal = services.reverse_entry(actor=None, pk=entry.pk, on=date(2026, 2, 1))

    check_deferred_rules()
    assert journal(reversal) == "4110                    240.00\n7070        240.00"
    assert (reversal.reverses_id, reversal.kind, reversal.source_id) == (
        entry.pk, "reverse", entry.source_id,
    )  # fmt: skip
    for again in (entry, reversal):
        with pytest.raises(services.AlreadyReversed):
            services.reverse_entry(actor=None, pk=again.pk, on=date(2026, 2, 1))


def test_five_times_forty_taxed_and_twenty_untaxed_are_240(company):
    """RULES 16, the ledger's side: 220 net and 20 tax."""
    make_books()

    entry = post(("4110", "240.00"), ("7070", "-200.00"), ("7070", "-20.00"), ("4457", "-20.00"))

    assert journal(entry) == (
        "4110        240.00\n"
        "7070                    200.00\n"
        "7070                     20.00\n"
        "4457                     20.00"
    )


def test_the_default_account_of_a_purpose_is_named_when_it_is_missing(company):
    with pytest.raises(services.NoDefaultAccount, match="Goods received, not invoiced"):
        services.default_account("unbilled")


def test_a_missing_journal_is_named(company):
    with pytest.raises(services.NoJournal, match="Bank"):
        services.journal_of("bank")


def test_an_account_nobody_has_is_not_posted_to(company):
    books = make_books()

    with pytest.raises(IntegrityError), transaction.atomic():
        services.post_entry(
            actor=None,
            journal=services.journal_of("general"),
            on=JANUARY,
            postings=[Posting(uuid7(), Decimal(1)), Posting(books["7070"], Decimal(-1))],
            source_type="tests.source",
            source_id=uuid7(),
        )


def test_an_account_keeps_how_it_is_matched_once_it_has_lines(company):
    make_books()
    post(("5120", "1"), ("7070", "-1"))
    bank = account("5120")
    bank.reconcile = True

    with pytest.raises(IntegrityError, match="has lines"), transaction.atomic():
        bank.save()


def test_an_account_keeps_its_type_once_it_has_lines(company):
    make_books()
    post(("5120", "1"), ("7070", "-1"))
    used, unused = account("7070"), account("5300")

    for changed in (used, unused):
        changed.type = "liability_current"

    unused.save()
    with pytest.raises(IntegrityError, match="keeps its type"), transaction.atomic():
        used.save()
