"""``manage.py plan_counts``: make the count sheets of what is due, of all warehouses or of one.

Exit codes: 0 planned (or nothing is due), 1 refused, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from functools import partial
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import CompanyCommand
from apps.core.retry import run_tx
from apps.counts.services import plan_counts
from apps.warehouses.models import Warehouse


class Command(CompanyCommand):
    """Make sheets of what is due to be counted; a second run makes no second sheet."""

    help = "Make the count sheets of what is due by class."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the warehouse and how far to go."""
        super().add_arguments(parser)
        parser.add_argument(
            "--warehouse", metavar="CODE", help="Only this warehouse; all of them without it."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would be planned; change nothing."
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Plan, a warehouse at a time, and return what was made."""
        with transaction.atomic():
            houses = _warehouses(options["warehouse"])
        answers = [run_tx(partial(_planned, house, dry_run=options["dry_run"])) for house in houses]
        for answer in answers:
            for sheet in answer["sheets"]:
                self.say(
                    f"{answer['warehouse']:8} {sheet['class']:2} {sheet['lines']:>5} {sheet['name']}"
                )
        total = sum(len(answer["sheets"]) for answer in answers)
        self.say(f"{total} new sheets." if total else "No new sheet.")
        if options["dry_run"]:
            self.say("Nothing was changed.")
        return {
            "company": self.company.code,
            "dry_run": options["dry_run"],
            "new": total,
            "warehouses": answers,
        }


def _planned(house: Warehouse, *, dry_run: bool) -> dict[str, Any]:
    """Plan one warehouse and return its new sheets; without keeping them on a dry run."""
    with transaction.atomic():
        outcome = plan_counts(actor=None, warehouse=house)
        answer = {
            "warehouse": house.code,
            "due": outcome.due,
            "sheets": [
                {"name": sheet.name, "class": sheet.abc_class, "lines": sheet.lines.count()}
                for sheet in outcome.sheets
            ],
        }
        transaction.set_rollback(dry_run)
    return answer


def _warehouses(code: str | None) -> list[Warehouse]:
    """Return the warehouses in use, or the one called ``code``.

    Raises:
        InvalidInput: there is none of that code.
    """
    rows = Warehouse.objects.filter(is_active=True).order_by("code")
    found = list(rows if code is None else rows.filter(code=code))
    if code is not None and not found:
        raise InvalidInput(f"There is no warehouse {code} in use; see the list of warehouses.")
    return found
