"""Profit and loss and balance sheet over several columns, from balances on the edges of their days.

The year-end entries that carry a result to equity are left out of profit and loss, which would be empty after them;
the balance sheet shows the books as they stand.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.choices import AccountType
from apps.ledger.cumulative import Balances, ByValue, balances_at, net, of_cut, year_ends
from apps.ledger.models import Account, FiscalYear
from apps.ledger.reports import ASSETS, EQUITY, LIABILITIES, RESULT, require_books
from apps.ledger.spans import DAY, Cut

Amounts = tuple[Decimal, ...]
DIRECT = (AccountType.EXPENSE_DIRECT_COST,)
OTHER_COSTS = (AccountType.EXPENSE, AccountType.EXPENSE_DEPRECIATION)


@dataclass(frozen=True, slots=True)
class Line:
    """An account with its amount in each column, positive on its usual side."""

    account: Account
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Section:
    """The accounts of one type."""

    type: AccountType
    lines: list[Line]
    total: Amounts


@dataclass(frozen=True, slots=True)
class ProfitAndLoss:
    """Revenue less costs, by column."""

    revenue: list[Section]
    direct: list[Section]
    costs: list[Section]
    other: list[Section]
    gross: Amounts
    operating: Amounts
    result: Amounts


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What the company owns and owes on the last day of each column; both sides are equal.

    Attributes:
        earlier: result of earlier years not carried to equity.
        result: of the fiscal year of the day.
        between: what a column that counts only lines with some value owes the others; else zero.
    """

    assets: list[Section]
    liabilities: list[Section]
    equity: list[Section]
    earlier: Amounts
    result: Amounts
    between: Amounts
    total_assets: Amounts
    total_claims: Amounts


def profit_and_loss(user: Any, cuts: Sequence[Cut], *, number: int | None = None) -> ProfitAndLoss:
    """Return revenue and costs of each column.

    Args:
        number: as the chain stood at this number.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    first = min(cut.span.before for cut in cuts)
    found = edges(cuts, number, since=first)
    moved = movements(cuts, found, number)
    accounts = accounts_of(moved)
    columns = len(cuts)
    revenue = sections_of(accounts, moved, (AccountType.INCOME,), -1)
    direct = sections_of(accounts, moved, DIRECT, 1)
    costs = sections_of(accounts, moved, OTHER_COSTS, 1)
    other = sections_of(accounts, moved, (AccountType.INCOME_OTHER,), -1)
    gross = less(total_of(revenue, columns), total_of(direct, columns))
    operating = less(gross, total_of(costs, columns))
    result = plus(operating, total_of(other, columns))
    return ProfitAndLoss(revenue, direct, costs, other, gross, operating, result)


def balance_sheet(user: Any, cuts: Sequence[Cut], *, number: int | None = None) -> BalanceSheet:
    """Return assets, liabilities and equity on the last day of each column.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    ends = [cut.span.last for cut in cuts]
    before_year = _days_before_years(ends)
    found = balances_at([*ends, *before_year], number=number, dimension=cuts[0].dimension)
    balances = by_account(_columns(cuts, ends, found))
    before = by_account(_columns(cuts, before_year, found))
    accounts = accounts_of({**balances, **before})
    columns = len(cuts)
    assets = sections_of(accounts, balances, ASSETS, 1)
    liabilities = sections_of(accounts, balances, LIABILITIES, -1)
    equity = sections_of(accounts, balances, EQUITY, -1)
    uncarried = of_types(accounts, balances, RESULT, columns, -1)
    earlier = of_types(accounts, before, RESULT, columns, -1)
    total_assets = total_of(assets, columns)
    claims = plus(total_of([*liabilities, *equity], columns), uncarried)
    between = less(total_assets, claims) if cuts[0].dimension else nothing(columns)
    return BalanceSheet(
        assets,
        liabilities,
        equity,
        earlier,
        less(uncarried, earlier),
        between,
        total_assets,
        plus(claims, between),
    )


