"""The counts of the demonstration company, made at the end: one posted, one that waits for its counter."""

from uuid import UUID

from django.db import transaction

from apps.access.models import User
from apps.companies.models import Company
from apps.companies.selectors import company_in_force
from apps.core.context import company_context
from apps.counts import services as counts
from apps.counts.models import CountPlan, CountSheet
from apps.stock.models import Level
from apps.warehouses.models import Warehouse

LINES = 6


def leave_counts(company: Company, who: User) -> None:
    """Leave a plan, a posted sheet that agreed and an open one in the name of ``who``; once and no more."""
    with company_context(company.pk, user_id=who.pk), transaction.atomic():
        if CountPlan.objects.exists():
            return
        counts.save_plan(actor=None, document=CountPlan())
        house = Warehouse.objects.get(code="SEA")
        rows = Level.objects.filter(location__warehouse=house, on_hand__gt=0)
        products = list(
            rows.order_by("product__sku").values_list("product_id", flat=True).distinct()
        )
        _counted(who, house, products[:LINES])
        sheet = CountSheet(warehouse=house, date=company_in_force().today())
        counts.open_sheet(actor=who, document=sheet, products=products[LINES : 2 * LINES])


def _counted(who: User, house: Warehouse, products: list[UUID]) -> None:
    """Count goods as the books say they are: the figures of the story stay as they are."""
    today = company_in_force().today()
    sheet = CountSheet(warehouse=house, date=today)
    sheet = counts.open_sheet(actor=who, document=sheet, products=products)
    for line in sheet.lines.select_related("lot"):
        level = Level.objects.get(
            product_id=line.product_id, location_id=line.location_id, lot=line.lot
        )
        counts.count_line(actor=who, pk=sheet.pk, line=line.pk, counted=level.on_hand)
    counts.submit_sheet(actor=who, pk=sheet.pk)
    counts.post_sheet(actor=who, pk=sheet.pk, on=today)
