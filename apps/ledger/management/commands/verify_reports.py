"""``manage.py verify_reports``: make every pinned report again and compare its bytes.

Exit codes: 0 all the same, 1 a file differs, 2 the arguments are wrong.
"""

from typing import Any

from django.db import transaction

from apps.core.management.base import CompanyCommand
from apps.ledger.models import ReportRun
from apps.ledger.printing import changed_files


class Command(CompanyCommand):
    """Make a company's pinned reports again; exit code 1 when a file comes out differently."""

    help = "Make pinned reports again as of their number of the chain and compare the bytes."

    def run(self, **options: Any) -> dict[str, Any]:
        """Print what differs."""
        with transaction.atomic():
            runs = list(ReportRun.objects.select_related("actor").order_by("pk"))
            changed = [
                {"report": str(run), "id": str(run.pk), "files": files}
                for run in runs
                if (files := changed_files(run))
            ]
        for row in changed:
            self.say(f"{row['report']}: {', '.join(row['files'])} would come out differently now.")
        self.say(f"{len(runs)} pinned reports, {len(changed)} differ.")
        self.exit_code = 1 if changed else 0
        return {"company": self.company.code, "reports": len(runs), "changed": changed}