def closing_balances(
    user: Any, cuts: Sequence[Cut], *, number: int | None = None
) -> list[tuple[Account, Amounts]]:
    """Return the balance of every account on the last day of each column, debit less credit, by code.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    ends = [cut.span.last for cut in cuts]
    found = balances_at(ends, number=number, dimension=cuts[0].dimension)
    balances = by_account(_columns(cuts, ends, found))
    return [
        (account, balances[account.pk])
        for account in accounts_of(balances)
        if any(balances[account.pk])
    ]


def edges(
    cuts: Sequence[Cut], number: int | None, *, since: date | None = None
) -> dict[date, ByValue]:
    """Return the balances before the first and after the last day of each column.

    Args:
        since: with a dimension, count only what came after this day; enough where only movement is shown.
    """
    days = {day for cut in cuts for day in (cut.span.before, cut.span.last)}
    more = {} if since is None else {"since": since}
    return balances_at(days, number=number, dimension=cuts[0].dimension, **more)


def movements(
    cuts: Sequence[Cut], found: dict[date, ByValue], number: int | None
) -> dict[UUID, Amounts]:
    """Return what each account moved by in each column, debit less credit, without the year-end entries."""
    opening = _columns(cuts, [cut.span.before for cut in cuts], found)
    closing = _columns(cuts, [cut.span.last for cut in cuts], found)
    ids = {account for balances in (*opening, *closing) for account in balances}
    moved = {
        pk: [net(after, pk) - net(before, pk) for before, after in zip(opening, closing, strict=True)]
        for pk in ids
    }  # fmt: skip
    first, last = min(cut.span.before for cut in cuts), max(cut.span.last for cut in cuts)
    for end in year_ends(first, last, number=number, dimension=cuts[0].dimension):
        for column, cut in enumerate(cuts):
            if cut.span.first <= end.day <= cut.span.last and cut.counts(end.value):
                moved[end.account][column] -= end.amount
    return {pk: tuple(amounts) for pk, amounts in moved.items() if any(amounts)}


def by_account(columns: Sequence[Balances]) -> dict[UUID, Amounts]:
    """Return the balance of each account in each column."""
    ids = {account for balances in columns for account in balances}
    return {pk: tuple(net(balances, pk) for balances in columns) for pk in ids}


def accounts_of(amounts: Iterable[UUID]) -> list[Account]:
    """Return the accounts that have amounts, by code."""
    ids = set(amounts)
    accounts = Account.objects.filter(company_id=company_id()).order_by("code")
    return [account for account in accounts if account.pk in ids]


def sections_of(
    accounts: Sequence[Account],
    amounts: dict[UUID, Amounts],
    types: Sequence[AccountType],
    sign: int,
) -> list[Section]:
    """Return the accounts of each type with their amounts times ``sign``."""
    sections = []
    for kind in types:
        lines = [
            Line(account, tuple(sign * amount for amount in amounts[account.pk]))
            for account in accounts
            if account.type == kind and any(amounts.get(account.pk, ()))
        ]
        if lines:
            total = tuple(
                sum(column, ZERO) for column in zip(*(line.amounts for line in lines), strict=True)
            )
            sections.append(Section(kind, lines, total))
    return sections


def of_types(
    accounts: Sequence[Account],
    amounts: dict[UUID, Amounts],
    types: Sequence[AccountType],
    columns: int,
    sign: int,
) -> Amounts:
    """Return the sum over the accounts of some types, times ``sign``."""
    total = nothing(columns)
    for account in accounts:
        if account.type in types and account.pk in amounts:
            total = plus(total, tuple(sign * amount for amount in amounts[account.pk]))
    return total


def nothing(columns: int) -> Amounts:
    """Return zero in each column."""
    return (ZERO,) * columns


def total_of(sections: Iterable[Section], columns: int) -> Amounts:
    """Return the sum of sections, by column."""
    total = nothing(columns)
    for section in sections:
        total = plus(total, section.total)
    return total


def plus(one: Amounts, other: Amounts) -> Amounts:
    """Return the sums, by column."""
    return tuple(a + b for a, b in zip(one, other, strict=True))


def less(one: Amounts, other: Amounts) -> Amounts:
    """Return the differences, by column."""
    return tuple(a - b for a, b in zip(one, other, strict=True))


def _columns(
    cuts: Sequence[Cut], days: Sequence[date], found: dict[date, ByValue]
) -> list[Balances]:
    return [of_cut(found[day], cut) for cut, day in zip(cuts, days, strict=True)]


def _days_before_years(days: Sequence[date]) -> list[date]:
    """Return, for each day, the last one before its fiscal year; outside of any, before its calendar year."""
    years = list(FiscalYear.objects.filter(company_id=company_id()).values_list("start", "end"))
    starts = [
        next((start for start, end in years if start <= day <= end), day.replace(month=1, day=1))
        for day in days
    ]
    return [start - DAY for start in starts]
