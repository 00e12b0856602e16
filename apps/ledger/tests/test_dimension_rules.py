"""What plain SQL of the application's role is refused about dimensions, and that the chain covers them."""

import json
from typing import Any

import pytest
from django.db import transaction
from psycopg import errors

from apps.core.context import company_context
from apps.ledger import services, verifying
from apps.ledger.models import Seal
from apps.ledger.services import Posting
from apps.ledger.tests.factories import by, dimension, draft, make_books, post, rule, value_of
from apps.ledger.tests.test_rules import GOOD, LINE, Sql

pytestmark = pytest.mark.django_db(transaction=True)
WITH_DIMENSIONS = LINE.replace("rate, memo)", "rate, memo, dimensions)").replace(
    "1, '')", "1, '', %(dimensions)s)"
)


@pytest.fixture
def sql(company, app_sql):
    with transaction.atomic():
        make_books()
        dimension("CC", "SHOP")
        dimension("PRJ", "HOUSE")
    return Sql(app_sql, company.pk)


def insert(sql: Sql, monkeypatch: Any, dimensions: Any) -> None:
    """Insert a good entry whose lines carry ``dimensions``."""
    monkeypatch.setattr("apps.ledger.tests.test_rules.LINE", WITH_DIMENSIONS)
    execute = sql.connection.execute

    class Connection:
        def execute(self, query: str, values: Any = None) -> Any:
            extra = {"dimensions": json.dumps(dimensions)} if query == WITH_DIMENSIONS else {}
            return execute(query, values and {**values, **extra})

    monkeypatch.setattr(sql, "connection", Connection())
    sql.entry(*GOOD)


def given(*codes: str) -> dict[str, str]:
    with transaction.atomic():
        return by(*codes)


def test_a_line_with_values_of_the_company_is_taken(sql, monkeypatch):
    insert(sql, monkeypatch, given("SHOP", "HOUSE"))

    sql.check()


@pytest.mark.parametrize("wrong", ["swapped", "text", "list", "number", "null", "other company"])
def test_a_line_with_anything_else_is_refused(sql, monkeypatch, wrong, other_company):
    right = given("SHOP", "HOUSE")
    if wrong == "other company":
        with company_context(other_company.pk), transaction.atomic():
            dimension("CC", "SHOP")
            foreign = by("SHOP")
    keys = list(right)
    bad = {
        "swapped": lambda: {keys[0]: right[keys[1]]},
        "text": lambda: {"CC": "SHOP"},
        "list": lambda: [keys[0]],
        "number": lambda: 5,
        "null": lambda: {keys[0]: None},
        "other company": lambda: foreign,
    }[wrong]()

    with pytest.raises(errors.CheckViolation, match=r"has no value .* in use"):
        insert(sql, monkeypatch, bad)


def test_a_line_with_a_value_out_of_use_is_refused(sql, monkeypatch):
    mark = given("SHOP")
    sql.connection.execute("UPDATE ledger_dimensionvalue SET is_active = false WHERE code = 'SHOP'")

    with pytest.raises(errors.CheckViolation, match="in use"):
        insert(sql, monkeypatch, mark)


@pytest.mark.parametrize(("policy", "mark"), [("required", ()), ("forbidden", ("SHOP",))])
def test_a_line_against_the_rule_of_its_account_is_refused(sql, monkeypatch, policy, mark):
    with transaction.atomic():
        rule(value_of("SHOP").dimension, policy, account_type="income")

    with pytest.raises(errors.CheckViolation, match=f"dimension Cc is {policy}"):
        insert(sql, monkeypatch, given(*mark))


@pytest.mark.parametrize("table", ["ledger_dimension", "ledger_dimensionvalue"])
def test_what_lines_name_is_never_deleted(sql, table):
    with pytest.raises(errors.InsufficientPrivilege):
        sql.connection.execute(f"DELETE FROM {table}")


