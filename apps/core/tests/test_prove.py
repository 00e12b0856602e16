"""Each check of core finds what was planted, and nothing else."""

import json
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from apps.core.events import publish
from apps.core.models import Event
from apps.core.numbering import take_number
from apps.core.prove import Check as ProveCheck
from apps.core.prove import gapless_numbers, register, registered, report_lines, run_check
from apps.core.testing import plant

CRIMES = {
    "core.company_tables_isolated": [
        "ALTER TABLE core_event NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE core_event DISABLE ROW LEVEL SECURITY",
        "DROP POLICY company_rows ON core_event",
        "CREATE POLICY everybody ON core_event USING (true)",
        "ALTER POLICY company_rows ON core_event USING (true)",
        "CREATE TABLE unguarded (id uuid, company_id uuid)",
    ],
    "core.views_keep_row_policies": ["CREATE VIEW leak AS SELECT * FROM core_event"],
    "core.no_key_leaves_the_company": [
        "ALTER TABLE core_delivery ADD FOREIGN KEY (event_id) REFERENCES core_event (id)",
    ],
    "core.composite_keys_stand": [
        "ALTER TABLE parties_address DROP CONSTRAINT parties_address_party_id_in_company"
    ],
    "core.triggers_stand": [
        "ALTER TABLE core_event DISABLE TRIGGER append_only",
        "DROP TRIGGER append_only ON core_event",
        "DROP TRIGGER audit_update ON companies_branch",
        "ALTER TABLE core_numberseries ENABLE REPLICA TRIGGER series_forward",
    ],
    "core.functions_as_written": [
        "CREATE OR REPLACE FUNCTION core_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP FUNCTION core_append_only() CASCADE",
    ],
    "core.facts_cannot_be_changed": [
        "GRANT DELETE ON core_event TO erp_app",
        "GRANT UPDATE (payload) ON core_event TO erp_app",
        "GRANT INSERT ON core_auditrow TO erp_app",
        "GRANT DELETE ON core_numberseries TO erp_app",
    ],
    "core.application_role_is_bound": [
        "GRANT CREATE ON SCHEMA public TO erp_app",
        "GRANT TRUNCATE ON core_delivery TO erp_app",
    ],
    "core.definers_fix_their_search_path": ["ALTER FUNCTION core_audit() RESET ALL"],
    "core.nothing_half_made": [
        "ALTER TABLE core_delivery ADD CONSTRAINT later CHECK (attempts < 100) NOT VALID",
        "ALTER TABLE companies_branch DISABLE TRIGGER audit_insert",
    ],
    "core.server_keeps_what_it_confirms": ["SET LOCAL synchronous_commit = off"],
}
PLANTED_ROWS = {
    "core.outbox_delivered": """
        INSERT INTO core_delivery (id, company_id, event_id, subscriber, status, attempts, due_at, error)
        VALUES (gen_random_uuid(), '{company}', gen_random_uuid(), 'x', 'pending', 0,
                now() - interval '25 hours', '')""",
    "core.delivery_has_event": """
        INSERT INTO core_delivery (id, company_id, event_id, subscriber, status, attempts, due_at, error)
        VALUES (gen_random_uuid(), '{company}', gen_random_uuid(), 'x', 'done', 0, now(), '')""",
    "core.attachments_as_archived": """
        INSERT INTO core_attachment (id, company_id, target_type, target_id, kind, filename, content_type, content,
                                     size, sha256, at)
        VALUES (gen_random_uuid(), '{company}', 'x', gen_random_uuid(), 'upload', 'f', 't', 'abc', 3,
                encode(sha256('abd'), 'hex'), now())""",
    "core.answers_are_kept": """
        INSERT INTO core_idempotencykey (id, company_id, actor_id, key, request_hash, response, at)
        VALUES (gen_random_uuid(), '{company}', gen_random_uuid(), 'k', 'short', '[]', now())""",
}
COMPANY = "0190f5a0-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("check", "crime"), [(check, crime) for check, crimes in CRIMES.items() for crime in crimes]
)
def test_a_guard_taken_away_is_found(owner_sql, check, crime):
    assert plant(owner_sql, check) == []

    assert plant(owner_sql, check, crime)


