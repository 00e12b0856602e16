"""The locks of whoever closes or opens a period: the company's lock dates, then the period for itself."""

from uuid import UUID

from django.db import connection

from apps.core.context import company_id
from apps.ledger.models import Period

_LOCKS = "SELECT pg_advisory_xact_lock_shared(hashtextextended('ledger.locks:' || %s::text, 0))"
_PERIOD = "SELECT pg_advisory_xact_lock(hashtextextended('ledger.period:' || %s::text, 0))"


def hold_period(pk: UUID) -> Period:
    """Lock the period against postings: those under way finish first, later ones wait and are then refused."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCKS, [str(company_id())])
        cursor.execute(_PERIOD, [str(pk)])
    return Period.objects.select_for_update(of=("self",)).get(company_id=company_id(), pk=pk)
