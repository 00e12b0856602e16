"""The Django admin of warehouses."""

from django.contrib import admin

from apps.core.admin import CompanyAdmin
from apps.warehouses.models import Location, Warehouse


@admin.register(Warehouse)
class WarehouseAdmin(CompanyAdmin):
    """Buildings with stock."""

    list_display = ("code", "name", "city", "branch", "is_active")
    list_select_related = ("branch",)
    search_fields = ("code", "name")


@admin.register(Location)
class LocationAdmin(CompanyAdmin):
    """Places in warehouses, and the virtual ones."""

    list_display = (
        "code",
        "name",
        "warehouse",
        "parent",
        "kind",
        "owner",
        "is_default",
        "is_active",
    )
    list_filter = ("kind",)
    list_select_related = ("warehouse", "parent", "owner")
    search_fields = ("code", "name")
