"""``manage.py close_period``: check, post the closing entries, freeze the balances, lock.

Exit codes: 0 closed (or closed already), 1 something stands in the way, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.core.management.base import REFUSED
from apps.core.retry import run_tx
from apps.ledger.management.closing import (
    ClosingCommand,
    checklist_of,
    entries_of,
    period_by_code,
    posted_of,
    result_of,
)
from apps.ledger.services import ClosingPlan, close_period, plan_closing
from apps.ledger.services.closing import require_acceptable


class Command(ClosingCommand):
    """Close a period of a company, or say what stands in the way."""

    help = "Close a period: checklist, closing entries, frozen trial balance, lock."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period and how far to go."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, metavar="CODE", help="Such as 2026-01.")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print the checklist and the entries; change nothing.",
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")
        parser.add_argument(
            "--accept",
            action="append",
            default=[],
            metavar="NAME",
            help="Accept a warning of the checklist; may be repeated.",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Close the period and return what was found and done."""
        accept = options["accept"]
        require_acceptable(accept)
        with transaction.atomic():
            period = period_by_code(options["period"])
        if period.status == "closed":
            self.say(f"Period {period.code} is closed already.")
            return self._answer(ClosingPlan(period, [], [])) | result_of(period)
        if not options["dry_run"]:
            self.seal()
        with transaction.atomic():
            plan = plan_closing(pk=period.pk, accept=accept)
            answer = self._answer(plan)
            transaction.set_rollback(options["dry_run"])
        self.say_checklist(answer["checklist"])
        self.say_entries(answer["entries"])
        if not plan.may_close:
            self.exit_code = REFUSED
            return answer | {"closed": False}
        if options["dry_run"]:
            self.say(f"Nothing was changed. Balances would be {plan.balances_sha256[:16]}.")
            return answer | {"closed": False}
        if not self.agreed(f"Close {period.code} of {self.company.code}?", options):
            self.exit_code = REFUSED
            return answer | {"closed": False}
        run_tx(lambda: close_period(actor=None, pk=period.pk, accept=accept))
        result = result_of(period)
        self.say(
            f"Closed {period.code}: {result['entry_count']} entries, balances {result['balances_sha256'][:16]}."
        )
        return answer | posted_of(plan.drafts) | result

    def _answer(self, plan: ClosingPlan) -> dict[str, Any]:
        return {
            "company": self.company.code,
            "period": plan.period.code,
            "may_close": plan.may_close,
            "checklist": checklist_of(plan.findings),
            "balances_sha256": plan.balances_sha256,
            **entries_of(plan.drafts),
        }
