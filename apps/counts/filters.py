"""What lists of sheets and differences can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.counts.choices import Way
from apps.counts.models import CountLine, CountSheet
from apps.counts.selectors import open_sheets
from apps.warehouses.selectors import visible_warehouses


def _warehouses(request: Any) -> Any:
    return visible_warehouses(request.user)


class CountSheetFilter(django_filters.FilterSet):
    """Search, warehouse, status, class, day."""

    q = SearchFilter("name", "number")
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    state = django_filters.ChoiceFilter(
        choices=[("open", _("Not finished"))], method="in_state", label=_("State")
    )

    class Meta:
        model = CountSheet
        fields = ("status", "abc_class", "is_planned")

    def in_state(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what is not finished."""
        return rows.filter(pk__in=open_sheets(None).order_by().values("pk"))


class DifferenceFilter(django_filters.FilterSet):
    """Search, warehouse, sheet's day, which way it differs."""

    q = SearchFilter(
        "product__sku", "product__name", "sheet__number", "location__code", "lot__number"
    )
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="sheet__warehouse", label=_("Warehouse")
    )
    date = django_filters.DateFromToRangeFilter(field_name="sheet__date", label=_("Date"))
    way = django_filters.ChoiceFilter(choices=Way.choices, method="gone", label=_("Difference"))

    class Meta:
        model = CountLine
        fields = ("is_found",)

    def gone(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what was found, or what was missing."""
        if value == Way.FOUND:
            return rows.filter(counted__gt=F("expected"))
        return rows.filter(counted__lt=F("expected"))
