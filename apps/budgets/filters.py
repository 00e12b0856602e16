"""What the list of budgets can be narrowed to."""

import django_filters
from django.utils.translation import gettext_lazy as _

from apps.budgets.choices import Control
from apps.budgets.models import Budget
from apps.core.filters import SearchFilter
from apps.ledger.models import FiscalYear


class BudgetFilter(django_filters.FilterSet):
    """Budgets by name, year and what they do."""

    q = SearchFilter("name", "fiscal_year__code")
    fiscal_year = django_filters.ModelChoiceFilter(
        queryset=lambda request: FiscalYear.objects.order_by("-start"), label=_("Fiscal year")
    )
    control = django_filters.ChoiceFilter(choices=Control.choices, label=_("When it is used up"))

    class Meta:
        model = Budget
        fields = ("q", "fiscal_year", "control")
