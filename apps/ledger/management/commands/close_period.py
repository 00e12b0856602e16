"""``manage.py close_period``: check, post the closing entries, freeze the balances, lock.

Exit codes: 0 closed (or closed already), 1 something stands in the way, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import REFUSED, CompanyCommand
from apps.core.retry import run_tx
from apps.ledger.models import Account, Period
from apps.ledger.services import ClosingPlan, EntryDraft, close_period, latest_closing, plan_closing
from apps.ledger.services.closing import require_acceptable


class Command(CompanyCommand):
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
            plan = plan_closing(pk=period.pk, accept=accept)
            answer = self._describe(plan)
            transaction.set_rollback(options["dry_run"])
        if period.status == "closed":
            self.say(f"Period {period.code} is closed already.")
            return answer | self._result(period)
        self._print(answer)
        if not plan.may_close:
            self.exit_code = REFUSED
            return answer | {"closed": False}
        if options["dry_run"]:
            self.say("Nothing was changed.")
            return answer | {"closed": False}
        sure = options["yes"] or self.as_json
        if not sure and not agreed(f"Close {period.code} of {self.company.code}?"):
            self.exit_code = REFUSED
            return answer | {"closed": False}
        run_tx(lambda: close_period(actor=None, pk=period.pk, accept=accept))
        result = self._result(period)
        self.say(
            f"Closed {period.code}: {result['entry_count']} entries, balances {result['balances_sha256'][:16]}."
        )
        return answer | result

    def _describe(self, plan: ClosingPlan) -> dict[str, Any]:
        codes = dict(Account.objects.values_list("pk", "code")) if plan.drafts else {}
        checklist = [
            {
                "name": finding.check.name,
                "label": str(finding.check.label),
                "state": finding.state,
                "items": [item.text for item in finding.items],
            }
            for finding in plan.findings
        ]
        return {
            "company": self.company.code,
            "period": plan.period.code,
            "may_close": plan.may_close,
            "checklist": checklist,
            "entries": [_entry(draft, codes) for draft in plan.drafts],
        }

    def _print(self, answer: dict[str, Any]) -> None:
        for check in answer["checklist"]:
            self.say(f"{check['state']:9} {check['label']} ({check['name']})")
            for item in check["items"]:
                self.say(f"            {item}")
        for entry in answer["entries"]:
            self.say(f"{entry['date']}  {entry['memo']}")
            for line in entry["lines"]:
                self.say(
                    f"    {line['account']:12} {line['debit'] or '':>16} {line['credit'] or '':>16}"
                )
        if not answer["entries"]:
            self.say("No closing entry is needed.")

    def _result(self, period: Period) -> dict[str, Any]:
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


def _entry(draft: EntryDraft, codes: dict[Any, str]) -> dict[str, Any]:
    return {
        "date": draft.on.isoformat(),
        "memo": draft.memo or draft.reference,
        "lines": [
            {
                "account": codes[getattr(line.account, "pk", line.account)],
                "debit": f"{line.amount:.2f}" if line.amount > 0 else None,
                "credit": f"{-line.amount:.2f}" if line.amount < 0 else None,
            }
            for line in draft.lines
        ],
    }
