"""The statements of the books: trial balance, account statement, general ledger, profit and loss, balance sheet.

Balances come from the snapshot of the last closed period plus the lines since, so their cost does not grow with
the history. Every function takes the user and answers for the company in force, in its currency.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.ledger.balances import Sums, balances_before, balances_on, carried_forward
from apps.ledger.choices import AccountType
from apps.ledger.models import Account, EntryLine, FiscalYear

NOTHING = Sums(ZERO, ZERO)
RIGHT = "ledger.view_entry"
INCOME = (AccountType.INCOME, AccountType.INCOME_OTHER)
COST = (AccountType.EXPENSE_DIRECT_COST, AccountType.EXPENSE, AccountType.EXPENSE_DEPRECIATION)
RESULT = (*INCOME, *COST)
LINE_ORDER = ("date", "entry_id", "line_no")
ASSETS = (
    AccountType.ASSET_FIXED,
    AccountType.ASSET_NON_CURRENT,
    AccountType.ASSET_CURRENT,
    AccountType.ASSET_PREPAYMENTS,
    AccountType.ASSET_RECEIVABLE,
    AccountType.ASSET_CASH,
)
LIABILITIES = (
    AccountType.LIABILITY_NON_CURRENT,
    AccountType.LIABILITY_CURRENT,
    AccountType.LIABILITY_PAYABLE,
)
EQUITY = (AccountType.EQUITY, AccountType.EQUITY_UNAFFECTED)


@dataclass(frozen=True, slots=True)
class TrialRow:
    """An account over a span of days; balances are debit minus credit."""

    account: Account
    opening: Decimal
    debit: Decimal
    credit: Decimal

    @property
    def closing(self) -> Decimal:
        """Return the balance at the end."""
        return self.opening + self.debit - self.credit


@dataclass(frozen=True, slots=True)
class TrialBalance:
    """Every account with a balance or a movement, by code."""

    first: date
    last: date
    rows: list[TrialRow]

    @property
    def totals(self) -> TrialRow:
        """Return the sums; opening and closing are zero when the books balance."""
        return TrialRow(
            Account(),
            sum((row.opening for row in self.rows), ZERO),
            sum((row.debit for row in self.rows), ZERO),
            sum((row.credit for row in self.rows), ZERO),
        )


@dataclass(frozen=True, slots=True)
class Amount:
    """An account's amount in a statement, positive on its usual side."""

    account: Account
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Section:
    """The accounts of one type in a statement."""

    type: AccountType
    rows: list[Amount]
    total: Decimal


@dataclass(frozen=True, slots=True)
class ProfitAndLoss:
    """Revenue less costs over a span of days."""

    first: date
    last: date
    income: list[Section]
    costs: list[Section]
    result: Decimal


@dataclass(frozen=True, slots=True)
class BalanceSheet:
    """What the company owns and owes on a day; both sides are equal."""

    on: date
    assets: list[Section]
    liabilities: list[Section]
    equity: list[Section]
    result: Decimal
    total_assets: Decimal
    total_claims: Decimal = field(default=ZERO)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of an account with the balance after it."""

    line: EntryLine
    balance: Decimal


def trial_balance(user: Any, first: date, last: date) -> TrialBalance:
    """Return the trial balance from ``first`` to ``last``, both included, in a fixed number of statements.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    _require(user)
    opening, closing = balances_before(first), balances_on(last)
    accounts = _accounts(set(opening) | set(closing))
    rows = [
        _trial_row(account, opening.get(pk, NOTHING), closing.get(pk, NOTHING))
        for pk, account in accounts.items()
    ]
    return TrialBalance(
        first, last, [row for row in rows if row.opening or row.debit or row.credit]
    )


