"""The company, user and request travel with each transaction and leave with it."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.companies.models import Branch
from apps.companies.tests.factories import make_branch
from apps.core.context import (
    NoCompany,
    acting_as,
    company_context,
    company_id,
    company_transaction,
    current,
)
from apps.core.ids import uuid7


def settings():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('erp.company_id', true), current_setting('erp.user_id', true), "
            "current_setting('erp.request_id', true)"
        )
        return tuple(value or "" for value in cursor.fetchone())


@pytest.mark.django_db(transaction=True)
def test_a_transaction_takes_the_context_along_and_the_connection_forgets_it():
    company, user = uuid7(), uuid7()
    with company_context(company, user_id=user, request_id="request-0001"):
        assert settings() == ("", "", "")
        with transaction.atomic():
            assert settings() == (str(company), str(user), "request-0001")
        assert settings() == ("", "", "")
    with transaction.atomic():
        assert settings() == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_a_context_entered_in_a_transaction_holds_until_it_is_left():
    outer, inner = uuid7(), uuid7()
    with company_transaction(outer):
        with company_context(inner):
            assert settings()[0] == str(inner)
        assert settings()[0] == str(outer)


@pytest.mark.django_db(transaction=True)
def test_an_error_inside_a_context_comes_out_as_itself():
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        company_context(uuid7()),
        connection.cursor() as cursor,
    ):
        cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END $$")
    assert current().company_id is None
    assert settings() == ("", "", "")


@pytest.mark.django_db(transaction=True)
def test_a_savepoint_rolled_back_leaves_the_context_as_it_was_outside():
    company = uuid7()
    with company_transaction(company):
        with (
            pytest.raises(IntegrityError),
            transaction.atomic(),
            company_context(uuid7()),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'check_violation'; END $$"
            )
        assert settings()[0] == str(company)


def test_who_acts_keeps_the_company_and_the_request(company, user_in):
    user = user_in()
    with company_context(company.pk, request_id="request-0001"), acting_as(user):
        assert (company_id(), current().user_id, current().request_id) == (
            company.pk,
            user.pk,
            "request-0001",
        )


def test_without_a_company_there_is_none_to_work_for():
    with pytest.raises(NoCompany):
        company_id()


def test_without_a_company_no_row_is_visible(company):
    make_branch()
    with company_context(None):
        assert not Branch.objects.exists()
    assert Branch.objects.exists()
