"""What people have to do before a period is closed, and how far they are. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.companies.selectors import company_in_force
from apps.core.formatting import format_date
from apps.ledger.choices import PeriodStatus
from apps.ledger.closing import ClosingCheck, ClosingItem, Severity
from apps.ledger.models import ClosingTask, ClosingTick, Period


@dataclass(frozen=True, slots=True)
class TaskState:
    """A task of one period.

    Attributes:
        tick: the last word on it; None when nobody has done anything yet.
    """

    task: ClosingTask
    due: date
    tick: ClosingTick | None
    late: bool

    @property
    def done(self) -> bool:
        """Return whether it is done."""
        return self.tick is not None and self.tick.done


def tasks_of(period: Period) -> list[TaskState]:
    """Return the tasks of ``period``; of a closed one those that were worked on."""
    tasks = ClosingTask.objects.filter(
        Q(period=None) | Q(period=period), company_id=period.company_id
    ).select_related("owner")
    ticks = ClosingTick.objects.filter(company_id=period.company_id, period=period)
    last = {tick.task_id: tick for tick in ticks.select_related("actor").order_by("pk")}
    today = company_in_force().today()
    is_open = period.status == PeriodStatus.OPEN
    return [
        _state(task, period, last.get(task.pk), today)
        for task in tasks.order_by("due_days", "name", "pk")
        if task.pk in last or (is_open and task.is_active)
    ]


def _state(task: ClosingTask, period: Period, tick: Any, today: date) -> TaskState:
    due = period.end + timedelta(days=task.due_days)
    is_done = tick is not None and tick.done
    return TaskState(task, due, tick, late=not is_done and due < today)


def _left_open(period: Period, *, blocks: bool) -> list[ClosingItem]:
    words = _("%(task)s: %(owner)s, due %(due)s")
    return [
        ClosingItem(
            words
            % {
                "task": state.task,
                "owner": state.task.owner or _("nobody"),
                "due": format_date(state.due),
            }
        )
        for state in tasks_of(period)
        if state.task.is_active and state.task.blocks == blocks and not state.done
    ]


def blocking_tasks(period: Period) -> list[ClosingItem]:
    """Return the tasks without which ``period`` is not closed."""
    return _left_open(period, blocks=True)


def other_tasks(period: Period) -> list[ClosingItem]:
    """Return the tasks that somebody may accept to be left open."""
    return _left_open(period, blocks=False)


CHECKS: Sequence[ClosingCheck] = (
    ClosingCheck(
        "tasks_to_do", gettext_lazy("Tasks without which nothing is closed"), blocking_tasks
    ),
    ClosingCheck("tasks_left_open", gettext_lazy("Tasks left open"), other_tasks, Severity.WARNING),
)
