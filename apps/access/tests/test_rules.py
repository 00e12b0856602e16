"""What the database records and refuses of users and rights, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.access.services import grant_access
from apps.access.tests.factories import make_user
from apps.companies.models import Company
from apps.companies.tests.factories import make_branch
from apps.core.testing import plant


def sql(text: str, *values: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def test_an_address_is_stored_in_small_letters(company: Company, user_in):
    with pytest.raises(IntegrityError, match="user_email_lower_case"):
        sql("UPDATE access_user SET email = 'ADA@EXAMPLE.COM' WHERE id = %s", user_in().pk)


@pytest.mark.django_db(transaction=True)
def test_no_password_stands_in_the_audit_log_or_the_history(company: Company, owner_sql):
    user = make_user(password="a pass phrase to hide")
    user.set_password("another pass phrase")
    user.save()

    assert not hasattr(user.history.first(), "password")
    with owner_sql.cursor() as cursor:
        cursor.execute(
            "SELECT old::text || new::text FROM core_auditrow WHERE row_id = %s", [str(user.pk)]
        )
        recorded = [row[0] or "" for row in cursor.fetchall()]
    assert len(recorded) >= 2
    assert not [text for text in recorded if user.password in text or "password" in text]


@pytest.mark.django_db(transaction=True)
def test_giving_and_taking_a_role_is_recorded(company: Company, user_in, owner_sql):
    user = user_in("salesperson")

    with owner_sql.cursor() as cursor:
        cursor.execute(
            "SELECT operation, new->>'user_id' FROM core_auditrow WHERE table_name = 'access_user_groups'"
            " AND new->>'user_id' = %s",
            [str(user.pk)],
        )
        assert cursor.fetchall() == [("insert", str(user.pk))]


@pytest.mark.django_db(transaction=True)
def test_prove_finds_rights_that_do_not_fit(company: Company, user_in, owner_sql):
    user = user_in("salesperson")
    branch = make_branch()
    grant_access(actor=None, user=user, row=branch)

    misfit = plant(
        owner_sql,
        "access.grants_fit_their_rows",
        "UPDATE access_companyuserobjectpermission SET permission_id ="
        " (SELECT id FROM auth_permission WHERE codename = 'access_branch')"
        f" WHERE user_id = '{user.pk}'",
    )
    assert [violation.row["codename"] for violation in misfit] == ["access_branch"]
    owner_sql.rollback()

    too_wide = plant(
        owner_sql,
        "access.no_role_opens_every_company",
        "INSERT INTO auth_group_permissions (group_id, permission_id)"
        " SELECT g.id, p.id FROM auth_group g, auth_permission p"
        " WHERE g.name = 'owner' AND p.codename = 'access_company'",
    )
    assert [violation.row["holder"] for violation in too_wide] == ["owner"]
    owner_sql.rollback()

    homeless = plant(
        owner_sql,
        "access.branches_of_own_companies",
        f"DELETE FROM access_companyuserobjectpermission WHERE user_id = '{user.pk}'",
        company=company.pk,
    )
    assert [violation.row["email"] for violation in homeless] == [user.email]