def account_lines(user: Any, account: Account, first: date, last: date) -> QuerySet[EntryLine]:
    """Return the lines of an account from ``first`` to ``last``, oldest first, with entry and party.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    _require(user)
    lines = EntryLine.objects.filter(
        company_id=company_id(), account=account, date__range=(first, last)
    )
    return lines.select_related("entry__seal", "party").order_by(*LINE_ORDER)


def balance_before(account: Account, first: date, line: EntryLine | None = None) -> Decimal:
    """Return the balance of an account at the start of ``first``, or just before ``line``, which is later."""
    sums = balances_before(first).get(account.pk, NOTHING)
    opening = sums.debit - sums.credit
    if line is None:
        return opening
    same_day = Q(date=line.date, entry_id__lt=line.entry_id)
    same_entry = Q(date=line.date, entry_id=line.entry_id, line_no__lt=line.line_no)
    earlier = EntryLine.objects.filter(company_id=company_id(), account=account, date__gte=first)
    moved = earlier.filter(Q(date__lt=line.date) | same_day | same_entry).aggregate(
        debit=Sum("debit", default=ZERO), credit=Sum("credit", default=ZERO)
    )
    return opening + moved["debit"] - moved["credit"]


def with_balance(lines: Iterable[EntryLine], opening: Decimal) -> Iterator[StatementLine]:
    """Yield the lines of an account with the balance after each."""
    balance = opening
    for line in lines:
        balance += line.debit - line.credit
        yield StatementLine(line, balance)


def profit_and_loss(user: Any, first: date, last: date) -> ProfitAndLoss:
    """Return revenue and costs from ``first`` to ``last``.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    moved = _earned(_movement(trial_balance(user, first, last), RESULT), first, last)
    income = _sections(moved, INCOME, sign=-1)
    costs = _sections(moved, COST, sign=1)
    result = sum((section.total for section in income), ZERO) - sum(
        (section.total for section in costs), ZERO
    )
    return ProfitAndLoss(first, last, income, costs, result)


def balance_sheet(user: Any, on: date) -> BalanceSheet:
    """Return assets, liabilities and equity on ``on``; the result not yet carried to equity stands by itself.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    _require(user)
    closing = balances_on(on)
    balances = [
        (account, closing[pk].debit - closing[pk].credit)
        for pk, account in _accounts(set(closing)).items()
    ]
    assets = _sections(balances, ASSETS, sign=1)
    liabilities = _sections(balances, LIABILITIES, sign=-1)
    equity = _sections(balances, EQUITY, sign=-1)
    result = -sum((balance for account, balance in balances if account.type in RESULT), ZERO)
    claims = sum((section.total for section in (*liabilities, *equity)), ZERO) + result
    return BalanceSheet(
        on,
        assets,
        liabilities,
        equity,
        result,
        sum((section.total for section in assets), ZERO),
        claims,
    )


def usual_span(today: date) -> tuple[date, date]:
    """Return the fiscal year of ``today`` up to its end, or the last one there is."""
    years = FiscalYear.objects.filter(company_id=company_id())
    year = (
        years.filter(Q(start__lte=today) & Q(end__gte=today)).first()
        or years.order_by("-start").first()
    )
    return (year.start, year.end) if year else (today.replace(month=1, day=1), today)


def _require(user: Any) -> None:
    if not may(user, RIGHT):
        raise PermissionDenied(RIGHT)


def _accounts(ids: set[UUID]) -> dict[UUID, Account]:
    accounts = Account.objects.filter(company_id=company_id()).order_by("code")
    return {account.pk: account for account in accounts if account.pk in ids}


def _trial_row(account: Account, opening: Sums, closing: Sums) -> TrialRow:
    return TrialRow(
        account,
        opening.debit - opening.credit,
        closing.debit - opening.debit,
        closing.credit - opening.credit,
    )


def _movement(
    balance: TrialBalance, types: tuple[AccountType, ...]
) -> list[tuple[Account, Decimal]]:
    return [
        (row.account, row.debit - row.credit) for row in balance.rows if row.account.type in types
    ]


def _earned(
    moved: list[tuple[Account, Decimal]], first: date, last: date
) -> list[tuple[Account, Decimal]]:
    """Return what moved without the closings of fiscal years, which only carry the result forward."""
    carried = carried_forward(first, last)
    return [
        (account, amount - sums.debit + sums.credit)
        for account, amount in moved
        for sums in (carried.get(account.pk, NOTHING),)
    ]


def _sections(
    balances: list[tuple[Account, Decimal]], types: tuple[AccountType, ...], *, sign: int
) -> list[Section]:
    sections = []
    for kind in types:
        rows = [
            Amount(account, sign * balance)
            for account, balance in balances
            if account.type == kind and balance
        ]
        if rows:
            sections.append(Section(kind, rows, sum((row.amount for row in rows), ZERO)))
    return sections
