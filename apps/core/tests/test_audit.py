"""Every change is recorded, however it was made."""

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Concat

from apps.companies.models import Branch
from apps.companies.tests.factories import make_branch
from apps.core.context import company_context
from apps.core.ids import uuid7
from apps.core.models import AuditRow


def records(operation, table="companies_branch"):
    return AuditRow.objects.filter(operation=operation, table_name=table).order_by("pk")


@pytest.fixture
def branches(company):
    """Return three branches; what making them recorded is behind us."""
    return [make_branch(f"B{n}", name="North") for n in range(3)]


def test_an_update_by_queryset_leaves_a_row_with_actor_request_old_and_new(company, branches):
    actor = uuid7()
    with company_context(company.pk, user_id=actor, request_id="request-0001"):
        Branch.objects.filter(pk=branches[0].pk).update(name="South")

    record = records("update").get()
    assert (record.actor_id, record.request_id, record.database_role) == (
        actor,
        "request-0001",
        "erp_app",
    )
    assert (record.company_id, record.row_id) == (company.pk, str(branches[0].pk))
    assert (record.old, record.new) == ({"name": "North"}, {"name": "South"})


def test_an_f_expression_over_many_rows_leaves_one_record_each(branches):
    Branch.objects.update(name=Concat(F("name"), F("code")))

    assert [record.new["name"] for record in records("update")] == ["NorthB0", "NorthB1", "NorthB2"]


def test_raw_sql_is_recorded(branches):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE companies_branch SET city = 'Rabat' WHERE code = 'B1'")
        cursor.execute("DELETE FROM companies_branch WHERE code = 'B2'")

    assert records("update").get().new == {"city": "Rabat"}
    assert records("delete").get().old["code"] == "B2"


def test_rows_made_in_bulk_are_recorded_with_their_values(company):
    Branch.objects.bulk_create(Branch(company=company, code=f"C{n}", name="x") for n in range(50))

    recorded = [record.new["code"] for record in records("insert")]
    assert recorded == [f"C{n}" for n in range(50)]


def test_a_statement_that_changes_nothing_records_nothing(branches):
    Branch.objects.filter(code="none").update(name="x")
    Branch.objects.filter(code="none").delete()

    assert not records("update").exists()
    assert not records("delete").exists()


def test_secrets_and_bytes_stay_out_of_the_record(company, user_in):
    user = user_in()
    user.set_password("a new secret of mine")
    user.save()
    company.logo = b"\x89PNG"
    company.save(update_fields=["logo"])

    text = str(list(AuditRow.objects.values_list("old", "new")))
    assert "password" not in text
    assert "504e47" not in text
    assert records("update", "companies_company").last().row_id == str(company.pk)


def test_a_row_without_id_column_is_recorded_by_its_key(owner_sql):
    owner_sql.execute("CREATE TEMP TABLE keyed (code text PRIMARY KEY, name text)")
    for operation, rows in {
        "INSERT": "NEW TABLE AS new_rows",
        "UPDATE": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
    }.items():
        owner_sql.execute(
            f"CREATE TRIGGER a_{operation} AFTER {operation} ON keyed REFERENCING {rows} "
            "FOR EACH STATEMENT EXECUTE FUNCTION core_audit('code', '', '{}')"
        )
    owner_sql.execute("INSERT INTO keyed VALUES ('a', '1'), ('b', '2')")
    owner_sql.execute("UPDATE keyed SET name = '9' WHERE code = 'a'")
    owner_sql.execute("UPDATE keyed SET code = 'c' WHERE code = 'b'")

    found = owner_sql.execute(
        "SELECT row_id, operation, new->>'code', new->>'name' FROM core_auditrow WHERE table_name = 'keyed' ORDER BY id"
    ).fetchall()
    assert found[:3] == [
        ("a", "insert", "a", "1"),
        ("b", "insert", "b", "2"),
        ("a", "update", None, "9"),
    ]
    assert {row[0] for row in found[3:]} == {"b", "c"}


def changes_counted():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_inserted(oid), pg_stat_get_xact_tuples_updated(oid), "
            "pg_stat_get_xact_tuples_deleted(oid) FROM pg_class WHERE relname = 'companies_branch'"
        )
        return cursor.fetchone()


def test_there_are_as_many_records_as_postgresql_counted_changes(company):
    before = changes_counted()
    for code in ("B0", "B1", "B2"):
        make_branch(code)
    Branch.objects.update(city="Fes")
    Branch.objects.filter(code__in=["B0", "B1"]).update(city="Sale", name="Old")
    Branch.objects.filter(code="B2").delete()

    counted = [now - then for now, then in zip(changes_counted(), before, strict=True)]
    assert counted == [records(operation).count() for operation in ("insert", "update", "delete")]
    assert counted == [3, 5, 1]


def test_updating_many_rows_is_recorded_in_time_that_grows_with_their_number(company):
    Branch.objects.bulk_create(Branch(company=company, code=f"M{n}", name="x") for n in range(5000))
    for _ in range(6):  # the trigger's plan is kept from small statements
        Branch.objects.filter(code="M1").update(city="a")

    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL statement_timeout = '5s'"
        )  # pairs of 5,000 by 5,000 would take minutes
    assert Branch.objects.filter(code__startswith="M").update(city="b") == 5000
