"""``manage.py reopen_period``: open a closed period again; one user asks and says why, another one approves.

Exit codes: 0 asked or reopened, 1 refused by a rule, 2 the arguments are wrong.
"""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.access.models import User
from apps.core.context import company_context
from apps.core.exceptions import InvalidInput, NotAllowed
from apps.core.management.base import CompanyCommand
from apps.core.permissions import may
from apps.core.retry import run_tx
from apps.ledger.management.closing import agreed, period_by_code
from apps.ledger.models import Period
from apps.ledger.services import approve_period, reopen_period


class Command(CompanyCommand):
    """Ask to reopen the last closed period of a company, or approve what somebody else asked for."""

    help = "Open a closed period again: one user asks with --reason, another one adds --approve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period, who acts, and the reason or the approval."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, metavar="CODE", help="Such as 2026-01.")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="Who asks or approves.")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--reason", help="Ask, and say why; kept for ever.")
        what.add_argument("--approve", action="store_true", help="Approve what another one asked.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would happen; change nothing."
        )
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Ask, or approve."""
        with transaction.atomic():
            period = period_by_code(options["period"])
        permission = "ledger.approve_period" if options["approve"] else "ledger.reopen_period"
        user = _user(options["by"], permission)
        verb = "Open again" if options["approve"] else "Ask to open again"
        sure = options["yes"] or options["dry_run"] or self.as_json
        if not sure and not agreed(f"{verb} {period.code} of {self.company.code}?"):
            self.exit_code = 1
            return {"company": self.company.code, "period": period.code, "reopened": False}
        with company_context(self.company.pk, user_id=user.pk):
            answer = run_tx(lambda: self._decide(period, user, options))
        self._say(answer)
        return answer

    def _decide(self, period: Period, user: User, options: dict[str, Any]) -> dict[str, Any]:
        """Do it and tell; under ``--dry-run`` it is done and undone, so every rule has spoken."""
        answer = {"company": self.company.code, "period": period.code, "by": user.email}
        if options["approve"]:
            made = approve_period(actor=user, pk=period.pk)
            answer |= {"reopened": True, "reason": made.reason}
        else:
            asked = reopen_period(actor=user, pk=period.pk, reason=options["reason"])
            answer |= {"reopened": False, "reason": asked.reason}
        if options["dry_run"]:
            transaction.set_rollback(True)
        return answer | {"dry_run": options["dry_run"]}

    def _say(self, answer: dict[str, Any]) -> None:
        code = answer["period"]
        if answer["reopened"]:
            self.say(f"Reopened {code}.")
        else:
            self.say(
                f"Asked to reopen {code}. Somebody else approves it:"
                f" reopen_period --period {code} --approve --by EMAIL"
            )
        if answer["dry_run"]:
            self.say("Nothing was changed.")


def _user(email: str, permission: str) -> User:
    """Return the user who acts.

    Raises:
        InvalidInput: there is no such user.
        NotAllowed: the user lacks the right.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        raise InvalidInput(f"There is no active user {email}; write the e-mail address of one.")
    if not may(user, permission):
        raise NotAllowed(f"To do this, ask somebody with the right; {email} does not have it.")
    return user
