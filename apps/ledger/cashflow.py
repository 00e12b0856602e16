"""Cash flow by the indirect method, with a control that is zero when it ties to the bank and cash accounts.

The sections come from every account that is no bank or cash, the change from the bank and cash accounts alone; so an
account whose type stands in no section shows in the control.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.choices import AccountType
from apps.ledger.cumulative import ByValue, net, of_cut
from apps.ledger.models import Account, EntryLine
from apps.ledger.reports import RESULT, require_books
from apps.ledger.spans import Cut
from apps.ledger.statements import (
    Amounts,
    Section,
    accounts_of,
    edges,
    less,
    movements,
    nothing,
    of_types,
    plus,
    sections_of,
    total_of,
)

CASH = AccountType.ASSET_CASH
OPERATING = (
    AccountType.ASSET_RECEIVABLE,
    AccountType.ASSET_CURRENT,
    AccountType.ASSET_PREPAYMENTS,
    AccountType.LIABILITY_PAYABLE,
    AccountType.LIABILITY_CURRENT,
)
INVESTING = (AccountType.ASSET_FIXED, AccountType.ASSET_NON_CURRENT)
FINANCING = (
    AccountType.LIABILITY_NON_CURRENT,
    AccountType.EQUITY,
    AccountType.EQUITY_UNAFFECTED,
    AccountType.OFF_BALANCE,
)
REVALUATION = "ledger.revaluation"


@dataclass(frozen=True, slots=True)
class CashFlow:
    """Why bank and cash changed, from the result on.

    result + depreciation + unrealised + operating sections = from_operating; with investing, financing, the effect of
    exchange rates on cash and what went between the values of a dimension it is the ``change``.

    Attributes:
        unrealised: exchange differences on cash itself, taken out of the result.
        exchange: the same differences, as a change of cash.
        between: what a column that counts only lines with some value got from the others; else zero.
        control: opening + change - closing; anything but zero is an error of this statement.
    """

    result: Amounts
    depreciation: Amounts
    unrealised: Amounts
    operating: list[Section]
    from_operating: Amounts
    investing: list[Section]
    from_investing: Amounts
    financing: list[Section]
    from_financing: Amounts
    exchange: Amounts
    between: Amounts
    change: Amounts
    opening: Amounts
    closing: Amounts

    @property
    def control(self) -> Amounts:
        """Return what the statement does not explain, by column."""
        return less(plus(self.opening, self.change), self.closing)


def cash_flow(user: Any, cuts: Sequence[Cut], *, number: int | None = None) -> CashFlow:
    """Return why bank and cash changed in each column, from the result on.

    Args:
        number: as the chain stood at this number.

    Raises:
        PermissionDenied: ``user`` may not see entries.
    """
    require_books(user)
    found = edges(cuts, number)
    moved = movements(cuts, found, number)
    accounts = accounts_of(moved)
    columns = len(cuts)
    result = of_types(accounts, moved, RESULT, columns, -1)
    depreciation = of_types(accounts, moved, (AccountType.EXPENSE_DEPRECIATION,), columns, 1)
    exchange = _exchange_on_cash(cuts, number)
    operating = sections_of(accounts, moved, OPERATING, -1)
    investing = sections_of(accounts, moved, INVESTING, -1)
    financing = sections_of(accounts, moved, FINANCING, -1)
    from_operating = plus(less(plus(result, depreciation), exchange), total_of(operating, columns))
    from_investing = less(total_of(investing, columns), depreciation)
    from_financing = total_of(financing, columns)
    explained = plus(plus(from_operating, from_investing), plus(from_financing, exchange))
    opening = _cash(cuts, [found[cut.span.before] for cut in cuts])
    closing = _cash(cuts, [found[cut.span.last] for cut in cuts])
    between = _between(cuts, less(less(closing, opening), explained))
    return CashFlow(
        result,
        depreciation,
        less(nothing(columns), exchange),
        operating,
        from_operating,
        investing,
        from_investing,
        financing,
        from_financing,
        exchange,
        between,
        plus(explained, between),
        opening,
        closing,
    )


def _between(cuts: Sequence[Cut], unexplained: Amounts) -> Amounts:
    """Return what went between the values of a dimension; over all values it is nothing, and what is left shows."""
    if not cuts[0].dimension:
        return nothing(len(cuts))
    is_whole = any(cut.dimension and not cut.values for cut in cuts)
    left = sum(unexplained, ZERO) if is_whole else ZERO
    return (*unexplained[:-1], unexplained[-1] - left)


def _exchange_on_cash(cuts: Sequence[Cut], number: int | None) -> Amounts:
    """Return what revaluations changed bank and cash by: no money moved, the rate did."""
    lines = EntryLine.objects.filter(
        company_id=company_id(),
        entry__source_type=REVALUATION,
        account__type=CASH,
        date__range=(min(cut.span.first for cut in cuts), max(cut.span.last for cut in cuts)),
    )
    if number is not None:
        lines = lines.filter(entry__seal__number__lte=number)
    amounts = [ZERO] * len(cuts)
    for day, debit, credit, dimensions in lines.values_list(
        "date", "debit", "credit", "dimensions"
    ):
        for column, cut in enumerate(cuts):
            value = dimensions.get(cut.dimension, "") if cut.dimension else ""
            if cut.span.first <= day <= cut.span.last and cut.counts(value):
                amounts[column] += debit - credit
    return tuple(amounts)


def _cash(cuts: Sequence[Cut], columns: Sequence[ByValue]) -> Amounts:
    kept = Account.objects.filter(company_id=company_id(), type=CASH).values_list("pk", flat=True)
    ids = list(kept)
    totals: list[Decimal] = []
    for cut, found in zip(cuts, columns, strict=True):
        balances = of_cut(found, cut)
        totals.append(sum((net(balances, pk) for pk in ids), ZERO))
    return tuple(totals)
