"""Celery's way into companies: exchange rates from the configured source."""

import logging
from collections.abc import Sequence
from typing import Any

from celery import shared_task

from apps.companies import services
from apps.companies.ecb import DayOfRates
from apps.companies.models import Company
from apps.companies.rate_sources import SourceFailed, days_of_source
from apps.core.context import company_transaction
from apps.core.tenants import company_ids

logger = logging.getLogger(__name__)


@shared_task(name="companies.import_rates", ignore_result=True)
def import_rates() -> int:
    """Add the source's rates to every company that can use them; return how many were new or corrected.

    A source that fails is one line in the log; the next turn tries again.
    """
    try:
        days = days_of_source()
    except SourceFailed as error:
        logger.warning("%s", error)
        return 0
    return sum(_import_for(company, days) for company in company_ids()) if days else 0


def _import_for(company: Any, days: Sequence[DayOfRates]) -> int:
    try:
        with company_transaction(company):
            done = services.import_rates(
                company=Company.objects.defer("logo").get(pk=company), days=days
            )
    except services.NoRatesForCompany as error:
        logger.info("%s", error)
        return 0
    return done.added + done.changed
