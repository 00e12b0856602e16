"""The database refuses, for plain SQL of the application's role, whatever would make the books wrong."""

from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import permutations
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import errors

from apps.access.tests.factories import make_user
from apps.core.context import company_context
from apps.ledger import services
from apps.ledger.choices import MANUAL_ENTRY_LIFECYCLE, PERIOD_LIFECYCLE, ManualEntryStatus
from apps.ledger.models import Account, Entry, EntryLine, Period
from apps.ledger.tests.factories import draft, make_books, post

pytestmark = pytest.mark.django_db(transaction=True)

LINE = """
INSERT INTO ledger_entryline (id, company_id, entry_id, line_no, line_count, date, account_id, debit, credit,
                              currency_id, amount_currency, rate, memo)
VALUES (%(id)s, %(company)s, %(entry)s, %(no)s, %(count)s, %(date)s, %(account)s, %(debit)s, %(credit)s,
        'EUR', %(debit)s::numeric - %(credit)s::numeric, 1, '')
"""
ENTRY = """
INSERT INTO ledger_entry (id, company_id, journal_id, period_id, date, document_date, reference, memo, line_count,
                          total, source_type, source_id, kind, reverses_id, created_at)
VALUES (%(id)s, %(company)s, %(journal)s, %(period)s, %(date)s, %(date)s, '', '', %(count)s,
        %(total)s, %(source)s, %(id)s, 'post', %(reverses)s, now())
"""


class Sql:
    """What somebody could send as ``erp_app`` in psql, in one company."""

    def __init__(self, connection: psycopg.Connection[Any], company: UUID) -> None:
        self.connection, self.company = connection, company
        connection.execute("SELECT set_config('erp.company_id', %s, false)", [str(company)])
        with company_context(company), transaction.atomic():
            self.accounts = dict(
                Account.objects.filter(company_id=company).values_list("code", "pk")
            )
            self.journal = services.journal_of("general").pk
            self.periods = dict(Period.objects.filter(company_id=company).values_list("code", "pk"))

    def entry(self, *lines: tuple[str, Any, Any], **fields: Any) -> UUID:
        """Insert an entry with (account, debit, credit) lines, as declared or as ``fields`` say."""
        values = {
            "id": uuid4(),
            "company": self.company,
            "journal": self.journal,
            "period": self.periods["2026-01"],
            "date": date(2026, 1, 15),
            "count": len(lines),
            "total": 10,
            "source": "tests.sql",
            "reverses": None,
            **fields,
        }
        self.connection.execute(ENTRY, values)
        for number, (account, debit, credit) in enumerate(lines, 1):
            self.line(values, number, account, debit, credit)
        return values["id"]

    def line(
        self, entry: dict[str, Any], number: int, account: Any, debit: Any, credit: Any
    ) -> None:
        """Insert one line of ``entry``."""
        self.connection.execute(
            LINE,
            {
                "id": uuid4(),
                "company": entry.get("company", self.company),
                "entry": entry["id"],
                "no": number,
                "count": entry["count"],
                "date": entry["date"],
                "account": self.accounts.get(account, account),
                "debit": debit,
                "credit": credit,
            },
        )

    def check(self) -> None:
        """Check what COMMIT would check."""
        self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")


GOOD = (("5120", 10, 0), ("7070", 0, 10))


@pytest.fixture
def sql(company, app_sql):
    with transaction.atomic():
        make_books()
    return Sql(app_sql, company.pk)


@pytest.fixture
def posted(company, sql):
    with transaction.atomic():
        return post(("5120", "10"), ("7070", "-10"))


def as_dict(entry: Entry) -> dict[str, Any]:
    return {"id": entry.pk, "count": entry.line_count, "date": entry.date}


def test_a_balanced_entry_is_taken(sql):
    sql.entry(*GOOD)

    sql.check()


