"""What the list of part numbers can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.context import company_id
from apps.core.filters import SearchFilter
from apps.parties.models import Party
from apps.products.models import PartNumber


def _named(_request: Any) -> QuerySet[Party]:
    """Return the parties that have numbers of their own."""
    having = PartNumber.objects.filter(company_id=company_id()).values("party_id")
    return Party.objects.filter(company_id=company_id(), pk__in=having).order_by("name")


class PartNumberFilter(django_filters.FilterSet):
    """Search, party, whose numbers, in use or archived."""

    q = SearchFilter("number", "description", "product__sku", "product__name", "party__name")
    party = django_filters.ModelChoiceFilter(queryset=_named, label=_("Party"))
    kind = django_filters.ChoiceFilter(
        choices=[("customer", _("Customers")), ("supplier", _("Suppliers"))],
        method="of_kind",
        label=_("Numbers of"),
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", _("In use")), ("archived", _("Archived"))],
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = PartNumber
        fields = ("q", "party", "kind", "state")

    def of_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the numbers of customers, or of suppliers."""
        return rows.filter(**{f"party__is_{value}": True})

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is in use, or what is archived."""
        return rows.filter(is_active=value == "active")
