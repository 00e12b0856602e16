"""The books by account: trial balance and the statement of one account; ``statements`` has the others.

Balances come from the snapshot of the last closed period plus the lines since, so their cost does not grow with
the history. Every function takes the user and answers for the company in force, in its currency.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet, Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.ledger.balances import Sums, balances_before, balances_on
from apps.ledger.choices import AccountType
from apps.ledger.models import Account, EntryLine, FiscalYear, Seal
from apps.ledger.questions import Question

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
class StatementLine:
    """A line of an account with the balance after it."""

    line: EntryLine
    balance: Decimal


def trial_balance(user: Any, first: date, last: date) -> TrialBalance:
    """Return the trial balance from ``first`` to ``last``, both included, in a fixed number of statements.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    opening, closing = balances_before(first), balances_on(last)
    accounts = _accounts(set(opening) | set(closing))
    rows = [
        trial_row(account, opening.get(pk, NOTHING), closing.get(pk, NOTHING))
        for pk, account in accounts.items()
    ]
    return TrialBalance(
        first, last, [row for row in rows if row.opening or row.debit or row.credit]
    )


def account_lines(
    user: Any, account: Account, first: date, last: date, only: Q | None = None
) -> QuerySet[EntryLine]:
    """Return the lines of an account from ``first`` to ``last``, oldest first, with entry and party.

    Args:
        only: see ``Question.lines``; None is every line.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    lines = EntryLine.objects.filter(
        only or Q(), company_id=company_id(), account=account, date__range=(first, last)
    )
    return lines.select_related("entry__seal", "party").order_by(*LINE_ORDER)


def balance_before(
    account: Account,
    first: date,
    line: EntryLine | None = None,
    question: Question | None = None,
) -> Decimal:
    """Return the balance of an account at the start of ``first``, or just before ``line``, which is later.

    Args:
        question: what is counted; None is everything.
    """
    only = question.lines if question else Q()
    lines = EntryLine.objects.filter(only, company_id=company_id(), account=account)
    if only:
        opening = _net_of(lines.filter(date__lt=first))
    else:
        sums = balances_before(first).get(account.pk, NOTHING)
        opening = sums.debit - sums.credit
    if line is None:
        return opening
    same_day = Q(date=line.date, entry_id__lt=line.entry_id)
    same_entry = Q(date=line.date, entry_id=line.entry_id, line_no__lt=line.line_no)
    earlier = Q(date__lt=line.date) | same_day | same_entry
    return opening + _net_of(lines.filter(earlier, date__gte=first))


def _net_of(lines: QuerySet[EntryLine]) -> Decimal:
    sums = lines.aggregate(debit=Sum("debit", default=ZERO), credit=Sum("credit", default=ZERO))
    net: Decimal = sums["debit"] - sums["credit"]
    return net


def with_balance(lines: Iterable[EntryLine], opening: Decimal) -> Iterator[StatementLine]:
    """Yield the lines of an account with the balance after each."""
    balance = opening
    for line in lines:
        balance += line.debit - line.credit
        yield StatementLine(line, balance)


def head_of_chain() -> Seal | None:
    """Return the last seal of the company in force."""
    return Seal.objects.filter(company_id=company_id()).order_by("-number").first()


def usual_span(today: date) -> tuple[date, date]:
    """Return the fiscal year of ``today`` up to its end, or the last one there is."""
    years = FiscalYear.objects.filter(company_id=company_id())
    year = (
        years.filter(Q(start__lte=today) & Q(end__gte=today)).first()
        or years.order_by("-start").first()
    )
    return (year.start, year.end) if year else (today.replace(month=1, day=1), today)


def require_books(user: Any) -> None:
    """Refuse who may not see the books.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    if not may(user, RIGHT):
        raise PermissionDenied(RIGHT)


def _accounts(ids: set[UUID]) -> dict[UUID, Account]:
    accounts = Account.objects.filter(company_id=company_id()).order_by("code")
    return {account.pk: account for account in accounts if account.pk in ids}


def trial_row(account: Account, opening: Sums, closing: Sums) -> TrialRow:
    """Return the row of an account from what was debited and credited before and in all."""
    return TrialRow(
        account,
        opening.debit - opening.credit,
        closing.debit - opening.debit,
        closing.credit - opening.credit,
    )