@pytest.mark.parametrize(
    ("lines", "fields"),
    [
        ((("5120", 10, 0), ("7070", 0, 9)), {}),
        ((("5120", 9, 0), ("7070", 0, 9)), {}),
        ((("5120", 10, 0),), {"count": 2}),
        ((), {"count": 2}),
        ((("5120", 10, 0), ("7070", 0, 10)), {"count": 3}),
    ],
    ids=["debit is not credit", "sum is not the total", "one line", "no line", "a line is missing"],
)
def test_an_entry_that_is_not_complete_does_not_commit(sql, lines, fields):
    sql.entry(*lines, **fields)

    with pytest.raises(errors.CheckViolation, match="both sum to"):
        sql.check()


def test_an_entry_declares_two_lines_at_least(sql):
    with pytest.raises(errors.CheckViolation, match="entry_has_two_lines"):
        sql.entry(("5120", 10, 0))


def test_a_committed_entry_has_no_room_for_a_line(sql, posted):
    with pytest.raises(errors.CheckViolation, match="entry_line_within_count"):
        sql.line(as_dict(posted), 3, "5120", 5, 0)


def test_a_line_cannot_claim_that_its_entry_has_more_lines(sql, posted):
    with pytest.raises(errors.ForeignKeyViolation, match="entry_shape"):
        sql.line({**as_dict(posted), "count": 4}, 3, "5120", 5, 0)


def test_an_entry_checked_early_in_its_transaction_has_no_room_either(sql):
    entry = sql.entry(*GOOD)
    sql.check()

    with pytest.raises(errors.CheckViolation, match="entry_line_within_count"):
        sql.line({"id": entry, "count": 2, "date": date(2026, 1, 15)}, 3, "5120", 5, 0)


