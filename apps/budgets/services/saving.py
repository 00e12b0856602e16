"""Storing a budget with its lines."""

from collections import Counter
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.budgets.models import Budget, BudgetLine
from apps.core import events
from apps.core.context import company_id
from apps.core.drafts import store_draft
from apps.core.exceptions import InvalidInput
from apps.ledger.reports import RESULT


class WrongLine(InvalidInput):
    """A line plans what no budget of the year can hold."""


@transaction.atomic
def save_budget(
    *,
    actor: User | None,
    document: Budget,
    lines: Sequence[BudgetLine] = (),
    removed: Collection[UUID] = (),
) -> Budget:
    """Store a budget with its lines.

    Raises:
        InvalidInput: the year has a budget of that name.
        WrongLine: an account is none of revenue or cost, a period is of another year, an amount is below zero, or two
            lines plan the same.
        StaleVersion: somebody else saved it meanwhile.
    """
    same = Budget.objects.filter(
        company_id=company_id(), fiscal_year=document.fiscal_year_id, name=document.name
    )
    if same.exclude(pk=document.pk).exists():
        raise InvalidInput(
            _("Choose another name; the year has a budget called %(name)s.")
            % {"name": document.name},
            field="name",
        )
    for line in lines:
        _require_plannable(document, line)
    _require_once(lines)
    is_new = document._state.adding
    document._history_user = actor  # type: ignore[attr-defined]
    store_draft(document, lines, removed, parent="budget")
    events.publish("budgets.budget_created" if is_new else "budgets.budget_changed", document)
    return document


def _require_plannable(budget: Budget, line: BudgetLine) -> None:
    if line.account.type not in RESULT:
        raise WrongLine(
            _("Choose accounts of revenue or cost; %(account)s is none.")
            % {"account": line.account}
        )
    if line.period is not None and line.period.fiscal_year_id != budget.fiscal_year_id:
        raise WrongLine(
            _("Choose periods of %(year)s; %(period)s is of another year.")
            % {"year": budget.fiscal_year, "period": line.period}
        )
    if not line.amount.is_finite() or line.amount < 0:
        raise WrongLine(_("Write amounts of zero or more."))


def _require_once(lines: Sequence[BudgetLine]) -> None:
    keys = Counter((line.account_id, line.value_id, line.period_id) for line in lines)
    twice = next(
        (line for line in lines if keys[line.account_id, line.value_id, line.period_id] > 1), None
    )
    if twice is not None:
        raise WrongLine(
            _("Write %(account)s once for the same period and analysis.")
            % {"account": twice.account}
        )
