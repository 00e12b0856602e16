"""Celery's way into sales: what every company's orders hold past their day is freed, once an hour."""

import logging

from celery import shared_task

from apps.core.context import company_context
from apps.core.tenants import company_ids
from apps.sales.services import release_expired

logger = logging.getLogger(__name__)


@shared_task(name="sales.release_expired", ignore_result=True)
def release_all() -> int:
    """Free what orders of every company hold past their day; return how many orders that was."""
    freed = 0
    for company in company_ids():
        with company_context(company):
            orders = release_expired(actor=None)
        if orders:
            logger.info("Orders of %s past their day: %s.", company, len(orders))
        freed += len(orders)
    return freed
