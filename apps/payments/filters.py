"""What the list of payments can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.invoices.querysets import has_open_item
from apps.payments.choices import Settlement
from apps.payments.models import Payment, WriteOffReason


class PaymentFilter(django_filters.FilterSet):
    """Search, direction, status, matching, journal, days."""

    q = SearchFilter("number", "reference", "party__name", "party__code")
    settlement = django_filters.ChoiceFilter(
        method="with_settlement",
        label=_("Matching"),
        choices=[
            ("on_account", _("On account, whole or in part")),
            (Settlement.MATCHED.value, Settlement.MATCHED.label),
        ],
    )
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = Payment
        fields = ("direction", "status")

    def with_settlement(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Return the payments matched that far."""
        is_open = Q(has_open_item())
        return rows.filter(is_open if value == "on_account" else ~is_open, status="posted")


class ReasonFilter(django_filters.FilterSet):
    """Search."""

    q = SearchFilter("code", "name")

    class Meta:
        model = WriteOffReason
        fields = ("is_active",)
