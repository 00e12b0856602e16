"""The Django admin of budgets: to look at; they are written on their screens."""

from django.contrib import admin

from apps.budgets.models import Budget
from apps.core.admin import ReadOnlyAdmin


@admin.register(Budget)
class BudgetAdmin(ReadOnlyAdmin):
    """Budgets."""

    list_display = ("name", "fiscal_year", "control", "is_active")
    list_select_related = ("fiscal_year",)
    search_fields = ("name",)
    ordering = ("-fiscal_year__start", "name")