@pytest.mark.parametrize("check", PLANTED_ROWS)
def test_a_wrong_row_is_found(owner_sql, check):
    assert plant(owner_sql, check, company=COMPANY) == []

    assert (
        len(plant(owner_sql, check, PLANTED_ROWS[check].format(company=COMPANY), company=COMPANY))
        == 1
    )


def test_every_check_of_core_has_a_planted_violation():
    own = {
        check.name
        for check in registered()
        if check.name.startswith("core.") and check.name != "core.trial"
    }

    assert own == set(CRIMES) | set(PLANTED_ROWS)


def test_names_are_unique_and_begin_with_the_app():
    assert all(check.name.count(".") == 1 and check.why.endswith(".") for check in registered())


@pytest.fixture
def trial(db, monkeypatch):
    """Register a check that events called core.planted break."""
    monkeypatch.setattr("apps.core.prove._checks", {})
    check = ProveCheck(
        "core.trial",
        "SELECT id, name FROM core_event WHERE name = 'core.planted'",
        "No event is planted.",
    )
    register(check)
    return check


def test_prove_prints_one_object_and_ends_with_zero_when_all_is_well(company, trial, capsys):
    call_command("prove", "--json", "--company", company.code)

    assert json.loads(capsys.readouterr().out) == {"checks": 1, "violations": 0, "details": []}


def test_prove_names_the_counter_example_and_ends_with_one(company, trial, capsys):
    publish("core.planted", company)

    with pytest.raises(SystemExit) as ended:
        call_command("prove", "--json", "--company", company.code)

    answer = json.loads(capsys.readouterr().out)
    assert ended.value.code == 1
    assert set(answer) == {"checks", "violations", "details"}
    assert (answer["checks"], answer["violations"]) == (1, 1)
    assert answer["details"][0] == {
        "check": "core.trial",
        "company": company.code,
        "why": "No event is planted.",
        "row": {"id": str(Event.objects.get(name="core.planted").pk), "name": "core.planted"},
    }


def test_prove_tells_people_the_rule_and_the_row(company, trial, capsys):
    publish("core.planted", company)

    with pytest.raises(SystemExit):
        call_command("prove", "--company", company.code)

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "core.trial: No event is planted."
    assert "name = core.planted" in lines[1]
    assert lines[-1] == "1 checks, 1 violations, 1 companies."


def test_an_unknown_company_is_a_wrong_argument(company, trial):
    with pytest.raises(CommandError, match="the companies are") as refused:
        call_command("prove", "--company", "NOPE")

    assert refused.value.returncode == 2


def test_the_real_checks_hold_on_the_real_database(company):
    assert os.environ["DATABASE_URL"]
    call_command("prove", "--company", company.code)


@pytest.mark.parametrize(
    ("crime", "found"),
    [
        (None, 0),
        ("UPDATE pg_temp.paper SET number = 'T-2026-00009' WHERE number = 'T-2026-00002'", 1),
        ("DELETE FROM pg_temp.paper WHERE number = 'T-2026-00003'", 1),
        ("DELETE FROM pg_temp.paper", 1),
        ("INSERT INTO pg_temp.paper VALUES ('T-2025-00001')", 1),
        ("INSERT INTO pg_temp.paper VALUES ('T-2026-00002')", 1),
        ("INSERT INTO pg_temp.paper VALUES ('')", 0),
    ],
)
def test_gaps_repeats_and_counters_gone_astray_are_found(company, crime, found):
    numbers = [take_number("trial", year=2026, prefix="T") for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE paper (number text) ON COMMIT DROP")
        cursor.execute("INSERT INTO paper SELECT unnest(%s::text[])", [numbers])
        if crime:
            cursor.execute(crime)
        violations = run_check(cursor, gapless_numbers("core.paper", table="paper", series="trial"))

    assert len(violations) == found
    assert len(list(report_lines(violations))) == 2 * found
