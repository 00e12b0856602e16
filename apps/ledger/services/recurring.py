"""What is due by a day: entries of templates, parts of deferrals, entries that reverse themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from apps.core.context import company_id
from apps.core.exceptions import BusinessError
from apps.ledger.choices import ManualEntryStatus
from apps.ledger.models import ManualEntry
from apps.ledger.services.deferrals import due_parts, post_part
from apps.ledger.services.manual import is_open, reverse_manual_entry
from apps.ledger.services.templates import due_entries, make_from_template


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that is due; ``run`` does it, in a transaction of its own."""

    kind: str
    what: str
    on: date
    run: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a task: a document, or the sentence why not."""

    task: Task
    made: str = ""
    refused: str = ""


def due_tasks(until: date) -> list[Task]:
    """Return what is due up to ``until``, oldest first."""
    entries = [
        Task(
            "template",
            str(due.template),
            due.on,
            partial(make_from_template, pk=due.template.pk, on=due.on),
        )
        for due in due_entries(until)
    ]
    parts = [
        Task(
            "deferral",
            f"{part.deferral} {part.amount.normalize():f}",
            part.on,
            partial(post_part, pk=part.pk),
        )
        for part in due_parts(until)
    ]
    waiting = ManualEntry.objects.filter(
        company_id=company_id(), status=ManualEntryStatus.POSTED, reverse_on__lte=until
    ).order_by("reverse_on", "pk")
    reversals = [
        Task(
            "reversal",
            str(entry),
            entry.reverse_on,
            partial(reverse_manual_entry, pk=entry.pk, on=entry.reverse_on),
        )
        for entry in waiting
        if entry.reverse_on and is_open(entry.reverse_on)
    ]
    return sorted([*entries, *parts, *reversals], key=lambda task: (task.on, task.kind))


def run_task(task: Task, actor: Any) -> Outcome:
    """Do one task; what a rule refuses is told and leaves nothing behind."""
    try:
        with transaction.atomic():
            return Outcome(task, made=str(task.run(actor=actor)))
    except BusinessError as error:
        return Outcome(task, refused=error.message)
