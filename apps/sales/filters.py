"""What a list of sales orders can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.sales import selectors
from apps.sales.models import SalesOrder
from apps.stock.channels import visible_channels

WORK = {
    "waiting": selectors.waiting_for_stock,
    "ship": selectors.to_ship,
    "invoice": selectors.to_invoice,
}


def _channels(request: Any) -> Any:
    return visible_channels(request.user)


class SalesOrderFilter(django_filters.FilterSet):
    """Search, status, open work, dates, channel."""

    q = SearchFilter("number", "reference", "party__name", "party__code")
    work = django_filters.ChoiceFilter(
        method="with_work",
        label=_("Open work"),
        choices=[
            ("waiting", _("Waiting for stock")),
            ("ship", _("To ship")),
            ("invoice", _("To invoice")),
        ],
    )
    date = django_filters.DateFromToRangeFilter(label=_("Order date"))
    held_until = django_filters.DateFromToRangeFilter(label=_("Hold ends"))
    channel = django_filters.ModelChoiceFilter(queryset=_channels, label=_("Sales channel"))

    class Meta:
        model = SalesOrder
        fields = ("status",)

    def with_work(self, rows: QuerySet[SalesOrder], _name: str, value: str) -> QuerySet[SalesOrder]:
        """Return the orders on which that work is open."""
        return rows.filter(WORK[value]())
