"""The Django admin of purchasing: orders to look at; they change through their commands."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine


class LineInline(admin.TabularInline):
    """Lines of a purchase order."""

    model = PurchaseOrderLine
    extra = 0
    can_delete = False
    fields = readonly_fields = ("product", "quantity", "unit", "unit_price", "discount", "net")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: lines belong to the order's form."""
        return False


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Purchase orders, with their history."""

    list_display = ("number", "status", "date", "party", "warehouse", "currency", "total")
    list_filter = ("status",)
    list_select_related = ("party", "warehouse", "currency")
    search_fields = ("number", "reference")
    inlines = (LineInline,)
    ordering = ("-date", "-id")
