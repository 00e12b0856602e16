"""The Django admin of products."""

from django.contrib import admin

from apps.core.admin import CompanyAdmin
from apps.products.models import Category, Product, SupplierPrice, Unit


class SupplierPriceInline(admin.TabularInline):
    """What suppliers ask for a product."""

    model = SupplierPrice
    extra = 0
    autocomplete_fields = ("supplier",)


@admin.register(Product)
class ProductAdmin(CompanyAdmin):
    """Goods and services."""

    list_display = ("sku", "name", "kind", "category", "unit", "sale_price", "is_active")
    list_filter = ("kind", "is_active")
    list_select_related = ("category", "unit")
    search_fields = ("sku", "name", "gtin")
    inlines = (SupplierPriceInline,)


@admin.register(Category)
class CategoryAdmin(CompanyAdmin):
    """Families of products."""

    list_display = ("name", "parent", "costing_method")
    list_filter = ("costing_method",)
    list_select_related = ("parent",)
    search_fields = ("name",)


@admin.register(Unit)
class UnitAdmin(CompanyAdmin):
    """Units of measure."""

    list_display = (
        "code",
        "name",
        "dimension",
        "numerator",
        "denominator",
        "decimals",
        "is_active",
    )
    search_fields = ("code", "name")
