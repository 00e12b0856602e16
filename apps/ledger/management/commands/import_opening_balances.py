"""``manage.py import_opening_balances``: balances and open items of the program before, from a CSV or XLSX file.

Exit codes: 0 posted (or posted before), 1 a rule refuses, 2 the arguments are wrong or the file cannot be read.
"""

from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import REFUSED, CompanyCommand
from apps.core.money import NotANumber, parse_decimal
from apps.core.retry import run_tx
from apps.ledger.models import OpeningImport
from apps.ledger.services.opening import OpeningPlan, plan_opening, post_opening


class Command(CompanyCommand):
    """Check a file of opening balances against a control total and post it as one entry."""

    help = "Post opening balances and open items from a file, proved against a control total."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its day and total, and how far to go."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="CSV (UTF-8) or XLSX.")
        parser.add_argument(
            "--date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="The day of the entry.",
        )  # fmt: skip
        parser.add_argument(
            "--total", required=True, metavar="AMOUNT",
            help="The sum of the debits, as the program before shows it.",
        )  # fmt: skip
        parser.add_argument(
            "--balance", action="store_true",
            help="Book what debit and credit differ by to opening balances.",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what is wrong; post nothing."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Post the file and return what was done."""
        asked = {
            "content": _content(options["file"]),
            "filename": options["file"].name,
            "on": options["date"],
            "control_total": _amount(options["total"]),
            "balance": options["balance"],
        }
        with transaction.atomic():
            plan = plan_opening(**asked)
        answer = self._describe(plan)
        if plan.existing:
            self.say("These balances were posted before; nothing was added.")
            return answer | {"posted": False}
        if not plan.is_ready:
            self.exit_code = REFUSED
            return answer | {"posted": False}
        if options["dry_run"]:
            self.say("Nothing was changed.")
            return answer | {"posted": False}
        if not (options["yes"] or self.as_json) and not self._agreed(plan):
            self.exit_code = REFUSED
            return answer | {"posted": False}
        done: OpeningImport = run_tx(lambda: post_opening(actor=None, **asked))
        self.say(f"Posted {done.rows} rows.")
        return answer | {"posted": True, "entry": str(done.entry_id)}

    def _describe(self, plan: OpeningPlan) -> dict[str, Any]:
        own = self.company.currency_id
        for error in plan.errors:
            self.say(f"Row {error.number}: {error.message}")
        for fault in plan.faults:
            self.say(fault)
        self.say(
            f"{len(plan.rows)} rows, debit {plan.debit:.2f}, credit {plan.credit:.2f}, "
            f"control total {plan.control_total:.2f}, difference {plan.difference:.2f} {own}."
        )
        return {
            "company": self.company.code,
            "date": plan.on.isoformat(),
            "rows": len(plan.rows),
            "errors": [asdict(error) for error in plan.errors],
            "faults": plan.faults,
            "debit": f"{plan.debit:.2f}",
            "credit": f"{plan.credit:.2f}",
            "control_total": f"{plan.control_total:.2f}",
            "difference": f"{plan.difference:.2f}",
        }

    def _agreed(self, plan: OpeningPlan) -> bool:
        try:
            answer = input(f"Post {len(plan.rows)} rows on {plan.on}? Type yes: ")
        except EOFError as error:
            raise InvalidInput("To post without being asked, add --yes.") from error
        return answer.strip().lower() == "yes"


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput(f"{path} cannot be read: {error.strerror}.") from error


def _amount(text: str) -> Decimal:
    try:
        return parse_decimal(text)
    except NotANumber as error:
        raise InvalidInput(str(error)) from error
