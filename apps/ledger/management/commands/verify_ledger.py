"""``manage.py verify_ledger``: recompute the hash chain, and compare it with the anchors kept outside the database."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.db import transaction

from apps.core.management.base import CompanyCommand
from apps.ledger.anchors import PUBLIC
from apps.ledger.services.anchoring import anchors_file
from apps.ledger.verifying import AnchorCheck, verify_anchors, verify_chain


class Command(CompanyCommand):
    """Recompute a company's chain; exit code 1 when a link is broken or an anchor disagrees."""

    help = "Recompute the hash chain of a company's entries; compare it with its anchors."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the anchors and the public key are."""
        super().add_arguments(parser)
        parser.add_argument(
            "--anchors",
            nargs="?",
            const="",
            metavar="FILE",
            help="Compare with the anchors in FILE (default: where this machine keeps them).",
        )
        parser.add_argument(
            "--key",
            metavar="FILE",
            help=f"The public key the anchors are signed for (default: {PUBLIC} beside them).",
        )

    def run(self, **options: Any) -> dict[str, Any]:
        """Print what was found."""
        with transaction.atomic():
            found = verify_chain()
        self._print(found.broken)
        self.say(
            f"{found.sealed} entries sealed, {found.unsealed} not yet, {len(found.broken)} broken;"
            f" head {found.head or '-'}."
        )
        answer = asdict(found)
        if options["anchors"] is not None:
            check = self._anchors(options["anchors"], options["key"])
            answer["anchors"] = asdict(check)
            self.exit_code = 1 if check.broken else 0
        if found.broken:
            self.exit_code = 1
        return answer

    def _anchors(self, file: str, key: str | None) -> AnchorCheck:
        path = Path(file) if file else anchors_file(self.company.code)
        with transaction.atomic():
            check = verify_anchors(path, Path(key) if key else path.with_name(PUBLIC))
        self._print(check.broken)
        self.say(
            f"{check.anchors} anchors, {len(check.broken)} broken; from {check.first or '-'} to {check.last or '-'},"
            f" key {check.key or '-'}."
        )
        return check

    def _print(self, broken: list[dict[str, Any]]) -> None:
        for row in broken:
            self.say(", ".join(f"{name} {value}" for name, value in row.items()))
