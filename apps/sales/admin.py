"""The Django admin of sales: orders to look at; they change through their commands."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.sales.models import SalesOrder, SalesOrderLine


class LineInline(admin.TabularInline):
    """Lines of a sales order."""

    model = SalesOrderLine
    extra = 0
    can_delete = False
    fields = readonly_fields = ("product", "quantity", "unit", "unit_price", "discount", "net")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: lines belong to the order's form."""
        return False


@admin.register(SalesOrder)
class SalesOrderAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Sales orders, with their history."""

    list_display = ("number", "status", "date", "party", "warehouse", "currency", "total")
    list_filter = ("status",)
    list_select_related = ("party", "warehouse", "currency")
    search_fields = ("number", "reference")
    inlines = (LineInline,)
    ordering = ("-date", "-id")
