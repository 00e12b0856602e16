"""The Django admin of payments and matches: to look at."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.payments.models import Clearing, Match, Payment, WriteOffReason


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


@admin.register(Clearing)
class ClearingAdmin(ReadOnlyAdmin):
    """What was settled in one act."""

    list_display = ("date", "party", "entry", "write_off", "note", "actor")
    list_select_related = ("party", "entry", "write_off", "actor")
    ordering = ("-id",)


@admin.register(WriteOffReason)
class WriteOffReasonAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Why something may be written off."""

    list_display = ("code", "name", "account", "limit", "is_active")
    list_select_related = ("account",)
    ordering = ("code",)
