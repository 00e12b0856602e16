"""The rules the database keeps, tried by SQL that bypasses our code, as the role the application runs as."""

from itertools import permutations

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from apps.companies.tests.factories import make_branch
from apps.core.attachments import store_attachment
from apps.core.context import company_context, company_id
from apps.core.events import publish
from apps.core.models import AuditRow, Event
from apps.core.numbering import take_number
from apps.core.sql import frozen, frozen_lines, lifecycle

PAIRS = {("draft", "posted"), ("draft", "cancelled"), ("posted", "reversed")}
STATUSES = ["draft", "posted", "cancelled", "reversed"]


def run(sql, *params):
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def refused(sql, *params, by=IntegrityError):
    with pytest.raises(by) as caught, transaction.atomic():
        run(sql, *params)
    return str(caught.value)


@pytest.fixture
def document(db):
    """Return the id of a draft in a table with lines, guarded like a real one."""
    steps = [
        lifecycle("trial", PAIRS),
        frozen("trial", may_change=["note"]),
        frozen_lines("trial_line", parent="trial", key="trial_id", may_change=["shipped"]),
    ]
    run(
        "CREATE TEMP TABLE trial (id uuid PRIMARY KEY, status text, total numeric, note text, version int)"
        " ON COMMIT DROP"
    )
    run(
        "CREATE TEMP TABLE trial_line (id serial PRIMARY KEY, trial_id uuid, amount numeric, shipped int)"
        " ON COMMIT DROP"
    )
    for step in steps:
        for statement in step.sql:
            run(statement)
    run("INSERT INTO trial VALUES (gen_random_uuid(), 'draft', 10, '', 1)")
    run(
        "INSERT INTO trial_line (trial_id, amount, shipped) SELECT id, n, 0 FROM trial, generate_series(1, 3) n"
    )
    return run("SELECT id FROM trial")[0][0]


@pytest.mark.parametrize(("old", "new"), list(permutations(STATUSES, 2)))
def test_the_trigger_allows_exactly_the_life_cycle(document, old, new):
    run("ALTER TABLE trial DISABLE TRIGGER USER")
    run("UPDATE trial SET status = %s", old)
    run("ALTER TABLE trial ENABLE TRIGGER USER")

    try:
        with transaction.atomic():
            run("UPDATE trial SET status = %s", new)
        allowed = True
    except IntegrityError:
        allowed = False

    assert allowed == ((old, new) in PAIRS)


@pytest.mark.parametrize("status", ["posted", "cancelled", "reversed", "nonsense"])
def test_a_document_begins_in_its_first_status(document, status):
    assert "cannot begin" in refused(
        "INSERT INTO trial VALUES (gen_random_uuid(), %s, 1, '', 1)", status
    )


def test_a_draft_changes_as_one_likes_and_posting_may_set_everything(document):
    run("UPDATE trial SET total = 20")
    run("UPDATE trial SET status = 'posted', total = 30, note = 'n'")

    assert run("SELECT status, total FROM trial") == [("posted", 30)]


def test_a_posted_document_keeps_its_values_but_for_those_named(document):
    run("UPDATE trial SET status = 'posted'")

    assert "keeps its total" in refused("UPDATE trial SET total = 11")
    assert "keeps its total" in refused("UPDATE trial SET status = 'reversed', total = 11")
    assert "stays" in refused("DELETE FROM trial")
    run("UPDATE trial SET note = 'later', version = 2, status = 'reversed'")


def test_a_draft_may_be_deleted_with_its_lines(document):
    run("DELETE FROM trial_line")
    run("DELETE FROM trial")


def test_the_lines_of_a_draft_come_change_and_go(document):
    run("INSERT INTO trial_line (trial_id, amount, shipped) VALUES (%s, 5, 0)", document)
    run("UPDATE trial_line SET amount = amount + 1")

    assert run("DELETE FROM trial_line WHERE amount > 2") == 3


def test_the_lines_of_a_posted_document_stand_still(document):
    run("UPDATE trial SET status = 'posted'")

    refused("INSERT INTO trial_line (trial_id, amount, shipped) VALUES (%s, 5, 0)", document)
    refused("UPDATE trial_line SET amount = amount + 1 WHERE amount = 2")
    refused("UPDATE trial_line SET trial_id = gen_random_uuid() WHERE amount = 2")
    refused("DELETE FROM trial_line WHERE amount = 2")
    assert run("SELECT count(*), sum(amount) FROM trial_line") == [(3, 6)]


def test_the_columns_named_still_change_on_the_lines_of_a_posted_document(document):
    run("UPDATE trial SET status = 'posted'")

    run("UPDATE trial_line SET shipped = 1")
    refused("UPDATE trial_line SET shipped = 2, amount = 1")


