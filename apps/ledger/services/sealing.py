"""The sealer: gives committed entries their number and their place in the hash chain."""

from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from apps.core.context import company_id
from apps.core.ids import floor_at
from apps.ledger.models import Seal

EVERYTHING = UUID(int=0)
LONGEST_TRANSACTION = timedelta(hours=1)
BATCH = 2000


@transaction.atomic
def seal_entries(*, full: bool = False, most: int = BATCH) -> int:
    """Seal committed entries of the company in force, oldest first.

    Args:
        full: look at all entries; else at those made since an hour before the last seal, which an index serves.
        most: entries sealed in this transaction.

    Returns:
        How many were sealed; fewer than ``most`` when none is left.
    """
    since = EVERYTHING
    if not full:
        last = (
            Seal.objects.filter(company_id=company_id())
            .order_by("-number")
            .values_list("at", flat=True)
        )
        newest = last.first()
        since = floor_at(newest - LONGEST_TRANSACTION) if newest else EVERYTHING
    with connection.cursor() as cursor:
        cursor.execute("SELECT ledger_seal(%s, %s, %s)", [company_id(), since, most])
        return int(cursor.fetchone()[0])