def test_a_reversal_that_drops_the_dimension_does_not_commit(sql, company):
    with transaction.atomic():
        original = post_marked()
    mirror = [("5120", 0, 10), ("7070", 10, 0)]
    sql.entry(*mirror, reverses=original.pk)

    with pytest.raises(errors.CheckViolation, match="mirror every line"):
        sql.check()


def post_marked() -> Any:
    entry = post(("5120", "10"), ("7070", "-10"))
    lines = {line.account.code: line.account for line in entry.lines.select_related("account")}
    return services.post_entry(
        actor=None,
        journal=entry.journal_id,
        on=entry.date,
        postings=[
            Posting(lines["5120"], entry.total),
            Posting(lines["7070"], -entry.total, dimensions=by("SHOP")),
        ],
        source_type="tests.marked",
        source_id=entry.pk,
    )


@pytest.fixture
def sealed(sql, company):
    with transaction.atomic():
        post_marked()
    with transaction.atomic():
        services.seal_entries(full=True)
    return company


OFF = "ALTER TABLE ledger_{0} DISABLE TRIGGER USER"
AS_BEFORE = """
UPDATE ledger_seal s SET form = 1, previous_hash = '', hash = ledger_link('', ledger_canonical(e))
FROM ledger_entry e WHERE e.id = s.entry_id AND s.number = 1
"""
NEXT = """
UPDATE ledger_seal s SET previous_hash = p.hash, hash = ledger_link(p.hash, ledger_canonical(e, s.form))
FROM ledger_entry e, ledger_seal p WHERE e.id = s.entry_id AND s.number = 2 AND p.number = 1
"""
MARK = """
UPDATE ledger_entryline SET dimensions = '{"a": "b"}'
WHERE entry_id = (SELECT entry_id FROM ledger_seal WHERE number = %s)
"""


def broken_after(owner_sql: Any, company: Any, monkeypatch: Any, *crime: Any) -> list[int]:
    owner_sql.execute("SELECT set_config('erp.company_id', %s, true)", [str(company.pk)])
    for table in ("entryline", "seal"):
        owner_sql.execute(OFF.format(table))
    for statement, *values in crime:
        owner_sql.execute(statement, values or None)
    monkeypatch.setattr(verifying, "connection", owner_sql)
    with transaction.atomic():
        return [row["number"] for row in verifying.verify_chain().broken]


def test_new_seals_cover_the_dimensions(sealed, owner_sql, monkeypatch):
    with transaction.atomic():
        assert list(Seal.objects.order_by("number").values_list("form", flat=True)) == [3, 3]
    assert broken_after(owner_sql, sealed, monkeypatch) == []

    assert broken_after(owner_sql, sealed, monkeypatch, (MARK, 2)) == [2]


def test_seals_from_before_there_were_dimensions_still_hold(sealed, owner_sql, monkeypatch):
    assert broken_after(owner_sql, sealed, monkeypatch, (AS_BEFORE,), (NEXT,)) == []


def test_an_entry_from_before_cannot_be_given_dimensions(sealed, owner_sql, monkeypatch):
    assert broken_after(owner_sql, sealed, monkeypatch, (AS_BEFORE,), (NEXT,), (MARK, 1)) == [1]


def test_calling_a_new_seal_old_hides_nothing(sealed, owner_sql, monkeypatch):
    older = ("UPDATE ledger_seal SET form = 1 WHERE number = 2",)

    assert broken_after(owner_sql, sealed, monkeypatch, older) == [2]


def test_a_draft_line_may_not_name_what_is_no_value(sql):
    with transaction.atomic():
        document = draft(("6070", "10"), ("5120", "-10"))

    with pytest.raises(errors.CheckViolation, match="these are not: CC: SHOP"):
        sql.connection.execute(
            "UPDATE ledger_manualentryline SET dimensions = %s WHERE manual_entry_id = %s",
            ['{"CC": "SHOP"}', document.pk],
        )
