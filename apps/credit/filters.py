"""What the lists of credit control can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.credit.models import Dispute, DunningLevel, DunningRun


class RunFilter(django_filters.FilterSet):
    """Search, status, days."""

    q = SearchFilter("number")
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = DunningRun
        fields = ("status",)


class LevelFilter(django_filters.FilterSet):
    """Search by name."""

    q = SearchFilter("name")

    class Meta:
        model = DunningLevel
        fields = ("is_active",)


class DisputeFilter(django_filters.FilterSet):
    """Search; running or over."""

    q = SearchFilter("party__name", "party__code", "reason")
    state = django_filters.ChoiceFilter(
        label=_("State"),
        method="with_state",
        choices=[("running", _("Running")), ("over", _("Over"))],
    )

    class Meta:
        model = Dispute
        fields: tuple[str, ...] = ()

    def with_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Return the disputes that run, or that are over."""
        return rows.filter(ended_on__isnull=value == "running")
