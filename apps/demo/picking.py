"""The wave of the demonstration companies, made at the end: shipments somebody can walk through with a scanner."""

from datetime import date

from django.db import transaction

from apps.access.models import User
from apps.companies.models import Company
from apps.core.context import company_context
from apps.picking import services as picking
from apps.picking.models import Wave
from apps.picking.selectors import visible_shippable
from apps.sales import services as sales
from apps.sales.models import SalesOrder
from apps.sales.selectors import to_take_out
from apps.stock.models import StockDocument

SHIPMENTS = 3


def leave_wave(company: Company, who: User, today: date) -> None:
    """Make a wave of the oldest draft shipments of ``company`` in the name of ``who``; once and no more.

    Where there are none, the oldest orders that have goods reserved are drafted first.
    """
    with company_context(company.pk, user_id=who.pk), transaction.atomic():
        if Wave.objects.exists():
            return
        oldest = list(visible_shippable(None)[:SHIPMENTS]) or _draft(company, today)
        if oldest:
            picking.make_waves(actor=None, pks=[shipment.pk for shipment in oldest])


def _draft(company: Company, today: date) -> list[StockDocument]:
    orders = SalesOrder.objects.filter(to_take_out(), company=company).order_by("date", "pk")
    return [sales.ship_order(actor=None, pk=order.pk, on=today) for order in orders[:SHIPMENTS]]
