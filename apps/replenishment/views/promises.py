"""What can be promised by when: a part of a product's page and of a sales order's, and pages of their own."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.core.answers import is_fragment
from apps.core.charts import Chart, Series, column_chart
from apps.core.formatting import format_date
from apps.core.money import ZERO
from apps.core.permissions import right
from apps.products.models import Product
from apps.products.selectors import visible_products
from apps.replenishment.promising import Forecast, forecast, missing_of_order
from apps.replenishment.views.parts import part_of_page

SHOWN = 4
POINTS = 12


@right("stock.view_level")
@require_GET
def of_product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what of a product can be promised by when, as a table and a chart."""
    found = get_object_or_404(visible_products(request.user).filter(kind="goods"), pk=pk)
    houses = forecast(request.user, found)
    context: dict[str, Any] = {"product": found, "houses": houses, "chart": _chart(found, houses)}
    return part_of_page(request, "replenishment/promises.html", "panel", context)


@right("sales.view_salesorder")
@require_GET
def of_order(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what a sales order waits for, and from when it is there."""
    missing = missing_of_order(request.user, pk)
    if missing is None:
        raise Http404
    context = {"missing": missing, "is_part": is_fragment(request)}
    return part_of_page(request, "replenishment/missing.html", "panel", context)


def _chart(product: Product, houses: list[Forecast]) -> Chart | None:
    """Return a column for each day and warehouse; none while there is one day only, or nothing to promise on any."""
    days = sorted({row.day for house in houses for row in house.days})[:POINTS]
    if len(days) < 2 or not any(row.available for house in houses for row in house.days):
        return None
    return column_chart(
        title=_("Can be promised from"),
        labels=[format_date(day) for day in days],
        series=[
            Series(house.warehouse.code, [_on(house, day) for day in days])
            for house in houses[:SHOWN]
        ],
        unit=product.unit.code,
        head=_("From"),
    )


def _on(house: Forecast, day: Any) -> Any:
    known = [row.available for row in house.days if row.day <= day]
    return known[-1] if known else ZERO
