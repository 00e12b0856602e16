"""``manage.py dunning_run``: remind every party of what has come to its next level, or say what would be sent.

Exit codes: 0 sent, or nobody to remind; 1 refused (no level, a closed period, not agreed); 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import REFUSED, CompanyCommand
from apps.core.retry import run_tx
from apps.credit.dunning import Proposals, propose
from apps.credit.models import DunningLevel
from apps.credit.services import NoLevels, draft_run, send_run


class Command(CompanyCommand):
    """Draft and send the reminders of a day in one step; a second run of the day finds nothing more."""

    help = "Send the reminders of a day."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day and how far to go."""
        super().add_arguments(parser)
        parser.add_argument("--on", metavar="DATE", help="Such as 2026-06-30; today without it.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Print what would be sent; change nothing."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Send the reminders and return what was found and done."""
        day = _day(options["on"]) or self.company.today()
        with transaction.atomic():
            if not DunningLevel.objects.filter(is_active=True).exists():
                raise NoLevels("To remind anybody, set up a dunning level first.")
            found = propose(day)
            answer = self._describe(found)
        self._print(answer)
        if not found.letters or options["dry_run"]:
            self.say("Nobody is to be reminded." if not found.letters else "Nothing was changed.")
            return answer | {"sent": False, "number": None}
        if not (options["yes"] or self.as_json) and not self._agreed(len(found.letters)):
            self.exit_code = REFUSED
            return answer | {"sent": False, "number": None}
        sent = run_tx(lambda: send_run(actor=None, pk=draft_run(actor=None, on=day).pk))
        self.say(f"Sent {sent.number}: {len(found.letters)} reminders.")
        return answer | {"sent": True, "number": sent.number}

    def _describe(self, found: Proposals) -> dict[str, Any]:
        return {
            "company": self.company.code,
            "date": found.on.isoformat(),
            "letters": [
                {
                    "party": letter.party.code,
                    "level": letter.level.position,
                    "means": str(letter.means),
                    "total": f"{letter.total:.2f}",
                    "fee": f"{letter.level.fee:.2f}",
                    "items": [
                        {
                            "document": item.debt.reference,
                            "open": f"{item.debt.amount:.2f}",
                            "why": item.why,
                        }
                        for item in letter.items
                    ],
                }
                for letter in found.letters
            ],
            "left_out": [
                {"party": left.party.code, "overdue": f"{left.amount:.2f}", "why": left.why}
                for left in found.left_out
            ],
        }

    def _print(self, answer: dict[str, Any]) -> None:
        for letter in answer["letters"]:
            self.say(
                f"{letter['party']:12} level {letter['level']}  {letter['means']:7} {letter['total']:>14}"
            )
            for item in letter["items"]:
                self.say(f"    {item['document']:20} {item['open']:>14}  {item['why']}")
        for left in answer["left_out"]:
            self.say(f"{left['party']:12} not reminded {left['overdue']:>14}  {left['why']}")

    def _agreed(self, count: int) -> bool:
        try:
            answer = input(f"Send {count} reminders of {self.company.code}? Type yes: ")
        except EOFError as error:
            raise InvalidInput("To send without being asked, add --yes.") from error
        return answer.strip().lower() == "yes"


def _day(text: str | None) -> date | None:
    """Return the day written as 2026-06-30.

    Raises:
        InvalidInput: it is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"There is no day {text}; write it like 2026-06-30.") from error
