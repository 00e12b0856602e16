"""Reads of products: units, categories, products."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.products.models import Category, Product, Unit


def visible_units(user: Any) -> QuerySet[Unit]:
    """Return the units of measure of the company."""
    return Unit.objects.order_by("dimension", "code")


def visible_categories(user: Any) -> QuerySet[Category]:
    """Return the categories of the company, with parents."""
    return Category.objects.select_related("parent").order_by("name", "pk")


def visible_products(user: Any) -> QuerySet[Product]:
    """Return the products of the company, with category and unit."""
    return Product.objects.select_related("category", "unit").order_by("sku", "pk")


def active_products() -> QuerySet[Product]:
    """Return the products in use, with the units of sales and purchases."""
    return Product.objects.filter(is_active=True).select_related(
        "unit", "sale_unit", "purchase_unit"
    )


def found_products(user: Any, text: str) -> QuerySet[Product]:
    """Return the products in use whose bar code is ``text``, or whose SKU or name contains it."""
    products = visible_products(user).filter(is_active=True)
    digits = text.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit() and len(digits) >= 8:
        exact = products.filter(gtin=digits)
        if exact.exists():
            return exact
    return products.filter(Q(sku__icontains=text) | Q(name__icontains=text))
