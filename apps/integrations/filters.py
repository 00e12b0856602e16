"""What the list of exports can be narrowed to."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.integrations.choices import Format
from apps.integrations.models import JournalExport

STATES = {"waiting": ("result__isnull", True), "ready": ("result__refusal", "")}


class JournalExportFilter(django_filters.FilterSet):
    """Search, format, state, days."""

    q = SearchFilter("number", "result__filename", "result__sha256")
    format = django_filters.ChoiceFilter(choices=Format.choices, label=_("Format"))
    state = django_filters.ChoiceFilter(
        method="in_state",
        label=_("State"),
        choices=[
            ("waiting", _("Being written")),
            ("ready", _("Ready")),
            ("refused", _("Refused")),
        ],
    )
    created_at = django_filters.DateFromToRangeFilter(label=_("Asked at"))

    class Meta:
        model = JournalExport
        fields: tuple[str, ...] = ()

    def in_state(
        self, rows: QuerySet[JournalExport], _name: str, value: str
    ) -> QuerySet[JournalExport]:
        """Return the exports that are waiting, have a file, or were refused."""
        if value == "refused":
            return rows.filter(result__isnull=False).exclude(result__refusal="")
        return rows.filter(**dict([STATES[value]]))
