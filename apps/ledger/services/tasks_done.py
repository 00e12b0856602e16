"""The tasks of a closing: kept by those who set it up, ticked off by those who do them."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.ledger.choices import PeriodStatus
from apps.ledger.models import ClosingTask, ClosingTick, Period


@transaction.atomic
def save_closing_task(
    *, actor: Any, document: ClosingTask, lines: Any = (), removed: Any = ()
) -> ClosingTask:
    """Store a task of the closing checklist.

    Raises:
        InvalidInput: there is such a task already.
        StaleVersion: somebody else changed it meanwhile.
    """
    stored = ClosingTask.objects.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if stored and stored.version != document.version:
        raise StaleVersion(
            _("To save the task, open it again; somebody else has changed it meanwhile.")
        )
    same = ClosingTask.objects.filter(
        company_id=company_id(), name=document.name, period=document.period_id
    )
    if same.exclude(pk=document.pk).exists():
        raise InvalidInput(
            _("Choose another name; there is a task called %(name)s.") % {"name": document.name},
            field="name",
        )
    document.company_id = company_id()
    document.version += 1
    document._history_user = actor  # type: ignore[attr-defined]
    document.save()
    events.publish("ledger.closing_task_saved", document, task=document.name)
    return document


@transaction.atomic
def tick_task(*, actor: Any, pk: UUID, task: ClosingTask, done: bool, note: str = "") -> Period:
    """Write down that a task of a period is done, or that it is not after all; the same again writes nothing.

    Args:
        pk: the period; it is held against its closing until commit.

    Raises:
        WrongStatus: the period is closed.
    """
    period = Period.objects.select_for_update(of=("self",), no_key=True).get(
        company_id=company_id(), pk=pk
    )
    if period.status == PeriodStatus.CLOSED:
        raise WrongStatus(
            _("To change the tasks of period %(period)s, reopen it; it is closed.")
            % {"period": period}
        )
    last = ClosingTick.objects.filter(company_id=period.company_id, period=period, task=task)
    before = last.order_by("-pk").first()
    if before is None and not done:
        return period
    if before and before.done == done and before.note == note:
        return period
    ClosingTick.objects.create(
        company_id=period.company_id, task=task, period=period, done=done, note=note, actor=actor
    )
    events.publish(
        "ledger.closing_task_ticked", period, code=period.code, task=task.name, done=done
    )
    return period
