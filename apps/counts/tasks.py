"""Celery's way into counts: every company's sheets of what is due, once a day."""

import logging
from uuid import UUID

from celery import shared_task

from apps.core.context import company_transaction
from apps.core.tenants import company_ids
from apps.counts.models import CountPlan
from apps.counts.services import plan_counts
from apps.warehouses.models import Warehouse

logger = logging.getLogger(__name__)


@shared_task(name="counts.plan", ignore_result=True)
def plan_all() -> int:
    """Make the sheets of what is due in every company that has a plan; return how many."""
    made = 0
    for company in company_ids():
        with company_transaction(company):
            made += _plan(company)
    return made


def _plan(company: UUID) -> int:
    if not CountPlan.objects.filter(company_id=company).exists():
        return 0
    sheets = 0
    for house in Warehouse.objects.filter(is_active=True).order_by("code"):
        sheets += len(plan_counts(actor=None, warehouse=house).sheets)
    logger.info("Count sheets of %s: %s new.", company, sheets)
    return sheets
