"""The Django admin of parties."""

from django.contrib import admin

from apps.core.admin import CompanyAdmin
from apps.parties.models import Address, Contact, Party, PaymentTerm


class AddressInline(admin.StackedInline):
    """Addresses of a party."""

    model = Address
    extra = 0


class ContactInline(admin.TabularInline):
    """People at a party."""

    model = Contact
    extra = 0


@admin.register(Party)
class PartyAdmin(CompanyAdmin):
    """Customers and suppliers."""

    list_display = (
        "code",
        "name",
        "is_customer",
        "is_supplier",
        "country",
        "currency",
        "is_active",
    )
    list_filter = ("is_customer", "is_supplier", "is_active")
    search_fields = ("code", "name", "legal_name", "tax_number", "email")
    inlines = (AddressInline, ContactInline)


@admin.register(PaymentTerm)
class PaymentTermAdmin(CompanyAdmin):
    """Payment terms."""

    list_display = ("code", "name", "days", "end_of_month", "is_active")
    search_fields = ("code", "name")
