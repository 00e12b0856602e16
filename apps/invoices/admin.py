"""The Django admin of invoices: to look at; drafts are written on their screens, posted ones never change."""

from django.contrib import admin
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.core.admin import ReadOnlyAdmin
from apps.invoices.models import Invoice, InvoiceLine, InvoiceTax


class ReadOnlyInline(admin.TabularInline):
    """Rows of an invoice."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse: rows belong to the invoice's form."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Refuse."""
        return False


class LineInline(ReadOnlyInline):
    """Lines."""

    model = InvoiceLine
    fields = (
        "position",
        "description",
        "account",
        "quantity",
        "unit_price",
        "discount",
        "tax",
        "net",
    )


class TaxInline(ReadOnlyInline):
    """Taxes as issued."""

    model = InvoiceTax
    fields = ("tax", "rate", "base", "amount")


@admin.register(Invoice)
class InvoiceAdmin(ReadOnlyAdmin, SimpleHistoryAdmin):
    """Invoices, bills and credit notes."""

    list_display = ("number", "kind", "status", "party", "date", "due_date", "total", "currency")
    list_filter = ("kind", "status")
    list_select_related = ("party", "currency")
    search_fields = ("number", "reference", "party__name")
    inlines = (LineInline, TaxInline)
    ordering = ("-date", "-id")
