"""``manage.py replenish``: work out what is to be ordered, of all warehouses or of one.

Exit codes: 0 worked out (or nothing is missing), 1 refused, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import CompanyCommand
from apps.core.management.progress import Progress
from apps.core.retry import run_tx
from apps.replenishment.selectors import open_proposals
from apps.replenishment.services import Outcome, propose
from apps.warehouses.models import Warehouse


class Command(CompanyCommand):
    """Bring the open proposals in line with what is missing; a second run makes no second proposal."""

    help = "Work out what is to be bought or brought from other warehouses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the warehouse and how far to go."""
        super().add_arguments(parser)
        parser.add_argument(
            "--warehouse", metavar="CODE", help="Only this warehouse; all of them without it."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would be proposed; change nothing."
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Work out the proposals, a warehouse at a time, and return what was found."""
        with transaction.atomic():
            houses = _warehouses(options["warehouse"])
        progress = Progress(self.stderr, "Warehouses", len(houses))
        answers = []
        for house in houses:
            answers.append(run_tx(partial(self._answer, house, dry_run=options["dry_run"])))
            progress.advance(1)
        for answer in answers:
            self._print(answer)
        total = sum(answer["needed"] for answer in answers)
        self.say(f"{total} to order." if total else "Nothing is to be ordered.")
        if options["dry_run"]:
            self.say("Nothing was changed.")
        return {
            "company": self.company.code,
            "dry_run": options["dry_run"],
            "needed": total,
            "warehouses": answers,
        }

    def _answer(self, house: Warehouse, *, dry_run: bool) -> dict[str, Any]:
        """Work out one warehouse and return its open proposals; without keeping them on a dry run."""
        with transaction.atomic():
            outcome = propose(actor=None, warehouse=house.pk)
            answer = _described(house, outcome)
            transaction.set_rollback(dry_run)
        return answer

    def _print(self, answer: dict[str, Any]) -> None:
        for row in answer["proposals"]:
            self.say(
                f"{answer['warehouse']:8} {row['sku']:16} {row['quantity']:>14} {row['unit']:6} {row['from']}"
            )


def _warehouses(code: str | None) -> list[Warehouse]:
    """Return the warehouses in use, or the one called ``code``.

    Raises:
        InvalidInput: there is none of that code.
    """
    rows = Warehouse.objects.filter(is_active=True).order_by("code")
    if code is None:
        return list(rows)
    found = list(rows.filter(code=code))
    if not found:
        raise InvalidInput(f"There is no warehouse {code} in use; see the list of warehouses.")
    return found


def _described(house: Warehouse, outcome: Outcome) -> dict[str, Any]:
    proposals = open_proposals(None).filter(warehouse=house).order_by("product__sku")
    return {
        "warehouse": house.code,
        "rules": outcome.rules,
        "needed": outcome.needed,
        "new": outcome.made,
        "changed": outcome.changed,
        "lapsed": outcome.lapsed,
        "proposals": [
            {
                "sku": row.product.sku,
                "quantity": _plain(row.quantity),
                "unit": row.product.unit.code,
                "from": row.origin,
                "would_be_left": _plain(row.projected),
                "arrives": row.due_date.isoformat(),
            }
            for row in proposals
        ],
    }


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
