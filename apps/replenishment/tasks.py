"""Celery's way into replenishment: every company's proposals, once a night."""

import logging

from celery import shared_task

from apps.core.context import company_transaction
from apps.core.tenants import company_ids
from apps.replenishment.services import propose

logger = logging.getLogger(__name__)


@shared_task(name="replenishment.propose", ignore_result=True)
def propose_all() -> int:
    """Work out the proposals of every company; return how many are needed."""
    needed = 0
    for company in company_ids():
        with company_transaction(company):
            outcome = propose(actor=None)
        logger.info("Proposals of %s: %s needed, %s new.", company, outcome.needed, outcome.made)
        needed += outcome.needed
    return needed
