"""What the list of payments can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.payments.choices import Settlement
from apps.payments.models import Payment


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

    def with_settlement(self, rows: QuerySet[Payment], _name: str, value: str) -> QuerySet[Payment]:
        """Return the payments matched that far."""
        posted = rows.filter(status="posted")
        return (
            posted.filter(open_amount__gt=0)
            if value == "on_account"
            else posted.filter(open_amount=0)
        )
