"""The Django admin of counts: sheets and the plan to look at; they change through their commands."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.counts.models import CountLine, CountPlan, CountSheet


@admin.register(CountSheet)
class CountSheetAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Sheets, with their history."""

    list_display = ("name", "number", "warehouse", "date", "status", "adjustment")
    list_filter = ("status", "is_planned")
    list_select_related = ("warehouse", "adjustment")
    search_fields = ("name", "number")


@admin.register(CountLine)
class CountLineAdmin(ReadOnlyAdmin):
    """Lines of sheets."""

    list_display = ("sheet", "product", "location", "lot", "expected", "counted", "counted_at")
    list_filter = ("above_tolerance", "is_found")
    list_select_related = ("sheet", "product", "location", "lot")
    search_fields = ("product__sku", "sheet__number")


@admin.register(CountPlan)
class CountPlanAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """How companies count."""

    list_display = ("company", "quantity_percent", "value_limit", "days")
