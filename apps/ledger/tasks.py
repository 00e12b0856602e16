"""Celery's way into the ledger: carrying the heads of the chains away; sealing itself is the sealer's work."""

import logging

from celery import shared_task

from apps.core.context import company_transaction
from apps.core.tenants import company_ids
from apps.ledger.services.anchoring import HOURLY, ChainRewritten, anchor_head
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


def seal_company(company: object, *, full: bool = False) -> int:
    """Seal what a company has unsealed, a batch per transaction; return how many."""
    total = 0
    while True:
        with company_transaction(company):  # type: ignore[arg-type]
            sealed = seal_entries(full=full)
        total += sealed
        if sealed < BATCH:
            return total
