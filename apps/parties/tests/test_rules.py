"""What the database refuses of parties, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.testing import plant
from apps.parties.tests.factories import make_party, make_term


def sql(text: str, *values: object) -> list[tuple]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text, values)
        return cursor.fetchall() if cursor.description else []


def test_the_parties_of_another_company_do_not_exist(company: Company, other_company: Company):
    mine = make_party()
    with company_context(other_company.pk):
        theirs = make_party()

    assert sql("SELECT id FROM parties_party WHERE id IN (%s, %s)", mine.pk, theirs.pk) == [
        (mine.pk,)
    ]
    assert sql("UPDATE parties_party SET notes = 'x' WHERE id = %s RETURNING id", theirs.pk) == []
    assert sql("DELETE FROM parties_contact WHERE party_id = %s RETURNING id", theirs.pk) == []


def test_an_address_cannot_point_to_another_company_s_party(
    company: Company, other_company: Company
):
    with company_context(other_company.pk):
        theirs = make_party()

    with pytest.raises(IntegrityError, match="parties_address_party_id_in_company"):
        sql(
            "INSERT INTO parties_address (id, company_id, party_id, label, recipient, street, postal_code, city,"
            " region, country, is_billing, is_delivery)"
            " VALUES (gen_random_uuid(), %s, %s, '', '', '', '', '', '', '', true, true)",
            company.pk,
            theirs.pk,
        )


def test_a_row_cannot_be_written_for_another_company(company: Company, other_company: Company):
    party = make_party()

    with pytest.raises(Exception, match="row-level security"):
        sql("UPDATE parties_party SET company_id = %s WHERE id = %s", other_company.pk, party.pk)


@pytest.mark.parametrize("limit", ["-1", "NaN", "1000000000000000"])
def test_a_credit_limit_is_an_amount(company: Company, limit: str):
    party = make_party()

    with pytest.raises(IntegrityError, match="party_credit_limit_not_negative"):
        sql("UPDATE parties_party SET credit_limit = %s WHERE id = %s", limit, party.pk)


def test_history_stays_as_it_was_written(company: Company):
    party = make_party()

    for statement in (
        "UPDATE parties_historicalparty SET name = 'x'",
        "DELETE FROM parties_historicalparty",
    ):
        with pytest.raises(Exception, match=r"permission denied|stay as they were written"):
            sql(f"{statement} WHERE id = %s", party.pk)


def test_raw_sql_leaves_a_trace_with_old_and_new(company: Company):
    party = make_party("Before")

    sql("UPDATE parties_party SET name = 'After' WHERE id = %s", party.pk)

    assert sql(
        "SELECT old->>'name', new->>'name' FROM core_auditrow"
        " WHERE row_id = %s AND operation = 'update' ORDER BY id DESC LIMIT 1",
        str(party.pk),
    ) == [("Before", "After")]


def test_terms_in_use_cannot_be_deleted(company: Company):
    term = make_term()
    make_party(customer_term=term)

    with pytest.raises(IntegrityError, match="customer_term_id_in_company"):
        sql("DELETE FROM parties_paymentterm WHERE id = %s", term.pk)


@pytest.mark.django_db(transaction=True)
def test_prove_finds_a_party_that_is_nothing_and_values_without_names(company: Company, owner_sql):
    party = make_party()

    nothing = plant(
        owner_sql,
        "parties.customer_or_supplier",
        f"UPDATE parties_party SET is_customer = false WHERE id = '{party.pk}'",
        company=company.pk,
    )
    unnamed = plant(
        owner_sql,
        "parties.custom_values_are_named",
        f"UPDATE parties_party SET metadata = '[1]' WHERE id = '{party.pk}'",
        company=company.pk,
    )

    assert [violation.row["id"] for violation in (*nothing, *unnamed)] == [party.pk, party.pk]
