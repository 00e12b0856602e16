"""What the commands that close have in common: sealing in steps, asking, showing checklist and entries."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import CompanyCommand
from apps.core.management.progress import Progress
from apps.core.retry import run_tx
from apps.ledger import shown
from apps.ledger.closing import Finding
from apps.ledger.models import Entry, Period
from apps.ledger.services import EntryDraft, latest_closing, seal_entries

STEP = 20_000


class ClosingCommand(CompanyCommand):
    """A command that closes something of one company."""

    def seal(self) -> None:
        """Seal what is not sealed yet, step by step: killed, it goes on where it was."""
        with transaction.atomic():
            waiting = Entry.objects.filter(seal__isnull=True).count()
        bar = Progress(self.stderr, "Sealing", waiting)
        while waiting > 0:
            sealed = run_tx(lambda: seal_entries(full=True, most=STEP))
            bar.advance(sealed)
            waiting -= sealed
            if sealed < STEP:
                break

    def agreed(self, question: str, options: dict[str, Any]) -> bool:
        """Return whether to go on: asked, unless told not to."""
        return options["yes"] or self.as_json or agreed(question)

    def say_checklist(self, checklist: Sequence[dict[str, Any]]) -> None:
        """Print the checklist with what stands in the way."""
        for check in checklist:
            self.say(f"{check['state']:9} {check['label']} ({check['name']})")
            for item in check["items"]:
                self.say(f"            {item}")

    def say_entries(self, entries: Sequence[shown.Shown]) -> None:
        """Print the entries."""
        for line in shown.as_text(entries):
            self.say(line)
        if not entries:
            self.say("No closing entry is needed.")


def checklist_of(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """Return the checklist as ``--json`` prints it."""
    return [
        {
            "name": finding.check.name,
            "label": str(finding.check.label),
            "state": finding.state,
            "items": [item.text for item in finding.items],
        }
        for finding in findings
    ]


def entries_of(drafts: Sequence[EntryDraft]) -> dict[str, Any]:
    """Return entries to be posted, and their hash."""
    entries = shown.of_drafts(drafts)
    return {"entries": entries, "entries_sha256": shown.digest(entries)}


def posted_of(drafts: Sequence[EntryDraft]) -> dict[str, Any]:
    """Return the entries that were posted from ``drafts``, read from the books, and their hash."""
    with transaction.atomic():
        entries = shown.of_posted(drafts)
    return {"entries": entries, "entries_sha256": shown.digest(entries)}


def result_of(period: Period) -> dict[str, Any]:
    """Return what the last closing of a period proved."""
    with transaction.atomic():
        made = latest_closing(period)
    return {
        "closed": True,
        "entry_count": made.entry_count,
        "total": f"{made.total:.2f}",
        "balances_sha256": made.balances_sha256,
        "seal_number": made.seal_number,
        "seal_hash": made.seal_hash,
    }


def agreed(question: str) -> bool:
    """Ask, and return whether the answer is yes.

    Raises:
        InvalidInput: there is nobody to ask.
    """
    try:
        answer = input(f"{question} Type yes: ")
    except EOFError as error:
        raise InvalidInput("To close without being asked, add --yes.") from error
    return answer.strip().lower() == "yes"


def period_by_code(code: str) -> Period:
    """Return the period of the company in force.

    Raises:
        InvalidInput: it has none of that code.
    """
    period = Period.objects.filter(code=code).first()
    if period is None:
        raise InvalidInput(
            f"There is no period {code}; write it like 2026-01, and open its fiscal year if it is missing."
        )
    return period
