"""``manage.py import_rates``: exchange rates from the European Central Bank's table."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from apps.companies import services
from apps.companies.ecb import LARGEST, DayOfRates, MalformedRates, read_rates
from apps.companies.models import Company
from apps.core.context import company_context
from apps.core.exceptions import BusinessError

BUNDLED = Path(__file__).parents[2] / "data" / "eurofxref-2023-2024.csv"
BLOCKED, BAD_ARGUMENTS = 1, 2


class Command(BaseCommand):
    """Exit codes: 0 done (also when nothing was new), 1 the company cannot use the table, 2 bad arguments or file."""

    help = "Add the European Central Bank's reference rates, crossed into the company's currency."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --company, --file and --since."""
        parser.add_argument(
            "--company", default="DEMO", metavar="CODE", help="the company's code (DEMO)"
        )
        parser.add_argument(
            "--file",
            type=Path,
            default=BUNDLED,
            help="a CSV or XML in one of the bank's layouts; the bundled 2023-2024 by default",
        )

        parser.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="leave out the days before this one",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say in one line what was done."""
        company = Company.objects.defer("logo").filter(code=options["company"]).first()
        if company is None:
            raise CommandError(
                f"There is no company {options['company']}.", returncode=BAD_ARGUMENTS
            )
        since = options["since"]
        days = [day for day in _days(options["file"]) if since is None or day.date >= since]
        try:
            with company_context(company.pk), transaction.atomic():
                done = services.import_rates(company=company, days=days)
        except BusinessError as error:
            raise CommandError(str(error), returncode=BLOCKED) from None
        self.stdout.write(
            f"{company.code}: {done.added} rates added, {done.changed} corrected, "
            f"{done.unchanged} already there, {done.kept} typed by hand and kept."
        )


def _days(path: Path) -> list[DayOfRates]:
    try:
        with path.open("rb") as file:
            return read_rates(file.read(LARGEST + 1))
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", returncode=BAD_ARGUMENTS
        ) from None
    except MalformedRates as error:
        raise CommandError(f"{path}: {error}", returncode=BAD_ARGUMENTS) from None
