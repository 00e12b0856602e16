"""What the lists of tax rules and exemptions can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.products.models import TaxExemption, TaxRule


class TaxRuleFilter(django_filters.FilterSet):
    """Search, where the party is, in use."""

    q = SearchFilter("name", "source__code", "target__code")
    is_active = django_filters.BooleanFilter(label=_("In use"))

    class Meta:
        model = TaxRule
        fields = ("use", "zone")


class TaxExemptionFilter(django_filters.FilterSet):
    """Search by party, certificate, reason."""

    q = SearchFilter("party__name", "party__code", "certificate", "reason")

    class Meta:
        model = TaxExemption
        fields = ("use",)
