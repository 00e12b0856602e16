"""What a list of purchase orders can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.purchasing import selectors
from apps.purchasing.models import PurchaseOrder

WORK = {
    "receive": selectors.to_receive,
    "bill": selectors.to_bill,
}


class PurchaseOrderFilter(django_filters.FilterSet):
    """Search, status, open work, dates."""

    q = SearchFilter("number", "reference", "party__name", "party__code")
    work = django_filters.ChoiceFilter(
        method="with_work",
        label=_("Open work"),
        choices=[("receive", _("To receive")), ("bill", _("To bill"))],
    )
    date = django_filters.DateFromToRangeFilter(label=_("Order date"))

    class Meta:
        model = PurchaseOrder
        fields = ("status",)

    def with_work(
        self, rows: QuerySet[PurchaseOrder], _name: str, value: str
    ) -> QuerySet[PurchaseOrder]:
        """Return the orders on which that work is open."""
        return rows.filter(WORK[value]())
