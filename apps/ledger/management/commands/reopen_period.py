"""``manage.py reopen_period``: open a closed period again; the reason stays in its record."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.core.management.base import CompanyCommand
from apps.core.retry import run_tx
from apps.ledger.management.commands.close_period import period_by_code
from apps.ledger.services import reopen_period


class Command(CompanyCommand):
    """Reopen the last closed period of a company."""

    help = "Open a closed period again; say why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the period and the reason."""
        super().add_arguments(parser)
        parser.add_argument("--period", required=True, metavar="CODE", help="Such as 2026-01.")
        parser.add_argument("--reason", required=True, help="Why; kept for ever.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Reopen the period."""
        with transaction.atomic():
            period = period_by_code(options["period"])
        run_tx(lambda: reopen_period(actor=None, pk=period.pk, reason=options["reason"]))
        self.say(f"Reopened {period.code}.")
        return {
            "company": self.company.code,
            "period": period.code,
            "reopened": True,
            "reason": options["reason"],
        }
