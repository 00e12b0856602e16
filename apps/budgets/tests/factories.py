"""Budgets for tests."""

from decimal import Decimal
from typing import Any

from apps.budgets.models import Budget, BudgetLine
from apps.budgets.services import save_budget
from apps.ledger.models import FiscalYear, Period
from apps.ledger.tests.factories import YEAR, account


def year() -> FiscalYear:
    """Return the fiscal year of the tests."""
    return FiscalYear.objects.get(code=str(YEAR))


def plan(code: str, amount: str, *, month: int | None = None, value: Any = None) -> BudgetLine:
    """Return an unsaved line for the account of a code: for a month of the year, or spread over it."""
    months = Period.objects.filter(fiscal_year=year()).order_by("start")
    period = list(months)[month - 1] if month else None
    return BudgetLine(account=account(code), amount=Decimal(amount), period=period, value=value)


def make_budget(*lines: BudgetLine, name: str = "Plan", **fields: Any) -> Budget:
    """Return a stored budget of the tests' year."""
    document = Budget(name=name, fiscal_year=year(), **fields)
    return save_budget(actor=None, document=document, lines=list(lines))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep; the company has books."""
    return {"budget": make_budget()}
