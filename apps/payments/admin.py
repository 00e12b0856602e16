"""The Django admin of payments and matches: to look at."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.payments.models import Match, Payment


@admin.register(Payment)
class PaymentAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Receipts and disbursements."""

    list_display = (
        "number",
        "direction",
        "status",
        "party",
        "journal",
        "date",
        "amount",
        "currency",
    )
    list_filter = ("direction", "status")
    list_select_related = ("party", "journal", "currency")
    search_fields = ("number", "reference", "party__name")
    ordering = ("-date", "-id")


@admin.register(Match)
class MatchAdmin(ReadOnlyAdmin):
    """What settled what."""

    list_display = (
        "date",
        "debit_item",
        "credit_item",
        "amount_currency",
        "amount",
        "reverses",
        "actor",
    )
    list_select_related = ("debit_item", "credit_item", "reverses", "actor")
    ordering = ("-id",)
