"""``manage.py export_journal``: the sealed journal as a file for another program, or a former file once more."""

import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.core.exceptions import InvalidInput
from apps.core.management.base import CompanyCommand
from apps.core.retry import run_tx
from apps.integrations.formats.registry import WRITERS
from apps.integrations.models import ExportResult
from apps.integrations.selectors import pieces_of
from apps.integrations.services import export_now
from apps.ledger.tasks import seal_company


class Command(CompanyCommand):
    """Export the journal of a company."""

    help = "Write the sealed journal to a file: beancount, hledger, QuickBooks, Xero, FEC."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the format, the days and the file."""
        super().add_arguments(parser)
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--format", choices=sorted(WRITERS))
        what.add_argument(
            "--again", metavar="NUMBER", help="Write the file of this export again, the same bytes."
        )
        parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="DATE")
        parser.add_argument("--output", required=True, metavar="FILE", help="- is standard output.")

    def run(self, **options: Any) -> dict[str, Any]:
        """Make the export, or find it, and write its file."""
        output = options["output"]
        if output != "-" and not Path(output).absolute().parent.is_dir():
            raise InvalidInput(f"To write {output}, make its folder first.")
        result = self._found(options["again"]) if options["again"] else self._made(options)
        self._write(result, output)
        answer = {
            "company": self.company.code,
            "number": result.export.number,
            "format": result.export.format,
            "first": result.first_date,
            "last": result.last_date,
            "entries": result.entry_count,
            "lines": result.line_count,
            "total": result.total,
            "sealed_up_to": result.seal_number,
            "sha256": result.sha256,
            "filename": result.filename,
        }
        if output != "-":
            self.say(
                f"{result.export.number}: {result.entry_count} entries, {result.line_count} lines, "
                f"sealed up to {result.seal_number}, SHA-256 {result.sha256}, in {output}."
            )
            return answer
        return answer if self.as_json else {}

    def _made(self, options: dict[str, Any]) -> ExportResult:
        seal_company(self.company.pk, full=True)
        return run_tx(
            lambda: export_now(
                actor=None, kind=options["format"], first=options["first"], last=options["last"]
            )
        )

    def _found(self, number: str) -> ExportResult:
        with transaction.atomic():
            results = ExportResult.objects.select_related("export").filter(refusal="")
            result = results.filter(company_id=self.company.pk, export__number=number).first()
        if result is None:
            raise InvalidInput(f"There is no export {number} of {self.company.code} with a file.")
        return result

    def _write(self, result: ExportResult, output: str) -> None:
        """Write to a file beside the wanted one first, so that no half of one is ever there."""
        beside = Path(f"{output}.part")
        opened = nullcontext(sys.stdout.buffer) if output == "-" else beside.open("wb")
        with opened as file:
            for piece in pieces_of(result.export_id, self.company.pk):
                file.write(piece)
        if output != "-":
            beside.replace(output)