@pytest.mark.parametrize("table", ["entry", "entryline", "seal", "periodclosing", "periodbalance"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_nothing_in_the_books_is_changed_deleted_or_truncated(sql, posted, table, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        sql.connection.execute(statement.format(f"ledger_{table}"))


@pytest.mark.parametrize("statement", ["UPDATE {} SET company_id = company_id", "DELETE FROM {}"])
def test_not_even_by_the_owner(company, posted, owner_sql, statement):
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(company.pk)])

    with pytest.raises(errors.CheckViolation, match="stay as they were written"):
        owner_sql.execute(statement.format("ledger_entryline"))


@pytest.mark.parametrize("column", ["debit", "credit"])
@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-1", "1e15"])
def test_an_amount_is_a_number_within_bounds(sql, column, amount):
    amounts = {"debit": (amount, 0), "credit": (0, amount)}[column]

    with pytest.raises((errors.CheckViolation, errors.NumericValueOutOfRange)):
        sql.entry(("5120", *amounts), ("7070", 0, 10))


@pytest.mark.parametrize("total", ["NaN", "0", "-1", "1e15"])
def test_so_is_the_total(sql, total):
    with pytest.raises(errors.CheckViolation, match="entry_total_positive"):
        sql.entry(*GOOD, total=total)


@pytest.mark.parametrize(("debit", "credit"), [(0, 0), (5, 5)])
def test_a_line_has_exactly_one_side(sql, debit, credit):
    with pytest.raises(errors.CheckViolation, match="entry_line"):
        sql.entry(("5120", debit, credit), ("7070", 0, 10))


def test_the_date_lies_in_the_period(sql):
    with pytest.raises(errors.CheckViolation, match="use a date in an open period"):
        sql.entry(*GOOD, date=date(2026, 2, 1))


def test_a_closed_period_takes_no_entry(company, sql):
    with transaction.atomic():
        services.close_period(actor=None, pk=sql.periods["2026-01"])

    with pytest.raises(errors.CheckViolation, match="use a date in an open period"):
        sql.entry(*GOOD)


def test_a_period_is_not_reopened_by_an_update(company, sql):
    with transaction.atomic():
        services.close_period(actor=None, pk=sql.periods["2026-01"])

    with pytest.raises(errors.InsufficientPrivilege):
        sql.connection.execute("UPDATE ledger_period SET status = 'open'")


def closing(sql: Sql, period: str, action: str, reason: str = "") -> None:
    sql.connection.execute(
        "INSERT INTO ledger_periodclosing (id, company_id, period_id, action, reason, entry_count, total, "
        "balances_sha256, seal_hash, accepted, at) VALUES (%s, %s, %s, %s, %s, 0, 0, '', '', '[]', now())",
        [uuid4(), sql.company, sql.periods[period], action, reason],
    )


def test_a_reopening_needs_a_reason(company, sql):
    with transaction.atomic():
        services.close_period(actor=None, pk=sql.periods["2026-01"])

    with pytest.raises(errors.CheckViolation, match="reopening_needs_a_reason"):
        closing(sql, "2026-01", "reopen")


@pytest.mark.parametrize(("period", "action", "text"), [
    ("2026-02", "close", "in order"),
    ("2026-01", "reopen", "must be closed"),
])  # fmt: skip
def test_periods_close_in_order_and_reopen_only_when_closed(sql, period, action, text):
    with pytest.raises(errors.CheckViolation, match=text):
        closing(sql, period, action, "why")


def test_a_period_begins_open(sql):
    with pytest.raises(errors.CheckViolation, match="begins open"):
        sql.connection.execute(
            'INSERT INTO ledger_period (id, company_id, fiscal_year_id, code, start, "end", status) '
            "SELECT gen_random_uuid(), company_id, fiscal_year_id, 'x', '2027-01-01', '2027-01-31', 'closed' "
            "FROM ledger_period LIMIT 1"
        )


def test_a_line_does_not_name_another_companys_account(sql, other_company):
    with company_context(other_company.pk), transaction.atomic():
        foreign = make_books()["5120"].pk

    with pytest.raises(errors.ForeignKeyViolation, match="account_id_in_company"):
        sql.entry((foreign, 10, 0), ("7070", 0, 10))


def test_another_companys_books_are_neither_read_nor_written(sql, other_company):
    with company_context(other_company.pk), transaction.atomic():
        make_books()
        theirs = post(("5120", "10"), ("7070", "-10"))

    for table in (
        "ledger_entry",
        "ledger_entryline",
        "ledger_account",
        "ledger_openitem",
        "ledger_period",
    ):
        found = sql.connection.execute(
            f"SELECT count(*) FROM {table} WHERE company_id = %s", [other_company.pk]
        ).fetchone()
        assert found == (0,), table
    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        sql.line({**as_dict(theirs), "company": other_company.pk}, 3, "5120", 5, 0)


def test_without_a_company_there_are_no_books(posted, app_sql):
    app_sql.execute("SELECT set_config('erp.company_id', '', false)")

    assert app_sql.execute("SELECT count(*) FROM ledger_entry").fetchone() == (0,)


def test_a_reversal_that_is_no_mirror_does_not_commit(sql, posted):
    sql.entry(("7070", 10, 0), ("5300", 0, 10), reverses=posted.pk)

    with pytest.raises(errors.CheckViolation, match="mirror every line"):
        sql.check()


def test_a_true_mirror_commits_once(sql, posted):
    mirror = (("5120", 0, 10), ("7070", 10, 0))
    sql.entry(*mirror, reverses=posted.pk)
    sql.check()

    with pytest.raises(errors.UniqueViolation):
        sql.entry(*mirror, reverses=posted.pk)


def test_a_manual_entry_leaves_control_accounts_alone(sql):
    sql.entry(("4110", 10, 0), ("7070", 0, 10), source="ledger.manualentry")

    with pytest.raises(errors.CheckViolation, match="kept by its sub-ledger"):
        sql.check()


@pytest.mark.parametrize("statement", [
    "UPDATE ledger_openitem SET open_amount = 0",
    "DELETE FROM ledger_openitem",
    "INSERT INTO ledger_openitem SELECT * FROM ledger_openitem",
    "INSERT INTO ledger_seal SELECT * FROM ledger_seal",
])  # fmt: skip
def test_what_triggers_keep_nobody_else_writes(sql, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        sql.connection.execute(statement)


def test_the_rules_cannot_be_switched_off(sql):
    for statement in (
        "ALTER TABLE ledger_entryline DISABLE TRIGGER ALL",
        "SET session_replication_role = replica",
        "ALTER TABLE ledger_entry DISABLE ROW LEVEL SECURITY",
        "SET row_security = off; SELECT 1 FROM ledger_entry",
    ):
        with pytest.raises(errors.InsufficientPrivilege), sql.connection.transaction():
            sql.connection.execute(statement)


def test_the_trigger_allows_exactly_the_life_cycle_of_manual_entries():
    assert (
        set(import_module("apps.ledger.migrations.0002_guards").MANUAL_ENTRY_PAIRS)
        == MANUAL_ENTRY_LIFECYCLE.pairs()
    )
    assert PERIOD_LIFECYCLE.pairs() == {("open", "closed"), ("closed", "open")}


@pytest.mark.parametrize(("old", "new"), list(permutations(ManualEntryStatus.values, 2)))
def test_the_trigger_moves_manual_entries_exactly_as_the_life_cycle(sql, old, new):
    with transaction.atomic():
        document = draft(("6070", "10"), ("5120", "-10"))
        maker, checker = make_user(), make_user()
        if old == ManualEntryStatus.SUBMITTED:
            services.submit_manual_entry(actor=maker, pk=document.pk)
        if old == ManualEntryStatus.CANCELLED:
            services.cancel_manual_entry(actor=None, pk=document.pk)
        if old in {ManualEntryStatus.POSTED, ManualEntryStatus.REVERSED}:
            services.post_manual_entry(actor=None, pk=document.pk)
        if old == ManualEntryStatus.REVERSED:
            services.reverse_manual_entry(actor=None, pk=document.pk, on=date(2026, 1, 20))
        entry = post(("5120", "1"), ("7070", "-1"))
    statement = (
        "UPDATE ledger_manualentry SET status = %s, entry_id = coalesce(entry_id, %s),"
        " submitted_by_id = coalesce(submitted_by_id, %s), approved_by_id = coalesce(approved_by_id, %s)"
        " WHERE id = %s"
    )
    spare = entry.pk if new in {ManualEntryStatus.POSTED, ManualEntryStatus.REVERSED} else None

    people = [maker.pk, checker.pk] if ManualEntryStatus.SUBMITTED in {old, new} else [None, None]

    try:
        sql.connection.execute(statement, [new, spare, *people, document.pk])
        moved = True
    except errors.CheckViolation:
        moved = False

    assert moved == ((old, new) in MANUAL_ENTRY_LIFECYCLE.pairs())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_manualentry SET memo = 'other', date = date + 1",
        "DELETE FROM ledger_manualentry",
        "UPDATE ledger_manualentryline SET debit = debit + 1 WHERE debit > 0",
        "DELETE FROM ledger_manualentryline",
        "INSERT INTO ledger_manualentryline"
        " (id, company_id, manual_entry_id, position, account_id, memo, debit, credit)"
        " SELECT gen_random_uuid(), company_id, manual_entry_id, 9, account_id, '', 5, 0"
        " FROM ledger_manualentryline LIMIT 1",
    ],
)
def test_a_posted_manual_entry_stays_as_it_is(sql, statement):
    with transaction.atomic():
        services.post_manual_entry(actor=None, pk=draft(("6070", "10"), ("5120", "-10")).pk)

    with pytest.raises(errors.CheckViolation):
        sql.connection.execute(statement)


def test_the_lines_are_where_the_entry_says(posted):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(debit - credit) FROM ledger_entryline WHERE entry_id = %s", [posted.pk]
        )
        assert cursor.fetchone() == (Decimal(0),)
        assert EntryLine.objects.filter(entry=posted).count() == 2
