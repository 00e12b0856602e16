"""Closing the months of the demonstration company, as its accountant would."""

from collections.abc import Callable

from django.db import transaction

from apps.companies.models import Company
from apps.core.context import company_context
from apps.demo.services import months_to_close
from apps.demo.story import last_day
from apps.ledger.closing import Severity
from apps.ledger.models import Period
from apps.ledger.services import close_period, plan_closing, revalue


def close_months(company: Company, *, progress: Callable[[str], None]) -> None:
    """Close every month but the last two, oldest first; what only warns is accepted and kept in the closing."""
    with company_context(company.pk):
        with transaction.atomic():
            codes = months_to_close(last_day())
        for code in codes:
            with transaction.atomic():
                period = Period.objects.get(code=code)
                revalue(actor=None, on=period.end)
                findings = plan_closing(pk=period.pk).findings
                warnings = [
                    finding.check.name
                    for finding in findings
                    if finding.items and finding.check.severity == Severity.WARNING
                ]
                close_period(actor=None, pk=period.pk, accept=warnings)
            progress(f"Closed {code}")
