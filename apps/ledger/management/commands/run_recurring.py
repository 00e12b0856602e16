"""``manage.py run_recurring``: make what is due of templates, deferrals, and entries that reverse themselves.

Exit codes: 0 all done, 1 something was refused (each with its sentence), 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction

from apps.companies.selectors import company_in_force
from apps.core.exceptions import InvalidInput
from apps.core.management.base import CompanyCommand
from apps.core.retry import run_tx
from apps.ledger.services.recurring import Outcome, due_tasks, run_task


class Command(CompanyCommand):
    """Make what is due up to a day, each in a transaction of its own; a second run makes nothing."""

    help = "Make the recurring entries, parts of deferrals and automatic reversals due by now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day."""
        super().add_arguments(parser)
        parser.add_argument("--until", metavar="DATE", help="As 2026-01-31; today if not given.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what is due; make nothing."
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Make what is due, or print it."""
        with transaction.atomic():
            until = _day(options["until"]) if options["until"] else company_in_force().today()
            tasks = due_tasks(until)
        outcomes = [
            Outcome(task) if options["dry_run"] else run_tx(partial(run_task, task, None))
            for task in tasks
        ]
        rows = [
            {
                "kind": row.task.kind,
                "what": row.task.what,
                "date": row.task.on,
                "made": row.made,
                "refused": row.refused,
            }
            for row in outcomes
        ]
        for row in rows:
            result = row["refused"] or row["made"] or "due"
            self.say(f"{row['date']}  {row['kind']:<9} {row['what']}: {result}")
        self.say(f"{len(rows)} due up to {until}." if rows else f"Nothing is due up to {until}.")
        self.exit_code = int(any(row["refused"] for row in rows))
        return {
            "company": self.company.code,
            "until": until,
            "dry_run": options["dry_run"],
            "tasks": rows,
        }


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"Write --until as 2026-01-31; {text} is no such day.") from error
