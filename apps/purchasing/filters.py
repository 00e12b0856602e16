"""What a list of purchase orders can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.purchasing import selectors
from apps.purchasing.models import PurchaseOrder
from apps.stock.models import Level
from apps.warehouses.selectors import visible_warehouses

WORK = {
    "receive": selectors.to_receive,
    "bill": selectors.to_bill,
}


class ConsignedFilter(django_filters.FilterSet):
    """Goods on consignment by what they are, where they lie and whose they are."""

    q = SearchFilter(
        "product__sku", "product__name", "location__code", "location__owner__name", "lot__number"
    )
    warehouse = django_filters.ModelChoiceFilter(
        queryset=lambda request: visible_warehouses(request.user),
        field_name="location__warehouse",
        label=_("Warehouse"),
    )
    owner = django_filters.UUIDFilter(field_name="location__owner_id", label=_("Owner"))
    product = django_filters.UUIDFilter(field_name="product_id", label=_("Product"))

    class Meta:
        model = Level
        fields = ("q", "warehouse", "owner", "product")


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
