"""``manage.py close_year``: carry the result of a fiscal year to retained earnings; its last period ends up closed.

Exit codes: 0 closed (or closed already), 1 something stands in the way, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import REFUSED
from apps.core.retry import run_tx
from apps.ledger import shown
from apps.ledger.management.closing import (
    ClosingCommand,
    checklist_of,
    entries_of,
    posted_of,
    result_of,
)
from apps.ledger.models import Entry, FiscalYear, Period
from apps.ledger.services import EntryDraft, YearPlan, close_period, close_year, plan_year
from apps.ledger.services.closing import require_acceptable


class Command(ClosingCommand):
    """Close a fiscal year of a company, or say what stands in the way."""

    help = "Close a fiscal year: its result goes to retained earnings, its last period is closed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the year and how far to go."""
        super().add_arguments(parser)
        parser.add_argument("--year", required=True, metavar="CODE", help="Such as 2026.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the entries; change nothing."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="NAME",
            help="Accept a warning on the checklist of the last period; may be repeated.",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Close the year and return what was found and done."""
        accept = options["accept"]
        require_acceptable(accept)
        with transaction.atomic():
            year = _year_by_code(options["year"])
            last = Period.objects.get(fiscal_year=year, end=year.end)
        if not options["dry_run"]:
            self.seal()
        with transaction.atomic():
            plan = plan_year(pk=year.pk, accept=accept)
            answer = self._answer(plan)
            transaction.set_rollback(options["dry_run"])
        if plan.closed_by:
            self.say(f"Year {year.code} is closed already.")
            return answer | result_of(last)
        self.say_checklist(answer["checklist"])
        self.say_entries(answer["entries"])
        sure = plan.may_close and not options["dry_run"]
        if not sure or not self.agreed(f"Close {year.code} of {self.company.code}?", options):
            if not options["dry_run"] or not plan.may_close:
                self.exit_code = REFUSED
            self.say("Nothing was changed.")
            return answer | {"closed": False}
        if plan.last:
            run_tx(lambda: close_period(actor=None, pk=last.pk, accept=accept))
        run_tx(lambda: close_year(actor=None, pk=year.pk, accept=accept))
        result = result_of(last)
        self.say(f"Closed {year.code}: balances {result['balances_sha256'][:16]}.")
        return answer | posted_of(plan.drafts) | result

    def _answer(self, plan: YearPlan) -> dict[str, Any]:
        entries = entries_of(plan.drafts)
        if plan.closed_by:
            posted = shown.of_posted([_as_draft(plan.closed_by)])
            entries = {"entries": posted, "entries_sha256": shown.digest(posted)}
        return {
            "company": self.company.code,
            "year": plan.year.code,
            "may_close": plan.may_close,
            "checklist": checklist_of(plan.last.findings) if plan.last else [],
            **entries,
        }


def _as_draft(entry: Entry) -> EntryDraft:
    """Return a draft that names a posted entry."""
    return EntryDraft(
        entry.journal_id, entry.date, [], entry.source_type, entry.source_id, entry.kind
    )


def _year_by_code(code: str) -> FiscalYear:
    year = FiscalYear.objects.filter(code=code).first()
    if year is None:
        raise InvalidInput(f"There is no fiscal year {code}; write its code, such as 2026.")
    return year
