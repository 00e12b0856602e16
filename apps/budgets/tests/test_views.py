"""Screens of budgets."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from apps.budgets.models import Budget
from apps.budgets.tests.factories import make_budget, plan, year
from apps.core.context import company_context
from apps.ledger.tests.factories import YEAR, account, make_books, post
from apps.stock.tests.test_views import lines_of, logged_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def books(company):
    make_books()


def test_a_budget_is_written_and_compared_on_screen(user_in):
    accountant = logged_in(user_in("accountant"))
    post(("6070", "150"), ("5120", "-150"), on=date(YEAR, 1, 10))

    answer = accountant.post(
        reverse("budgets:budget_create"),
        {
            "name": "Plan", "fiscal_year": year().pk, "control": "stop", "is_active": "on",
            **lines_of({"account": "6070", "amount": "1200"}),
        },
    )  # fmt: skip

    january = year().periods.order_by("start").first()
    page = accountant.get(answer.url, {"period": january.pk}).content.decode()
    assert Budget.objects.get().lines.count() == 1
    assert "100.00" in page
    assert "Exceeded" in page
    file = accountant.get(answer.url, {"period": january.pk, "export": "csv"})
    assert b"".join(file.streaming_content).decode("utf-8-sig").splitlines()[1].startswith("6070,")


def test_a_wrong_line_is_said_in_the_form(user_in):
    accountant = logged_in(user_in("accountant"))

    answer = accountant.post(
        reverse("budgets:budget_create"),
        {
            "name": "Plan", "fiscal_year": year().pk, "control": "stop",
            **lines_of({"account": "6070", "amount": "10"}, {"account": "6070", "amount": "20"}),
        },
    )  # fmt: skip

    assert answer.status_code == 422
    assert "once" in answer.content.decode()
    assert not Budget.objects.exists()


def test_the_list_shows_the_budgets_to_those_who_may(user_in):
    make_budget(plan("6070", "10"), name="Overheads")

    assert (
        "Overheads"
        in logged_in(user_in("accountant")).get(reverse("budgets:budget_list")).content.decode()
    )
    assert logged_in(user_in("buyer")).get(reverse("budgets:budget_list")).status_code == 403


@pytest.mark.parametrize("amount", ["-1", "'NaN'", "1e15"])
def test_the_database_refuses_an_amount_that_is_none(amount):
    budget = make_budget(plan("6070", "10"))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE budgets_budgetline SET amount = {amount} WHERE budget_id = %s", [budget.pk]
        )


def test_a_line_of_another_company_is_refused(other_company):
    budget = make_budget(plan("6070", "10"))
    with company_context(other_company.pk):
        make_books()
        theirs = account("6070")

    with (
        pytest.raises(IntegrityError, match="in_company"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE budgets_budgetline SET account_id = %s WHERE budget_id = %s",
            [theirs.pk, budget.pk],
        )
