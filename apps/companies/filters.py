"""What lists of branches, currencies and rates can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.companies.models import Branch, Currency, ExchangeRate
from apps.companies.selectors import currency_name


class BranchFilter(django_filters.FilterSet):
    """Search in code, name and city."""

    q = django_filters.CharFilter(method="search", label=_("Search"))

    class Meta:
        model = Branch
        fields = ("q",)

    def search(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what holds the text."""
        return rows.filter(
            Q(code__icontains=value) | Q(name__icontains=value) | Q(city__icontains=value)
        )


class CurrencyFilter(django_filters.FilterSet):
    """Search in code and name, in English or the reader's language."""

    q = django_filters.CharFilter(method="search", label=_("Search"))

    class Meta:
        model = Currency
        fields = ("q",)

    def search(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what holds the text."""
        wanted = value.casefold()
        codes = Currency.objects.values_list("code", flat=True)
        named = [code for code in codes if wanted in currency_name(code, get_language()).casefold()]
        return rows.filter(Q(code__icontains=value) | Q(name__icontains=value) | Q(code__in=named))


class RateFilter(django_filters.FilterSet):
    """One currency, days from and to, typed or imported."""

    q = django_filters.CharFilter(
        field_name="currency__code", lookup_expr="iexact", label=_("Currency code")
    )
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    source = django_filters.ChoiceFilter(
        choices=[("manual", _("Typed")), ("ecb", _("European Central Bank"))], label=_("Source")
    )

    class Meta:
        model = ExchangeRate
        fields = ("q", "date", "source")
