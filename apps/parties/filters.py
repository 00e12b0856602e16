"""What a list of parties can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import country_names
from apps.parties.models import Party, PaymentTerm
from apps.parties.selectors import search_parties


class PartyFilter(django_filters.FilterSet):
    """Search, customers or suppliers, in use or archived, country."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    kind = django_filters.ChoiceFilter(
        choices=[("customer", _("Customers")), ("supplier", _("Suppliers"))],
        method="of_kind",
        label=_("Kind"),
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", _("In use")), ("archived", _("Archived"))],
        method="in_state",
        label=_("State"),
    )
    country = django_filters.ChoiceFilter(
        choices=lambda: country_names().items(), label=_("Country")
    )

    class Meta:
        model = Party
        fields = ("q", "kind", "state", "country")

    def search(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what holds the text."""
        return search_parties(rows, value)

    def of_kind(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep customers, or suppliers."""
        return rows.filter(**{f"is_{value}": True})

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is in use, or what is archived."""
        return rows.filter(is_active=value == "active")


class TermFilter(django_filters.FilterSet):
    """Search."""

    q = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = PaymentTerm
        fields = ("q",)
