"""The Django admin of companies."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.companies.models import Branch, Company, Currency, ExchangeRate
from apps.core.admin import CompanyAdmin, Kept, ReadOnlyAdmin


@admin.register(Company)
class CompaniesAdmin(Kept, SimpleHistoryAdmin):
    """Every company: here superusers make new ones. Their logos are changed in the settings screens."""

    list_display = ("code", "name", "currency", "language", "time_zone", "country")
    search_fields = ("code", "name")
    exclude = ("logo", "logo_type")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Company]:
        """Return the companies without their logos."""
        return super().get_queryset(request).defer("logo")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return what stays once a company is made: its code, and the currency of its books."""
        return ("code", "currency") if obj else ()


@admin.register(Branch)
class BranchAdmin(CompanyAdmin):
    """Branches."""

    list_display = ("code", "name", "city", "is_active")
    search_fields = ("code", "name", "city")


@admin.register(ExchangeRate)
class ExchangeRateAdmin(CompanyAdmin):
    """Exchange rates."""

    list_display = ("date", "currency", "rate", "source")
    list_filter = ("source", "currency")
    date_hierarchy = "date"


@admin.register(Currency)
class CurrencyAdmin(ReadOnlyAdmin):
    """Currencies: reference data."""

    list_display = ("code", "name", "minor_units", "is_active")
    search_fields = ("code", "name")
