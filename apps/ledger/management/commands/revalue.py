"""``manage.py revalue``: foreign currency at the closing rate of a day, reversed on the day after.

Exit codes: 0 booked (or nothing to book), 1 a rule refuses, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.ids import uuid7
from apps.core.management.base import REFUSED, CompanyCommand
from apps.core.retry import run_tx
from apps.ledger.models import Revaluation
from apps.ledger.services import revalue
from apps.ledger.services.revaluation import RevaluationPlan, entry_lines, plan_revaluation


class Command(CompanyCommand):
    """Revalue a company's foreign currency, or say what it would book."""

    help = "Book open items and accounts in foreign currency at the closing rate, and the reversal."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and how far to go."""
        super().add_arguments(parser)
        parser.add_argument(
            "--date", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="The last day of a period.",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="Print the entries; change nothing."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Book what differs and return what was done."""
        on = options["date"]
        with transaction.atomic():
            plan = plan_revaluation(on, source_id=uuid7())
            answer = self._describe(plan)
        self._print(answer)
        if plan.draft is None:
            return answer | {"posted": False}
        if options["dry_run"]:
            self.say("Nothing was changed.")
            return answer | {"posted": False}
        if not (options["yes"] or self.as_json) and not self._agreed(on):
            self.exit_code = REFUSED
            return answer | {"posted": False}
        made = run_tx(lambda: revalue(actor=None, on=on))
        return answer | self._done(made)

    def _done(self, made: Revaluation | None) -> dict[str, Any]:
        if made is None:  # somebody else was quicker
            self.say("Nothing to book.")
            return {"posted": False}
        self.say(f"Posted {made.number}: {made.result:.2f} {self.company.currency_id}.")
        return {"posted": True, "number": made.number}

    def _describe(self, plan: RevaluationPlan) -> dict[str, Any]:
        lines = [
            {
                "account": line.holding.account.code,
                "document": line.holding.text,
                "currency": line.holding.currency,
                "amount_currency": f"{line.holding.amount_currency:.2f}",
                "booked": f"{line.holding.booked:.2f}",
                "rate": f"{line.rate.normalize():f}",
                "rate_date": line.rate_date.isoformat(),
                "revalued": f"{line.revalued:.2f}",
                "booked_before": f"{line.earlier:.2f}",
                "difference": f"{line.posted:.2f}",
            }
            for line in plan.lines
        ]
        return {
            "company": self.company.code,
            "date": plan.on.isoformat(),
            "lines": lines,
            "result": f"{plan.result:.2f}",
            "entries": _entries(plan),
        }

    def _print(self, answer: dict[str, Any]) -> None:
        if not answer["lines"]:
            self.say("Nothing to book.")
        for line in answer["lines"]:
            self.say(
                f"{line['account']:10} {line['amount_currency']:>16} {line['currency']} @ {line['rate']} "
                f"of {line['rate_date']} {line['difference']:>14}  {line['document']}"
            )
        for entry in answer["entries"]:
            self.say(f"{entry['date']}  {entry['memo']}")
            for row in entry["lines"]:
                self.say(
                    f"    {row['account']:12} {row['debit'] or '':>16} {row['credit'] or '':>16}"
                )

    def _agreed(self, on: date) -> bool:
        try:
            answer = input(f"Revalue {self.company.code} at {on}? Type yes: ")
        except EOFError as error:
            raise InvalidInput("To revalue without being asked, add --yes.") from error
        return answer.strip().lower() == "yes"


def _entries(plan: RevaluationPlan) -> list[dict[str, Any]]:
    """Return the entry and its reversal."""
    if plan.draft is None:
        return []
    rows = [(account.code, amount) for account, amount in entry_lines(plan)]
    return [
        _entry(plan.on, plan.draft.memo, rows),
        _entry(plan.reversal_on, f"Reversal: {plan.draft.memo}", [(code, -amount) for code, amount in rows]),
    ]  # fmt: skip


def _entry(on: date, memo: str, rows: list[tuple[str, Any]]) -> dict[str, Any]:
    return {
        "date": on.isoformat(),
        "memo": memo,
        "lines": [
            {
                "account": code,
                "debit": f"{amount:.2f}" if amount > 0 else None,
                "credit": f"{-amount:.2f}" if amount < 0 else None,
            }
            for code, amount in rows
        ],
    }
