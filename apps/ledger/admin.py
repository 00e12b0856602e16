"""The Django admin of the books: the chart to keep, facts and documents to look at."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import CompanyAdmin, ReadOnlyAdmin
from apps.ledger.models import (
    Account,
    AreaLock,
    ClosingTask,
    ClosingTick,
    DefaultAccount,
    Entry,
    EntryLine,
    FiscalYear,
    Journal,
    LockOverride,
    ManualEntry,
    ManualEntryLine,
    OpeningImport,
    OpenItem,
    Period,
    PeriodBalance,
    PeriodClosing,
    Reopening,
    ReportRun,
    Revaluation,
    RevaluationLine,
    Seal,
    Tax,
    TaxBox,
    TaxBoxSource,
    TaxReturn,
    TaxReturnBox,
)


class ReadOnlyInline(admin.TabularInline):
    """Rows that belong to a document or a fact."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse: rows are written with what they belong to."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse."""
        return False


@admin.register(Account)
class AccountAdmin(CompanyAdmin):
    """The chart; what an account with entries is, the database keeps."""

    list_display = ("code", "name", "type", "control", "reconcile", "is_active")
    list_filter = ("type", "control", "is_active")
    search_fields = ("code", "name")
    ordering = ("code",)


@admin.register(DefaultAccount)
class DefaultAccountAdmin(CompanyAdmin):
    """Accounts by purpose."""

    list_display = ("purpose", "account")
    list_select_related = ("account",)
    autocomplete_fields = ("account",)
    ordering = ("purpose",)


@admin.register(Journal)
class JournalAdmin(CompanyAdmin):
    """Books of original entry."""

    list_display = ("code", "name", "type", "account", "is_active")
    list_select_related = ("account",)
    list_filter = ("type", "is_active")
    autocomplete_fields = ("account",)
    search_fields = ("code", "name")
    ordering = ("code",)


@admin.register(Tax)
class TaxAdmin(CompanyAdmin):
    """Tax codes."""

    list_display = ("code", "name", "use", "rate", "account", "is_active")
    list_select_related = ("account",)
    list_filter = ("use", "is_active")
    autocomplete_fields = ("account",)
    search_fields = ("code", "name")
    ordering = ("use", "code")


@admin.register(FiscalYear)
class FiscalYearAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Years; opened with their periods by their command."""

    list_display = ("code", "start", "end")
    ordering = ("-start",)


@admin.register(Period)
class PeriodAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Periods; closed and reopened by their commands."""

    list_display = ("code", "fiscal_year", "start", "end", "status")
    list_select_related = ("fiscal_year",)
    list_filter = ("status",)
    search_fields = ("code",)
    ordering = ("-start",)


@admin.register(Reopening)
class ReopeningAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Who asked to open a period again, and who decided."""

    list_display = ("period", "status", "requested_by", "decided_by", "requested_at")
    list_select_related = ("period", "requested_by", "decided_by")
    list_filter = ("status",)
    ordering = ("-id",)


@admin.register(AreaLock)
class AreaLockAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Locks; set on their screen."""

    list_display = ("area", "soft_until", "hard_until")
    ordering = ("area", "id")


@admin.register(ClosingTask)
class ClosingTaskAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Tasks of the closing checklist; kept on their screen."""

    list_display = ("name", "owner", "due_days", "blocks", "period", "is_active")
    list_select_related = ("owner", "period")
    list_filter = ("blocks", "is_active")
    ordering = ("due_days", "name", "id")


@admin.register(ClosingTick)
class ClosingTickAdmin(ReadOnlyAdmin):
    """Who did which task for which period."""

    list_display = ("at", "period", "task", "done", "actor", "note")
    list_select_related = ("period", "task", "actor")
    list_filter = ("done",)
    ordering = ("-id",)


@admin.register(LockOverride)
class LockOverrideAdmin(ReadOnlyAdmin):
    """What was posted in spite of a soft lock."""

    list_display = ("at", "area", "date", "locked_until", "source_type", "actor")
    list_select_related = ("actor",)
    list_filter = ("area",)
    ordering = ("-at", "-id")


class BalanceInline(ReadOnlyInline):
    """Frozen balances."""

    model = PeriodBalance
    fields = ("account", "debit", "credit")


@admin.register(PeriodClosing)
class PeriodClosingAdmin(ReadOnlyAdmin):
    """What closings proved."""

    list_display = ("period", "action", "entry_count", "total", "seal_number", "actor", "at")
    list_select_related = ("period", "actor")
    list_filter = ("action",)
    inlines = (BalanceInline,)
    ordering = ("-id",)


