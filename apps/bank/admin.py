"""The Django admin of the bank: to look at."""

from django.contrib import admin
from simple_history.admin import SimpleHistoryAdmin

from apps.bank.models import BankAccount, BankStatement, BankStatementLine, StatementFile
from apps.core.admin import ReadOnlyAdmin


@admin.register(BankAccount)
class BankAccountAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Accounts at banks."""

    list_display = ("name", "bank_name", "iban", "currency", "journal", "is_active")
    list_select_related = ("currency", "journal")
    search_fields = ("name", "iban")
    ordering = ("name",)


@admin.register(StatementFile)
class StatementFileAdmin(ReadOnlyAdmin):
    """Files that were brought in."""

    list_display = ("name", "bank_account", "format", "status", "line_count", "at")
    list_filter = ("status", "format")
    list_select_related = ("bank_account",)
    ordering = ("-id",)


@admin.register(BankStatement)
class BankStatementAdmin(ReadOnlyAdmin):
    """Statements."""

    list_display = ("reference", "bank_account", "date", "opening_balance", "closing_balance")
    list_select_related = ("bank_account",)
    ordering = ("-id",)


@admin.register(BankStatementLine)
class BankStatementLineAdmin(ReadOnlyAdmin):
    """Movements."""

    list_display = ("date", "bank_account", "name", "amount", "reference")
    list_select_related = ("bank_account",)
    search_fields = ("name", "text", "reference")
    ordering = ("-id",)
