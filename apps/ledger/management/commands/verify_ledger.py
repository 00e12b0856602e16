"""``manage.py verify_ledger``: recompute the hash chain and name every entry that is not as it was written."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from apps.core.management.base import CompanyCommand
from apps.ledger.verifying import verify_chain


class Command(CompanyCommand):
    """Recompute a company's chain; exit code 1 when a link is broken."""

    help = "Recompute the hash chain of a company's entries."

    def run(self, **_: Any) -> dict[str, Any]:
        """Print what was found."""
        with transaction.atomic():
            found = verify_chain()
        for row in found.broken:
            self.say(", ".join(f"{name} {value}" for name, value in row.items()))
        self.say(
            f"{found.sealed} entries sealed, {found.unsealed} not yet, {len(found.broken)} broken;"
            f" head {found.head or '-'}."
        )
        if found.broken:
            self.exit_code = 1
        return asdict(found)