def test_a_line_cannot_be_moved_into_a_posted_document(document):
    run("INSERT INTO trial VALUES (gen_random_uuid(), 'draft', 1, '', 1)")
    run("UPDATE trial SET status = 'posted' WHERE id = %s", document)

    refused("UPDATE trial_line SET trial_id = (SELECT id FROM trial WHERE status = 'draft')")


FACTS = [
    "core_event",
    "core_attachment",
    "core_comment",
    "core_auditrow",
    "companies_historicalcompany",
]


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize(
    "crime", ["DELETE FROM {}", "UPDATE {} SET company_id = NULL", "TRUNCATE {}"]
)
def test_facts_are_not_changed_by_the_application(company, table, crime):
    if "historicalcompany" in table:
        crime = crime.replace("company_id", "name")
    assert "permission denied" in refused(crime.format(table), by=ProgrammingError)


@pytest.mark.parametrize("table", FACTS)
@pytest.mark.parametrize("crime", ["DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {}"])
def test_facts_are_not_changed_by_the_owner_either(owner_sql, table, crime):
    with pytest.raises(psycopg.errors.CheckViolation, match="stay as they were written"):
        owner_sql.execute(crime.format(table))


def test_nobody_but_the_trigger_writes_the_audit(company):
    assert "permission denied" in refused(
        "INSERT INTO core_auditrow (at, table_name, row_id, operation, request_id, database_role) "
        "VALUES (now(), 'x', '1', 'insert', '', 'erp_app')",
        by=ProgrammingError,
    )


@pytest.mark.parametrize(
    "crime",
    [
        "ALTER TABLE core_event DISABLE TRIGGER ALL",
        "ALTER TABLE core_event DISABLE ROW LEVEL SECURITY",
        "DROP TRIGGER append_only ON core_event",
        "DROP TABLE core_comment",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
        "ALTER ROLE erp_app SUPERUSER",
        "SET ROLE erp_owner",
        "GRANT DELETE ON core_event TO erp_app",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_cannot_switch_a_rule_off(app_sql, crime):
    with app_sql.cursor() as cursor:
        try:
            cursor.execute(crime)
        except psycopg.errors.InsufficientPrivilege:
            return
        # PostgreSQL answers a grant of what one does not own with a warning and grants nothing
        assert crime.startswith("GRANT"), crime
        cursor.execute("SELECT has_table_privilege('erp_app', 'core_event', 'DELETE')")
        assert cursor.fetchone() == (False,)


def test_a_company_sees_and_writes_only_its_own_rows(company, other_company):
    publish("core.tried", company)
    tried = Event.objects.filter(name="core.tried")

    with company_context(other_company.pk):
        assert not tried.exists()
    with company_context(None):
        assert not tried.exists()
    assert tried.count() == 1
    assert "row-level security" in refused(
        "INSERT INTO core_event (id, company_id, name, version, aggregate_type, aggregate_id, payload, request_id, at) "
        "VALUES (gen_random_uuid(), %s, 'x', 1, 'x', gen_random_uuid(), '{}', '', now())",
        other_company.pk,
        by=ProgrammingError,
    )


def test_a_row_cannot_be_carried_into_another_company(company, other_company):
    make_branch()

    assert "row-level security" in refused(
        "UPDATE companies_branch SET company_id = %s", other_company.pk, by=ProgrammingError
    )


def test_a_number_series_counts_forward_only(company):
    take_number("trial", year=2026, prefix="T")
    take_number("trial", year=2026, prefix="T")

    assert "counts forward" in refused("UPDATE core_numberseries SET next_number = 2")
    assert "counts forward" in refused("UPDATE core_numberseries SET year = 2027")
    assert take_number("trial", year=2026, prefix="T") == "T-2026-00003"


@pytest.mark.parametrize("table", ["core_delivery", "core_numberseries"])
def test_what_would_be_lost_is_not_deleted(company, table):
    assert "permission denied" in refused(f"DELETE FROM {table}", by=ProgrammingError)


def test_an_issued_file_is_stored_once_and_never_again(company):
    first = store_attachment(
        target=company, filename="a.pdf", content=b"one", content_type="application/pdf", kind="pdf"
    )
    again = store_attachment(
        target=company, filename="b.pdf", content=b"two", content_type="application/pdf", kind="pdf"
    )

    assert again.pk == first.pk
    assert bytes(again.content) == b"one"


def test_the_audit_of_another_company_is_not_read(company, other_company):
    assert set(AuditRow.objects.values_list("company_id", flat=True)) <= {company_id(), None}
    with company_context(other_company.pk):
        assert not AuditRow.objects.filter(company_id=company.pk).exists()
