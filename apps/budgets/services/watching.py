"""Holding what is about to be booked against the budgets that warn or refuse."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from apps.budgets.choices import Control
from apps.budgets.models import BudgetLine
from apps.budgets.selectors import booked, months_of, planned_of, watched_lines, year_of
from apps.companies.selectors import currency_in_force
from apps.core import events
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_money
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.ledger.models import Period
from apps.ledger.reports import COST
from apps.ledger.selectors import values_below


class OverBudget(BusinessError):
    """More would be spent than a budget allows by the end of the period."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What is about to be booked on an account: company currency, debit positive; ``dimensions`` as on the line."""

    account: UUID
    amount: Decimal
    dimensions: Mapping[str, str] = field(default_factory=dict)


def require_room(
    *, actor: Any, spendings: Iterable[Spending], on: date, document: models.Model
) -> None:
    """Refuse what goes beyond a budget that refuses; tell on the document's timeline of one that warns.

    Compared is what is planned from the start of the year to the end of the period of ``on`` with what is booked by
    then and what comes now. The budget's lines are locked, so that two documents do not use the same room.

    Raises:
        OverBudget: a budget that refuses is used up, and ``actor`` may not post beyond it.
    """
    wanted = [spending for spending in spendings if spending.amount]
    year = year_of(on) if wanted else None
    if year is None:
        return
    accounts = {spending.account for spending in wanted}
    held = watched_lines(accounts, year).select_for_update(of=("self",), no_key=True)
    lines = [line for line in held if line.account.type in COST]
    if not lines:
        return
    months = months_of(year.pk)
    last = next(month.end for month in months if month.start <= on <= month.end)
    for group in _by_budget(lines):
        _hold(actor, group, wanted, months, last, document)


def _by_budget(lines: Iterable[BudgetLine]) -> list[list[BudgetLine]]:
    groups: dict[tuple[UUID, UUID, UUID | None], list[BudgetLine]] = defaultdict(list)
    for line in lines:
        groups[line.budget_id, line.account_id, line.value_id].append(line)
    return list(groups.values())


def _hold(
    actor: Any,
    lines: Sequence[BudgetLine],
    wanted: Sequence[Spending],
    months: Sequence[Period],
    last: date,
    document: models.Model,
) -> None:
    """Hold what is wanted of one account and value against what its budget has left."""
    first = lines[0]
    counted = {str(pk) for pk in values_below(first.value)} if first.value else None
    now = sum(
        (
            spending.amount
            for spending in wanted
            if spending.account == first.account_id
            and (counted is None or counted & set(spending.dimensions.values()))
        ),
        ZERO,
    )
    if now <= 0:
        return
    [planned] = planned_of(lines, months, last).values()
    over = booked(first.account_id, first.value, months[0].start, last) + now - planned
    if over <= 0:
        return
    if first.budget.control == Control.STOP and not (
        actor is None or may(actor, "budgets.exceed_budget")
    ):
        raise OverBudget(_words(first, over))
    events.publish(
        "budgets.exceeded",
        document,
        budget=str(first.budget),
        account=str(first.account),
        over=str(over),
    )


def _words(line: BudgetLine, over: Decimal) -> str:
    account = f"{line.account} · {line.value}" if line.value else str(line.account)
    return _(
        "To post this, ask who may go beyond the budget %(budget)s; on %(account)s it would be exceeded by %(over)s."
    ) % {
        "budget": line.budget,
        "account": account,
        "over": format_money(over, currency_in_force()),
    }
