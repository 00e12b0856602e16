"""What lists of waves, of shipments to pick and of put-away rules can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.picking.choices import LIVE, WaveStatus
from apps.picking.models import PutawayRule, Wave
from apps.stock.models import Level, StockDocument
from apps.warehouses.selectors import visible_warehouses


def _warehouses(request: Any) -> Any:
    return visible_warehouses(request.user)


class WaveFilter(django_filters.FilterSet):
    """Waves by number, warehouse and status; without one those to pick."""

    q = SearchFilter("number", "warehouse__code", "warehouse__name")
    status = django_filters.ChoiceFilter(
        choices=[("all", _("All")), *WaveStatus.choices], method="in_status", label=_("Status")
    )
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))

    class Meta:
        model = Wave
        fields = ("q", "status", "warehouse")

    def in_status(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep one status, or all."""
        return rows if value == "all" else rows.filter(status=value)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Show what waits unless a status is asked for."""
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("status") else rows.filter(status__in=LIVE)


class ShippableFilter(django_filters.FilterSet):
    """Shipments to pick by party, day, warehouse and how many lines they have."""

    q = SearchFilter("reference", "party__name", "party__code")
    date = django_filters.DateFromToRangeFilter(label=_("Due"))
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))
    line_count = django_filters.RangeFilter(label=_("Lines"))

    class Meta:
        model = StockDocument
        fields = ("q", "date", "warehouse", "line_count")


class StagedFilter(django_filters.FilterSet):
    """Shipments on their way out by party, day and warehouse."""

    q = SearchFilter("reference", "party__name", "party__code")
    date = django_filters.DateFromToRangeFilter(label=_("Due"))
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))

    class Meta:
        model = StockDocument
        fields = ("q", "date", "warehouse")


class PutBackFilter(django_filters.FilterSet):
    """Goods to put back by product, place and warehouse."""

    q = SearchFilter("product__sku", "product__name", "location__code", "lot__number")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="location__warehouse", label=_("Warehouse")
    )

    class Meta:
        model = Level
        fields = ("q", "warehouse")


class PutawayRuleFilter(django_filters.FilterSet):
    """Rules by goods, place and warehouse."""

    q = SearchFilter("product__sku", "product__name", "category__name", "location__code")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="location__warehouse", label=_("Warehouse")
    )

    class Meta:
        model = PutawayRule
        fields = ("q", "warehouse", "is_active")
