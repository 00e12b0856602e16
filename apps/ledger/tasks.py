"""Celery's way into the ledger: sealing what was posted."""

from celery import shared_task

from apps.core.context import company_transaction
from apps.core.tenants import company_ids
from apps.ledger.services.sealing import BATCH, seal_entries


@shared_task(name="ledger.seal", ignore_result=True)
def seal() -> int:
    """Seal the new entries of every company; return how many."""
    return sum(seal_company(company) for company in company_ids())


def seal_company(company: object, *, full: bool = False) -> int:
    """Seal what a company has unsealed, a batch per transaction; return how many."""
    total = 0
    while True:
        with company_transaction(company):  # type: ignore[arg-type]
            sealed = seal_entries(full=full)
        total += sealed
        if sealed < BATCH:
            return total
