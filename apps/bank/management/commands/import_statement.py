"""``manage.py import_statement``: bring the statements of a file in."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from apps.bank import services
from apps.bank.choices import FileStatus
from apps.bank.identity import bare
from apps.bank.models import BankAccount, StatementFile
from apps.companies.models import Company
from apps.core.context import company_context, company_id
from apps.core.money import NotANumber, parse_decimal
from apps.core.retry import run_tx

REFUSED, BAD_ARGUMENTS = 1, 2


class Command(BaseCommand):
    """Exit codes: 0 taken (also when nothing was new), 1 refused and kept, 2 bad arguments or no such file."""

    help = "Import a bank statement: camt.053, MT940, OFX, or CSV by the account's columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, --company, --account, --closing, --json."""
        parser.add_argument("file", type=Path, help="the bank's file")
        parser.add_argument(
            "--company", default="DEMO", metavar="CODE", help="the company's code (DEMO)"
        )
        parser.add_argument(
            "--account",
            required=True,
            help="the bank account: its IBAN, number, name or journal code",
        )
        parser.add_argument(
            "--closing", help="for CSV without a balance: the closing balance, as 1234.50"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import and say in one line, or one object, what came of it."""
        company = Company.objects.defer("logo").filter(code=options["company"]).first()
        if company is None:
            raise CommandError(
                f"There is no company {options['company']}.", returncode=BAD_ARGUMENTS
            )
        try:
            content = options["file"].read_bytes()
            closing = parse_decimal(options["closing"]) if options["closing"] else None
        except OSError as error:
            raise CommandError(
                f"{options['file']} cannot be read: {error.strerror}.", returncode=BAD_ARGUMENTS
            ) from None
        except NotANumber as error:
            raise CommandError(f"--closing: {error}", returncode=BAD_ARGUMENTS) from None
        with company_context(company.pk):
            account = run_tx(lambda: _account(options["account"]))
            file = run_tx(
                lambda: services.import_statements(
                    actor=None,
                    pk=account.pk,
                    name=options["file"].name,
                    content=content,
                    closing=closing,
                )
            )
        self._tell(file, as_json=options["json"])

    def _tell(self, file: StatementFile, *, as_json: bool) -> None:
        refused = file.status == FileStatus.REFUSED
        if as_json:
            facts = {
                "file": file.name,
                "format": file.format,
                "sha256": file.sha256,
                "status": file.status,
                "new": file.line_count,
                "known": file.known_count,
                "message": file.message,
            }
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        elif not refused:
            self.stdout.write(
                f"{file.name}: {file.line_count} new lines, {file.known_count} were already there."
            )
        if refused:
            raise CommandError(file.message, returncode=REFUSED)


def _account(name: str) -> BankAccount:
    rows = BankAccount.objects.filter(company_id=company_id(), is_active=True)
    found = list(
        rows.filter(
            Q(iban=bare(name)) | Q(number=name) | Q(name=name) | Q(journal__code=name)
        ).distinct()[:2]
    )
    if len(found) != 1:
        known = ", ".join(rows.order_by("name").values_list("journal__code", flat=True)[:20])
        raise CommandError(
            f"There is no one bank account {name}; there are: {known or 'none'}.",
            returncode=BAD_ARGUMENTS,
        )
    return found[0]
