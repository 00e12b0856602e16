"""What stands between a period and its closing, and what the closing itself posts: two typed lists.

An upper app appends to them in ``AppConfig.ready()``::

    closing.checks.append(ClosingCheck("draft_invoices", _("Draft invoices"), find=drafts_in))

A ``blocker`` with items stops the closing. A ``warning`` with items stops it until somebody accepts it by
name; the acceptance is written into the closing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise

from apps.ledger.models import Period

if TYPE_CHECKING:  # the services read this checklist
    from apps.ledger.services.drafts import EntryDraft


class Severity(StrEnum):
    """Whether an open item forbids the closing or wants to be accepted."""

    BLOCKER = "blocker"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ClosingItem:
    """One thing that is still open in a period.

    Attributes:
        text: what it is and what to do, one short line.
        target_type: model of the document to open, ``app.model``; "" when there is none.
    """

    text: str
    target_type: str = ""
    target_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ClosingCheck:
    """One line of the checklist.

    Attributes:
        name: what ``--accept`` takes; unique.
        find: the open items of a period; all of them, or the first hundred with a last line that says so.
    """

    name: str
    label: str | Promise
    find: Callable[[Period], Sequence[ClosingItem]]
    severity: Severity = Severity.BLOCKER


@dataclass(frozen=True, slots=True)
class ClosingEntries:
    """Entries that closing a period posts.

    ``make`` returns only what is not posted yet, so that closing again after a reopening posts the difference.
    """

    name: str
    label: str | Promise
    make: Callable[[Period], Sequence["EntryDraft"]]


checks: list[ClosingCheck] = []
entries: list[ClosingEntries] = []


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the checklist with what was found."""

    check: ClosingCheck
    items: Sequence[ClosingItem]
    accepted: bool = False

    @property
    def stops(self) -> bool:
        """Return whether the closing waits for this."""
        return bool(self.items) and not (self.accepted and self.check.severity == Severity.WARNING)

    @property
    def state(self) -> str:
        """Return ``ok``, ``accepted``, ``warning`` or ``blocked``."""
        if not self.items:
            return "ok"
        if not self.stops:
            return "accepted"
        return "blocked" if self.check.severity == Severity.BLOCKER else "warning"


def checklist(period: Period, accept: Sequence[str] = ()) -> list[Finding]:
    """Return every check with what it finds in ``period``, blockers first."""
    findings = [Finding(check, check.find(period), check.name in accept) for check in checks]
    return sorted(findings, key=lambda finding: finding.check.severity != Severity.BLOCKER)


def proposed_entries(period: Period) -> "list[EntryDraft]":
    """Return the very entries that closing ``period`` posts."""
    return [draft for maker in entries for draft in maker.make(period)]
