"""What the list of landed costs can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.landed.choices import Basis, LandedCostStatus
from apps.landed.models import LandedCost


class LandedCostFilter(django_filters.FilterSet):
    """Landed costs by number, receipt, words, day and status."""

    q = SearchFilter("number", "memo")
    date = django_filters.DateFromToRangeFilter(label=_("Date"))
    basis = django_filters.ChoiceFilter(choices=Basis.choices, label=_("Spread by"))
    status = django_filters.ChoiceFilter(choices=LandedCostStatus.choices, label=_("Status"))

    class Meta:
        model = LandedCost
        fields = ("q", "date", "basis", "status")
