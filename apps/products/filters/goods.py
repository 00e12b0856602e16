"""What lists of products, categories and units can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.filters import SearchFilter
from apps.products.models import AttributeValue, Category, Family, Product, Unit


class ValuesFilter(django_filters.ModelMultipleChoiceFilter):
    """Values of attributes: what has all of them."""

    class field_class(django_filters.fields.ModelMultipleChoiceField):  # noqa: N801
        """Values, each named with its attribute."""

        def label_from_instance(self, obj: Any) -> str:
            """Return attribute and value."""
            return f"{obj.attribute.display_name}: {obj.display_name}"

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        """Return the variants that have the values."""
        ids = [row.pk for row in value]
        return qs.filter(variant__values__contains=ids) if ids else qs


class ProductFilter(django_filters.FilterSet):
    """Search, category, family and values of its variants, kind, in use or archived."""

    q = SearchFilter("sku", "name", "gtin")
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.order_by("name"), label=_("Category")
    )
    family = django_filters.ModelChoiceFilter(
        queryset=lambda request: Family.objects.filter(company_id=company_id()).order_by("code"),
        field_name="variant__family",
        label=_("Family"),
    )
    values = ValuesFilter(
        queryset=lambda request: (
            AttributeValue.objects.filter(company_id=company_id())
            .select_related("attribute")
            .order_by("attribute__position", "attribute__code", "position", "pk")
        ),
        label=_("Values"),
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", _("In use")), ("archived", _("Archived"))],
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = Product
        fields = ("q", "category", "family", "values", "kind", "state")

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
