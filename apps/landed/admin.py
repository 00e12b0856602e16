"""The Django admin of landed costs: to look at; they change through their commands."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.landed.models import LandedCost


@admin.register(LandedCost)
class LandedCostAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Landed costs, with their history."""

    list_display = ("number", "date", "status", "basis", "memo")
    list_filter = ("status", "basis")
    search_fields = ("number", "memo")
