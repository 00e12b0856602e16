"""What the database refuses of companies, branches and rates, whoever asks."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.companies.models import Company, Currency
from apps.companies.tests.factories import make_branch, make_rate
from apps.core.context import company_context
from apps.core.money import minor_units
from apps.core.testing import plant


def sql(text: str, *values: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def test_branches_and_rates_of_another_company_do_not_exist(
    company: Company, other_company: Company
):
    with company_context(other_company.pk):
        branch, rate = make_branch(), make_rate("GBP")

    assert sql("SELECT id FROM companies_branch WHERE id = %s", branch.pk) == []
    assert sql("SELECT id FROM companies_exchangerate WHERE id = %s", rate.pk) == []
    assert sql("SELECT id FROM companies_historicalbranch WHERE id = %s", branch.pk) == []
    assert (
        sql("UPDATE companies_exchangerate SET rate = 9 WHERE id = %s RETURNING id", rate.pk) == []
    )


@pytest.mark.parametrize("rate", ["0", "-0.5", "NaN", "10000000000"])
def test_a_rate_is_a_positive_number(company: Company, rate: str):
    row = make_rate()

    with pytest.raises(IntegrityError, match="exchange_rate_positive"):
        sql("UPDATE companies_exchangerate SET rate = %s WHERE id = %s", rate, row.pk)


def test_a_currency_has_one_rate_a_day(company: Company):
    row = make_rate()

    with pytest.raises(IntegrityError, match="exchange_rate_once_a_day"):
        sql(
            "INSERT INTO companies_exchangerate (id, company_id, currency_id, date, rate, source)"
            " SELECT gen_random_uuid(), company_id, currency_id, date, rate, source"
            " FROM companies_exchangerate WHERE id = %s",
            row.pk,
        )


def test_currencies_are_reference_data(company: Company):
    for statement in (
        "UPDATE companies_currency SET minor_units = 3 WHERE code = 'EUR'",
        "DELETE FROM companies_currency WHERE code = 'EUR'",
        "INSERT INTO companies_currency VALUES ('ZZZ', 'Nothing', 2, true)",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"):
            sql(statement)


def test_every_currency_has_the_minor_units_money_is_rounded_to(db):
    stored = dict(Currency.objects.values_list("code", "minor_units"))

    assert {code: minor_units(code) for code in stored} == stored
    assert (stored["JPY"], stored["EUR"], stored["TND"]) == (0, 2, 3)
    assert len(stored) > 150


def test_a_fiscal_year_starts_in_a_month(company: Company):
    with pytest.raises(IntegrityError, match="company_fiscal_month_known"):
        sql("UPDATE companies_company SET fiscal_year_start_month = 13 WHERE id = %s", company.pk)


@pytest.mark.django_db(transaction=True)
def test_prove_finds_a_rate_of_the_company_s_own_currency(company: Company, owner_sql):
    rate = make_rate("USD", value="0.95")

    found = plant(
        owner_sql,
        "companies.no_rate_of_own_currency",
        f"UPDATE companies_exchangerate SET currency_id = 'EUR' WHERE id = '{rate.pk}'",
        company=company.pk,
    )

    assert [(violation.row["id"], violation.row["rate"]) for violation in found] == [
        (rate.pk, Decimal("0.95"))
    ]


def test_a_company_keeps_the_currency_of_its_books(company: Company):
    with pytest.raises(IntegrityError, match="keeps the currency of its books"):
        sql("UPDATE companies_company SET currency_id = 'JPY' WHERE id = %s", company.pk)

    sql(
        "UPDATE companies_company SET currency_id = currency_id, name = 'New' WHERE id = %s",
        company.pk,
    )

    assert sql("SELECT name FROM companies_company WHERE id = %s", company.pk) == [("New",)]
