"""Many at once, and killed half-way: nothing lands in a closed period, one chain, one closing."""

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction

from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.core.retry import retry_tx
from apps.core.testing import in_threads
from apps.ledger import closing, services
from apps.ledger.closing import ClosingCheck, ClosingEntries, ClosingItem, Severity
from apps.ledger.models import Entry, PeriodBalance, PeriodClosing, Seal
from apps.ledger.services import EntryDraft, Posting
from apps.ledger.tests.factories import account, journal, make_books, period, post
from apps.ledger.verifying import verify_chain

pytestmark = pytest.mark.django_db(transaction=True)

JANUARY = date(2026, 1, 15)


@pytest.fixture
def books(company):
    with transaction.atomic():
        make_books()
        post(("5120", "10"), ("7070", "-10"))
    return company


def close(pk):
    return retry_tx(lambda: services.close_period(actor=None, pk=pk))()


def january():
    with transaction.atomic():
        return period("2026-01").pk


def poster(general, books):
    """Return a call that posts in January, again and again, until it is refused; it returns the refusal."""
    lines = [Posting(books["5120"], Decimal(1)), Posting(books["7070"], Decimal(-1))]

    @retry_tx
    def post_one():
        services.post_entry(
            actor=None, journal=general, on=JANUARY, postings=lines, source_type="tests.race", source_id=uuid7()
        )  # fmt: skip

    def call():
        for _ in range(500):
            try:
                post_one()
            except (services.PeriodClosed, IntegrityError) as refusal:
                return refusal
        return None

    return call


def test_of_fifty_posters_none_lands_in_the_period_that_closes_meanwhile(books):
    with transaction.atomic():
        general = services.journal_of("general")
        accounts = {code: account(code) for code in ("5120", "7070")}
    pk = january()
    calls = [poster(general, accounts) for _ in range(50)]
    calls.insert(20, lambda: close(pk))

    answers = in_threads(calls, at_once=30)

    closed = answers.pop(20)
    assert isinstance(closed, PeriodClosing), closed
    refusals = [str(answer) for answer in answers]
    assert all("it is closed" in text or "open period" in text for text in refusals), refusals
    with transaction.atomic():
        posted = Entry.objects.filter(date=JANUARY).count()
        assert 1 < posted == closed.entry_count == closed.seal_number == Seal.objects.count()
        assert closed.balances.get(account__code="5120").debit == 10 + posted - 1


def test_two_who_close_at_once_close_it_once(books):
    pk = january()

    answers = in_threads([lambda: close(pk)] * 4, at_once=4)

    assert len({answer.pk for answer in answers}) == 1
    with transaction.atomic():
        assert PeriodClosing.objects.count() == 1


def test_sealers_at_once_make_one_chain(books):
    with transaction.atomic():
        for _ in range(60):
            post(("5120", "1"), ("7070", "-1"))

    @transaction.atomic
    def seal():
        return services.seal_entries(full=True, most=20)

    assert sum(in_threads([seal] * 8, at_once=8)) == 61
    with transaction.atomic():
        numbers = list(Seal.objects.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, 62))
        assert verify_chain().broken == []


def test_a_reversal_posted_by_many_at_once_is_posted_once(books):
    with transaction.atomic():
        entry = post(("5120", "3"), ("7070", "-3"))

    @retry_tx
    def reverse():
        return services.reverse_entry(actor=None, pk=entry.pk, on=JANUARY)

    answers = in_threads([reverse] * 6, at_once=6)

    assert sum(isinstance(answer, Entry) for answer in answers) == 1


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND query LIKE '%%ledger_periodbalance%%'"
        )
        return cursor.fetchone()[0] > 0


def test_a_closing_killed_half_way_leaves_nothing_and_can_be_run_again(books, wait_until):
    command = ["manage.py", "close_period", "--company", books.code, "--period", "2026-01", "--yes"]
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("LOCK TABLE ledger_periodbalance IN ACCESS EXCLUSIVE MODE")
        running = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env={**os.environ, "ERP_LOCK_TIMEOUT": "60s"},
            start_new_session=True,
        )
        wait_until(waits_for_a_lock)  # entries are sealed and the closing is written, uncommitted
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()

    with transaction.atomic():
        assert period("2026-01").status == "open"
        assert not PeriodClosing.objects.exists()
        assert not PeriodBalance.objects.exists()
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with transaction.atomic():
        assert period("2026-01").status == "closed"
        assert PeriodClosing.objects.get().entry_count == 1


@pytest.fixture
def registered(monkeypatch):
    """Return the two lists of the closing, given back as they were."""
    monkeypatch.setattr(closing, "checks", list(closing.checks))
    monkeypatch.setattr(closing, "entries", list(closing.entries))
    return closing


def test_a_warning_stops_the_closing_until_it_is_accepted_by_name(books, registered):
    items = [ClosingItem("one thing is left")]
    registered.checks.append(
        ClosingCheck("leftovers", "Leftovers", lambda _: items, Severity.WARNING)
    )
    pk = january()

    with pytest.raises(services.Blocked, match=r"Leftovers \(1\)"):
        close(pk)
    made = services.close_period(actor=None, pk=pk, accept=["leftovers"])

    assert made.accepted == [{"name": "leftovers", "items": 1}]


def test_a_blocker_cannot_be_accepted(books, registered):
    registered.checks.append(ClosingCheck("never", "Never", lambda _: [ClosingItem("no")]))

    with pytest.raises(InvalidInput, match="never cannot be accepted"):
        services.close_period(actor=None, pk=january(), accept=["never"])


def test_the_closing_posts_the_very_entries_the_plan_showed_and_once(books, registered):
    source = uuid7()

    def make(of):
        if Entry.objects.filter(source_id=source).exists():
            return []
        lines = [
            Posting(account("6580"), Decimal("0.30")),
            Posting(account("5120"), Decimal("-0.30")),
        ]
        return [
            EntryDraft(
                services.journal_of("closing"),
                of.end,
                lines,
                "tests.rounding",
                source,
                memo="Rounding",
            )
        ]

    registered.entries.append(ClosingEntries("rounding", "Rounding", make))
    pk = january()

    with transaction.atomic():
        [planned] = services.plan_closing(pk=pk).drafts
    made = close(pk)

    with transaction.atomic():
        entry = Entry.objects.get(source_id=source)
        assert (
            (entry.date, entry.total)
            == (planned.on, planned.total)
            == (date(2026, 1, 31), Decimal("0.30"))
        )
        assert journal(entry) == "6580          0.30\n5120                      0.30"
        assert made.entry_count == 2
        assert hasattr(entry, "seal")
