"""What lists of families and attributes can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.filters import SearchFilter
from apps.products.models import Attribute, Category, Family


class FamilyFilter(django_filters.FilterSet):
    """Search, category."""

    q = SearchFilter("code", "name")
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.filter(company_id=company_id()).order_by("name"),
        label=_("Category"),
    )

    class Meta:
        model = Family
        fields = ("q", "category")


class AttributeFilter(django_filters.FilterSet):
    """Search."""

    q = SearchFilter("code", "name")

    class Meta:
        model = Attribute
        fields = ("q",)
