"""``manage.py load_demo``: make the demonstration companies, or what is missing of them."""

from argparse import ArgumentParser
from typing import Any

from django.db import transaction

from apps.core.context import company_context
from apps.core.management.base import HouseCommand
from apps.demo.closing import close_months
from apps.demo.report import totals
from apps.demo.services import load_demo


class Command(HouseCommand):
    """Load the demonstration companies through the services of the apps; a second run adds nothing."""

    help = "Make the demonstration companies DEMO and ATLAS; a second run adds nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--original-dates`` and ``--leave-open``."""
        super().add_arguments(parser)
        parser.add_argument(
            "--leave-open", action="store_true", help="Close no month: you want to do it."
        )
        parser.add_argument(
            "--original-dates",
            action="store_true",
            help="Keep the dates of 1996 to 1998 instead of moving them to now.",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Load, close the months, and return the totals."""
        company = load_demo(original_dates=options["original_dates"], progress=self.say)
        if not options["leave_open"]:
            close_months(company, progress=self.say)
        with company_context(company.pk), transaction.atomic():
            answer = totals(company)
        for name, value in answer.items():
            self.say(f"{name:22} {value}")
        return answer
