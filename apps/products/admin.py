"""The Django admin of products."""

from django.contrib import admin

from apps.core.admin import CompanyAdmin
from apps.products.models import (
    Attribute,
    AttributeValue,
    Category,
    Family,
    PartNumber,
    Product,
    SupplierPrice,
    TaxExemption,
    TaxRule,
    Unit,
)


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


@admin.register(PartNumber)
class PartNumberAdmin(CompanyAdmin):
    """What parties call products."""

    list_display = ("number", "party", "product", "is_preferred", "is_active")
    list_select_related = ("party", "product")
    list_filter = ("is_active",)
    search_fields = ("number",)
    autocomplete_fields = ("party", "product")


class AttributeValueInline(admin.TabularInline):
    """Values of an attribute."""

    model = AttributeValue
    extra = 0


@admin.register(Attribute)
class AttributeAdmin(CompanyAdmin):
    """What products of families differ in."""

    list_display = ("code", "name", "position")
    search_fields = ("code", "name")
    inlines = (AttributeValueInline,)


@admin.register(Family)
class FamilyAdmin(CompanyAdmin):
    """What variants have in common; they are made on the screens."""

    list_display = ("code", "name", "category", "sale_price")
    list_select_related = ("category",)
    search_fields = ("code", "name")


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


@admin.register(TaxRule)
class TaxRuleAdmin(CompanyAdmin):
    """Which tax code a line gets."""

    list_display = ("priority", "name", "use", "zone", "source", "target", "is_active")
    list_select_related = ("source", "target")
    list_filter = ("use", "zone", "is_active")
    search_fields = ("name",)
    autocomplete_fields = ("source", "target", "category")


@admin.register(TaxExemption)
class TaxExemptionAdmin(CompanyAdmin):
    """What exempts a party from tax."""

    list_display = ("party", "use", "certificate", "tax", "first", "last")
    list_select_related = ("party", "tax")
    search_fields = ("certificate", "reason")
    autocomplete_fields = ("party", "tax")
