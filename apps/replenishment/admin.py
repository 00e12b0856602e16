"""The Django admin of replenishment: rules and proposals to look at; they change through their commands."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.replenishment.models import Proposal, Rule


@admin.register(Rule)
class RuleAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Rules, with their history."""

    list_display = ("product", "warehouse", "method", "minimum", "target", "source", "is_active")
    list_filter = ("method", "source", "is_active")
    list_select_related = ("product", "warehouse")
    search_fields = ("product__sku",)


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    """Proposals."""

    list_display = ("product", "warehouse", "status", "quantity", "due_date", "order", "transfer")
    list_filter = ("status", "source")
    list_select_related = ("product", "warehouse", "order", "transfer")
    search_fields = ("product__sku",)