@admin.register(PeriodBalance)
class PeriodBalanceAdmin(ReadOnlyAdmin):
    """Balances as closings froze them."""

    list_display = ("closing", "account", "debit", "credit")
    list_select_related = ("closing", "account")
    ordering = ("-closing", "id")


class LineInline(ReadOnlyInline):
    """Lines of an entry."""

    model = EntryLine
    fields = (
        "line_no",
        "account",
        "party",
        "debit",
        "credit",
        "currency",
        "amount_currency",
        "memo",
    )
    ordering = ("line_no",)


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    """Entries."""

    list_display = ("reference", "date", "journal", "period", "total", "source_type", "actor")
    list_select_related = ("journal", "period", "actor")
    search_fields = ("reference", "memo", "=id", "=source_id")
    inlines = (LineInline,)
    ordering = ("-date", "-id")


@admin.register(EntryLine)
class EntryLineAdmin(ReadOnlyAdmin):
    """Lines of entries."""

    list_display = ("date", "account", "debit", "credit", "party", "entry")
    list_select_related = ("account", "party", "entry")
    ordering = ("-date", "-id")


@admin.register(OpenItem)
class OpenItemAdmin(ReadOnlyAdmin):
    """What is not settled yet."""

    list_display = ("date", "due_date", "account", "party", "side", "amount", "open_amount")
    list_select_related = ("account", "party")
    list_filter = ("side",)
    ordering = ("-date", "-id")


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    """The hash chain."""

    list_display = ("number", "entry", "hash", "at")
    list_select_related = ("entry",)
    ordering = ("-number",)


class ManualLineInline(ReadOnlyInline):
    """Lines of a manual entry."""

    model = ManualEntryLine
    fields = ("position", "account", "party", "memo", "debit", "credit")


@admin.register(ManualEntry)
class ManualEntryAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Manual entries; written and posted on their screens."""

    list_display = ("number", "date", "journal", "memo", "status")
    list_select_related = ("journal",)
    list_filter = ("status",)
    search_fields = ("number", "memo")
    inlines = (ManualLineInline,)
    ordering = ("-date", "-id")


class RevaluationLineInline(ReadOnlyInline):
    """Lines of a revaluation."""

    model = RevaluationLine
    fields = (
        "line_no",
        "account",
        "text",
        "currency",
        "amount_currency",
        "booked",
        "rate",
        "posted",
    )


@admin.register(Revaluation)
class RevaluationAdmin(ReadOnlyAdmin):
    """Revaluations of foreign currency; made by their command."""

    list_display = ("number", "date", "result", "entry", "reversal", "created_at")
    list_select_related = ("entry", "reversal")
    inlines = (RevaluationLineInline,)
    ordering = ("-date", "-id")


class TaxBoxSourceInline(ReadOnlyInline):
    """Taxes in a box."""

    model = TaxBoxSource
    fields = ("tax", "role")


@admin.register(TaxBox)
class TaxBoxAdmin(CompanyAdmin):
    """Boxes of the tax return; which taxes they take up is chosen on their screen."""

    list_display = ("code", "name", "side", "content", "position")
    list_filter = ("side",)
    search_fields = ("code", "name")
    ordering = ("position", "code")
    inlines = (TaxBoxSourceInline,)


class TaxReturnBoxInline(ReadOnlyInline):
    """Boxes as filed."""

    model = TaxReturnBox
    fields = ("code", "name", "side", "base", "tax")


@admin.register(TaxReturn)
class TaxReturnAdmin(ReadOnlyAdmin):
    """Returns as they were filed."""

    list_display = ("first", "last", "due", "deductible", "net", "filed_by", "filed_at")
    list_select_related = ("filed_by",)
    inlines = (TaxReturnBoxInline,)
    ordering = ("-last",)


@admin.register(ReportRun)
class ReportRunAdmin(ReadOnlyAdmin):
    """Pinned reports; made on their screens."""

    list_display = ("title", "number", "actor", "created_at")
    list_select_related = ("actor",)
    ordering = ("-created_at", "-id")


@admin.register(OpeningImport)
class OpeningImportAdmin(ReadOnlyAdmin):
    """Opening balances; taken over by their screen or command."""

    list_display = ("filename", "date", "rows", "control_total", "difference", "entry")
    list_select_related = ("entry",)
    ordering = ("-date", "-id")
