"""Locks by area: who is kept out, who passes and leaves a trace; nothing slips through while one is set."""

from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from psycopg import errors

from apps.access.tests.factories import make_user
from apps.companies.selectors import company_in_force
from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.core.retry import retry_tx
from apps.core.testing import in_threads
from apps.ledger import services
from apps.ledger.choices import Area
from apps.ledger.models import AreaLock, Entry, LockOverride, Tax
from apps.ledger.services import AreaLocked, Posting
from apps.ledger.tests.factories import account, lock, make_books, post
from apps.ledger.tests.test_views import logged_in

MARCH = date(2026, 3, 15)
JOURNAL_OF = {"sales": "sales", "purchases": "purchases", "stock": "stock", "everything": "bank"}


@pytest.fixture
def books(company):
    return make_books()


def post_in(kind: str, *, on: date = MARCH, actor=None):
    return post(
        ("5120", "10"), ("7070", "-10"), on=on, actor=actor, journal=services.journal_of(kind)
    )


def clerk(*roles: str):
    return make_user(*roles, companies=(company_in_force(),))


@contextmanager
def refused(sentence: str):
    """Expect a lock's refusal; the transaction that met it is over, as it would be in life."""
    with pytest.raises(AreaLocked, match=sentence), transaction.atomic():
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("area", JOURNAL_OF)
def test_a_hard_lock_keeps_everybody_out_of_its_area_and_nobody_out_of_others(books, area):
    lock(area, hard="2026-03-31")

    with refused("use a date after March 31"):
        post_in(JOURNAL_OF[area], actor=clerk("owner"))
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_a_lock_ends_after_its_day_and_leaves_other_journals_alone(books):
    lock("sales", hard="2026-03-31")

    post_in("sales", on=date(2026, 4, 1))
    post_in("purchases")

    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_a_lock_of_taxes_keeps_lines_with_a_tax_out(books):
    lock("tax", hard="2026-03-31")
    tax = Tax.objects.get(code="S20")
    taxed = [
        Posting(account("5120"), Decimal(12)),
        Posting(account("7070"), Decimal(-10)),
        Posting(account("4457"), Decimal(-2), tax=tax, tax_base=Decimal(-10)),
    ]
    post_in("sales")

    with refused("“Tax” is locked"):
        services.post_entry(
            actor=None, journal=services.journal_of("sales"), on=MARCH, postings=taxed,
            source_type="tests.taxed", source_id=uuid7(),
        )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["salesperson", "buyer", "warehouse_manager"])
def test_a_soft_lock_keeps_out_who_lacks_the_right(books, role):
    lock("sales", soft="2026-03-31")

    with refused("“Sales” is locked"):
        post_in("sales", actor=clerk(role))
    assert not LockOverride.objects.exists()


@pytest.mark.django_db
def test_who_has_the_right_passes_a_soft_lock_and_leaves_a_trace(books):
    lock("sales", soft="2026-03-31")
    accountant = clerk("accountant")

    entry = post_in("sales", actor=accountant)

    trace = LockOverride.objects.get()
    assert (trace.source_type, trace.source_id) == ("ledger.entry", entry.pk)
    assert (trace.area, trace.actor, trace.date, trace.locked_until) == (
        "sales", accountant, MARCH, date(2026, 3, 31),
    )  # fmt: skip


@pytest.mark.django_db
def test_a_hard_lock_moves_forward_only_and_never_into_the_future(books):
    lock("sales", hard="2026-03-31")

    with pytest.raises(InvalidInput, match="stands until March 31"):
        lock("sales", hard="2026-02-28")
    tomorrow = company_in_force().today() + timedelta(days=1)
    with pytest.raises(InvalidInput, match="choose a day that is over"):
        lock("sales", hard=tomorrow.isoformat())
    assert AreaLock.objects.get().hard_until == date(2026, 3, 31)
    assert lock("sales", hard="2026-04-30").hard_until == date(2026, 4, 30)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE ledger_arealock SET hard_until = '2026-01-31'", "hard_lock_stays"),
        ("UPDATE ledger_arealock SET hard_until = NULL", "hard_lock_stays"),
        ("UPDATE ledger_arealock SET hard_until = now()::date + 1", "hard_lock_in_the_past"),
        ("UPDATE ledger_arealock SET area = 'stock'", "lock_keeps_its_area"),
    ],
)
def test_the_database_keeps_a_hard_lock_where_it_is(books, statement, rule):
    lock("sales", hard="2026-03-31")

    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        AreaLock.objects.raw(statement)._fetch_all()
    assert caught.value.__cause__.diag.constraint_name == rule


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", [
    "DELETE FROM ledger_arealock",
    "DELETE FROM ledger_lockoverride",
    "UPDATE ledger_lockoverride SET actor_id = NULL",
    "INSERT INTO ledger_lockoverride SELECT * FROM ledger_lockoverride",
    "SELECT ledger_refuse_locked(NULL, '', now()::date, NULL, '', NULL)",
])  # fmt: skip
def test_neither_lock_nor_trace_is_removed_or_written_by_hand(company, app_sql, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        app_sql.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_posted_behind_a_lock_that_is_set_meanwhile(company):
    with transaction.atomic():
        make_books()
        sales = services.journal_of("sales")
        lines = [Posting(account("5120"), Decimal(1)), Posting(account("7070"), Decimal(-1))]

    @retry_tx
    def post_one():
        services.post_entry(
            actor=None, journal=sales, on=MARCH, postings=lines,
            source_type="tests.race", source_id=uuid7(),
        )  # fmt: skip

    def poster():
        for _ in range(300):
            try:
                post_one()
            except AreaLocked as refusal:
                return refusal
        return None

    @retry_tx
    def set_lock():
        lock("sales", hard="2026-03-31")
        return Entry.objects.count()

    calls = [poster] * 30
    calls.insert(10, set_lock)

    answers = in_threads(calls, at_once=20)

    counted = answers.pop(10)
    assert all(isinstance(answer, AreaLocked) for answer in answers), answers
    with transaction.atomic():
        assert Entry.objects.count() == counted > 0


@pytest.mark.django_db
def test_locks_are_set_on_their_screen_and_what_passed_them_is_listed(books):
    page = logged_in(clerk("accountant"))
    new = {"area": "sales", "soft_until": "2026-03-31", "hard_until": "2026-01-31"}

    assert page.post(reverse("ledger:arealock_create"), new).status_code == 302
    assert page.post(reverse("ledger:arealock_create"), new).status_code == 422
    stored = AreaLock.objects.get()
    worse = {"soft_until": "2026-03-31", "hard_until": "", "version": stored.version}
    answer = page.post(reverse("ledger:arealock_edit", args=[stored.pk]), worse)
    assert (answer.status_code, "stands until" in answer.content.decode()) == (422, True)
    entry = post_in("sales", actor=clerk("accountant"))

    listed = page.get(reverse("ledger:lockoverride_list")).content.decode()
    assert reverse("ledger:entry_detail", args=[entry.pk]) in listed


def test_an_area_is_a_kind_of_journal_or_named_in_the_rule():
    assert set(Area.values) - {"tax", "everything"} <= {"sales", "purchases", "stock"}
