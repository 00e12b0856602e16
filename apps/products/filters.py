"""What lists of products, categories and units can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.products.models import Category, Product, Unit


class ProductFilter(django_filters.FilterSet):
    """Search, category, kind, in use or archived."""

    q = SearchFilter("sku", "name", "gtin")
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.order_by("name"), label=_("Category")
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", _("In use")), ("archived", _("Archived"))],
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = Product
        fields = ("q", "category", "kind", "state")

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is in use, or what is archived."""
        return rows.filter(is_active=value == "active")


class CategoryFilter(django_filters.FilterSet):
    """Search, costing method."""

    q = SearchFilter("name", "description")

    class Meta:
        model = Category
        fields = ("q", "costing_method")


class UnitFilter(django_filters.FilterSet):
    """Search."""

    q = SearchFilter("code", "name", "dimension")

    class Meta:
        model = Unit
        fields = ("q",)
