"""What lists of rules and proposals can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.filters import SearchFilter
from apps.parties.models import Party
from apps.replenishment.choices import ProposalStatus
from apps.replenishment.models import Proposal, Rule
from apps.warehouses.selectors import visible_warehouses

ALL = "all"


def _warehouses(request: Any) -> Any:
    return visible_warehouses(request.user)


def _suppliers(request: Any) -> Any:
    del request
    return Party.objects.filter(company_id=company_id(), is_supplier=True).order_by("name", "pk")


class ProposalFilter(django_filters.FilterSet):
    """Search, supplier, warehouse, source; the open ones unless said otherwise."""

    q = SearchFilter("product__sku", "product__name", "supplier__name", "supplier__code")
    supplier = django_filters.ModelChoiceFilter(queryset=_suppliers, label=_("Supplier"))
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))
    status = django_filters.ChoiceFilter(
        method="with_status",
        label=_("Status"),
        choices=[*ProposalStatus.choices, (ALL, _("All"))],
    )

    class Meta:
        model = Proposal
        fields = ("source",)

    def filter_queryset(self, queryset: QuerySet[Proposal]) -> QuerySet[Proposal]:
        """Return the open ones where no status was asked for."""
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data.get("status")
        return rows if asked else rows.filter(status=ProposalStatus.OPEN)

    def with_status(self, rows: QuerySet[Proposal], _name: str, value: str) -> QuerySet[Proposal]:
        """Return the proposals of a status."""
        return rows if value == ALL else rows.filter(status=value)


class RuleFilter(django_filters.FilterSet):
    """Search, warehouse, method, source, whether it is in use."""

    q = SearchFilter("product__sku", "product__name", "supplier__name")
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))

    class Meta:
        model = Rule
        fields = ("method", "source", "is_active")
