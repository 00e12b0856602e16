"""Celery's way into the ledger: making what is due, carrying the heads of the chains away."""

import logging

from celery import shared_task

from apps.companies.selectors import company_in_force
from apps.core.context import company_transaction
from apps.core.tenants import company_ids
from apps.ledger.services.anchoring import HOURLY, ChainRewritten, anchor_head
from apps.ledger.services.recurring import due_tasks, run_task
from apps.ledger.services.sealing import BATCH, seal_entries

logger = logging.getLogger(__name__)


@shared_task(name="ledger.anchor", ignore_result=True)
def anchor() -> int:
    """Write down the head of every company's chain outside the database; return how many were new."""
    count = 0
    for company in company_ids():
        try:
            with company_transaction(company):
                count += anchor_head(why=HOURLY) is not None
        except ChainRewritten as error:  # the others are anchored all the same
            logger.critical("%s", error)
    return count


@shared_task(name="ledger.run_recurring", ignore_result=True)
def run_recurring() -> int:
    """Make what is due in every company, each in a transaction of its own; return how many were made."""
    made = 0
    for company in company_ids():
        with company_transaction(company):
            tasks = due_tasks(company_in_force().today())
        for task in tasks:
            with company_transaction(company):
                made += bool(run_task(task, None).made)
    return made


def seal_company(company: object, *, full: bool = False) -> int:
    """Seal what a company has unsealed, a batch per transaction; return how many."""
    total = 0
    while True:
        with company_transaction(company):  # type: ignore[arg-type]
            sealed = seal_entries(full=full)
        total += sealed
        if sealed < BATCH:
            return total
