"""What a list of sales orders can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.sales import selectors
from apps.sales.models import SalesOrder

WORK = {
    "waiting": selectors.waiting_for_stock,
    "ship": selectors.to_ship,
    "invoice": selectors.to_invoice,
}


class SalesOrderFilter(django_filters.FilterSet):
    """Search, status, open work, dates."""

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

    class Meta:
        model = SalesOrder
        fields = ("status",)

    def with_work(self, rows: QuerySet[SalesOrder], _name: str, value: str) -> QuerySet[SalesOrder]:
        """Return the orders on which that work is open."""
        return rows.filter(WORK[value]())
