"""Prove that the database holds what we promise: every invariant, every guard."""

from argparse import ArgumentParser
from typing import Any

from apps.core.management.base import REFUSED, HouseCommand
from apps.core.prove import prove, report_lines
from apps.core.tenants import companies, company_by_code


class Command(HouseCommand):
    """Run every registered check; print counter-examples; end with 1 if there is one."""

    help = "Check every invariant over the whole database; exit 1 on any violation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take ``--company`` and ``--json``."""
        super().add_arguments(parser)
        parser.add_argument("--company", metavar="CODE", help="Only this company (default: all).")

    def run(self, **options: Any) -> dict[str, Any]:
        """Prove, and say what was found."""
        code = options["company"]
        chosen = [company_by_code(code)] if code else list(companies())
        proof = prove([(company.pk, company.code) for company in chosen])
        for line in report_lines(proof.details):
            self.say(line)
        violations = len(proof.details)
        self.say(f"{proof.checks} checks, {violations} violations, {len(chosen)} companies.")
        if violations:
            self.exit_code = REFUSED
        return {
            "checks": proof.checks,
            "violations": violations,
            "details": [violation.as_dict() for violation in proof.details],
        }
