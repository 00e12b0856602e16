"""Budgets: what is planned, what was booked, and what happens when a budget is used up."""

from datetime import date
from decimal import Decimal

import pytest

from apps.budgets.models import Budget
from apps.budgets.selectors import budget_rows
from apps.budgets.services import OverBudget, WrongLine, save_budget
from apps.budgets.tests.factories import make_budget, plan
from apps.core.context import company_context
from apps.core.exceptions import InvalidInput
from apps.core.models import Event
from apps.core.money import ZERO
from apps.invoices.choices import InvoiceKind
from apps.invoices.tests.factories import line, posted
from apps.ledger.models import Entry
from apps.ledger.services import post_manual_entry
from apps.ledger.tests.factories import YEAR, account, draft, make_books, make_party, post

pytestmark = pytest.mark.django_db
MARCH = date(YEAR, 3, 31)


@pytest.fixture(autouse=True)
def books(company):
    make_books()
    make_party()


def bill(amount: str, **fields):
    cost = line("1", amount, account=account("6070"))
    return posted(cost, kind=InvoiceKind.SUPPLIER_BILL, on=date(YEAR, 3, 10), **fields)


def test_booked_is_compared_with_what_is_planned_by_then(user_in):
    budget = make_budget(plan("6070", "1200"), plan("6580", "50", month=6), plan("7070", "2400"))
    post(("6070", "280"), ("5120", "-280"), on=date(YEAR, 2, 10))
    post(("5120", "700"), ("7070", "-700"), on=date(YEAR, 3, 10))
    post(("6070", "99"), ("5120", "-99"), on=date(YEAR, 4, 1))

    rows = budget_rows(user_in("accountant"), budget, MARCH)

    assert [(row.account.code, row.planned, row.actual, row.left) for row in rows] == [
        ("6070", 300, 280, 20),
        ("6580", 0, 0, 0),
        ("7070", 600, 700, -100),
    ]
    assert not any(row.is_over for row in rows)


def test_a_bill_beyond_a_budget_that_refuses_is_not_posted(user_in, company):
    make_budget(plan("6070", "1200"), control="stop")
    with company_context(company.pk, user_id=user_in("accountant").pk):
        bill("300.00")

        with pytest.raises(OverBudget, match=r"exceeded by €0\.01"):
            bill("0.01")

    assert Entry.objects.filter(source_type="invoices.invoice").count() == 1


def test_who_may_exceed_a_budget_posts_beyond_it(user_in, company):
    make_budget(plan("6070", "1200"), control="stop")

    with company_context(company.pk, user_id=user_in("owner").pk):
        assert bill("300.01").number


def test_a_budget_that_warns_is_told_on_the_timeline(user_in, company):
    make_budget(plan("6070", "1200"), control="warn")

    with company_context(company.pk, user_id=user_in("accountant").pk):
        document = bill("310.00")

    event = Event.objects.get(name="budgets.exceeded")
    assert str(event.aggregate_id) == str(document.pk)
    assert Decimal(event.payload["over"]) == 10


@pytest.mark.parametrize("fields", [{"control": "watch"}, {"control": "stop", "is_active": False}])
def test_a_budget_that_only_compares_or_is_switched_off_refuses_nothing(user_in, company, fields):
    make_budget(plan("6070", "12"), **fields)

    with company_context(company.pk, user_id=user_in("accountant").pk):
        assert bill("300.00").number
    assert not Event.objects.filter(name="budgets.exceeded").exists()


def test_a_manual_entry_is_held_against_the_budget_too(user_in):
    make_budget(plan("6070", "120"), control="stop")
    accountant = user_in("accountant")
    entry = draft(("6070", "500"), ("5120", "-500"))

    with pytest.raises(OverBudget):
        post_manual_entry(actor=accountant, pk=entry.pk)

    entry.refresh_from_db()
    assert entry.status == "draft"


def test_a_budget_of_another_account_has_no_say(user_in, company):
    make_budget(plan("6580", "0"), control="stop")

    with company_context(company.pk, user_id=user_in("accountant").pk):
        assert bill("300.00").number


def test_accounts_of_the_balance_sheet_are_not_budgeted():
    with pytest.raises(WrongLine, match="none"):
        make_budget(plan("5120", "10"))
    assert not Budget.objects.exists()


def test_the_same_is_planned_once():
    with pytest.raises(WrongLine, match="once"):
        make_budget(plan("6070", "10"), plan("6070", "20"))


def test_a_year_has_one_budget_of_a_name():
    make_budget()

    with pytest.raises(InvalidInput, match="called Plan"):
        make_budget()


def test_a_saved_budget_keeps_its_lines_and_counts_its_versions():
    budget = make_budget(plan("6070", "10"))
    [stored] = budget.lines.select_related("account")
    stored.amount = Decimal(20)

    save_budget(actor=None, document=budget, lines=[stored, plan("6580", "5")])

    assert budget.version == 2
    assert sum((row.amount for row in budget.lines.all()), ZERO) == 25
