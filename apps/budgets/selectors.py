"""Reads of budgets: what is planned by a day, what was booked, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from apps.budgets.models import Budget, BudgetLine
from apps.budgets.spreading import Key, Month, Planned, planned_until
from apps.companies.selectors import currency_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.cumulative import YEAR_SOURCE
from apps.ledger.models import Account, DimensionValue, EntryLine, FiscalYear, Period
from apps.ledger.reports import INCOME, require_books
from apps.ledger.selectors import values_below


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """An account, for a value of a dimension or for all, from the start of the year; amounts on the usual side."""

    account: Account
    value: DimensionValue | None
    planned: Decimal
    actual: Decimal

    @property
    def left(self) -> Decimal:
        """Return what is left; below zero when it is used up."""
        return self.planned - self.actual

    @property
    def share(self) -> Decimal | None:
        """Return the part that is used, in percent; None of nothing."""
        return self.actual / self.planned * 100 if self.planned else None

    @property
    def is_over(self) -> bool:
        """Return whether more was spent than planned; more revenue than planned is none."""
        return self.left < 0 and self.account.type not in INCOME


def visible_budgets(user: Any) -> QuerySet[Budget]:
    """Return the budgets of the company, the latest year first."""
    rows = Budget.objects.filter(company_id=company_id()).select_related("fiscal_year")
    return rows.annotate(line_count=Count("lines")).order_by("-fiscal_year__start", "name", "pk")


def months_of(year: UUID) -> list[Period]:
    """Return the periods of a fiscal year, in order."""
    return list(Period.objects.filter(fiscal_year_id=year).order_by("start"))


def planned_of(
    lines: Iterable[BudgetLine], months: Sequence[Period], last: date
) -> dict[Key, Decimal]:
    """Return what the lines of one year's budgets plan through the periods that end by ``last``."""
    planned = [
        Planned((line.account_id, line.value_id), line.period_id, line.amount) for line in lines
    ]
    spans = [Month(month.pk, month.end) for month in months]
    return planned_until(planned, spans, last, currency=currency_in_force())


def booked(account: UUID, value: DimensionValue | None, first: date, last: date) -> Decimal:
    """Return what was booked on an account, debit less credit, for a value and all below; year-end entries apart."""
    rows = EntryLine.objects.filter(
        company_id=company_id(), account_id=account, date__range=(first, last)
    ).exclude(entry__source_type=YEAR_SOURCE)
    if value is not None:
        key = str(value.dimension_id)
        below = [str(pk) for pk in values_below(value)]
        rows = rows.filter(**{f"dimensions__{key}__in": below})
    sums = rows.aggregate(debit=Sum("debit"), credit=Sum("credit"))
    return (sums["debit"] or ZERO) - (sums["credit"] or ZERO)


def budget_rows(user: Any, budget: Budget, last: date) -> list[BudgetRow]:
    """Return planned and booked of each account of a budget from the start of its year through ``last``.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    lines = list(budget.lines.select_related("account", "value"))
    months = months_of(budget.fiscal_year_id)
    planned = planned_of(lines, months, last)
    known = {(line.account_id, line.value_id): line for line in lines}
    rows = []
    for key, line in known.items():
        amount = booked(line.account_id, line.value, budget.fiscal_year.start, last)
        sign = -1 if line.account.type in INCOME else 1
        rows.append(BudgetRow(line.account, line.value, planned[key], sign * amount))
    return sorted(rows, key=lambda row: (row.account.code, row.value.code if row.value else ""))


def year_of(day: date) -> FiscalYear | None:
    """Return the fiscal year that holds ``day``."""
    return FiscalYear.objects.filter(company_id=company_id(), start__lte=day, end__gte=day).first()


def watched_lines(accounts: Iterable[UUID], year: FiscalYear) -> QuerySet[BudgetLine]:
    """Return the lines of budgets in use that warn or refuse, of some accounts, in key order."""
    rows = BudgetLine.objects.filter(
        Q(budget__control="warn") | Q(budget__control="stop"),
        company_id=company_id(),
        account_id__in=list(accounts),
        budget__is_active=True,
        budget__fiscal_year=year,
    )
    return rows.select_related("budget", "account", "value").order_by("pk")
