"""The wave of the demonstration companies, made at the end: shipments somebody can walk through with a scanner."""

from django.db import transaction

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.picking import services as picking
from apps.picking.models import Wave
from apps.picking.selectors import visible_shippable

SHIPMENTS = 3


def leave_wave(company: Company, who: User) -> None:
    """Make a wave of the oldest draft shipments of ``company`` in the name of ``who``; once and no more."""
    with company_context(company.pk, user_id=who.pk), transaction.atomic():
        if Wave.objects.exists():
            return
        oldest = list(visible_shippable(None)[:SHIPMENTS])
        if oldest:
            picking.make_waves(actor=None, pks=[shipment.pk for shipment in oldest])
