"""What lists of users, changes and custom fields can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.access.models import User
from apps.access.roles import ROLES
from apps.core.models import AuditRow, FieldDefinition


class UserFilter(django_filters.FilterSet):
    """Search, role, active or not."""

    q = django_filters.CharFilter(method="search", label=_("Search"))
    role = django_filters.ChoiceFilter(
        choices=list(ROLES.items()), method="with_role", label=_("Role")
    )
    state = django_filters.ChoiceFilter(
        choices=[("active", _("Active")), ("inactive", _("Deactivated"))],
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = User
        fields = ("q", "role", "state")

    def search(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what holds the text."""
        return rows.filter(
            Q(name__icontains=value) | Q(email__icontains=value) | Q(title__icontains=value)
        )

    def with_role(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep those with the role."""
        return rows.filter(groups__name=value)

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep the active, or the deactivated."""
        return rows.filter(is_active=value == "active")


class AuditFilter(django_filters.FilterSet):
    """A table, a row, what happened, who did it, when."""

    q = django_filters.CharFilter(method="search", label=_("Table, row or request"))
    operation = django_filters.ChoiceFilter(
        choices=[("insert", _("Added")), ("update", _("Changed")), ("delete", _("Deleted"))],
        label=_("What"),
    )
    actor = django_filters.CharFilter(
        field_name="actor_name", lookup_expr="icontains", label=_("Who")
    )
    at = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = AuditRow
        fields = ("q", "operation", "actor", "at")

    def search(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is called so: tables by part of their name, rows and requests by their whole id."""
        wanted = value.strip()
        return rows.filter(
            Q(table_name__icontains=wanted) | Q(row_id=wanted) | Q(request_id=wanted)
        )


class FieldDefinitionFilter(django_filters.FilterSet):
    """Search."""

    q = django_filters.CharFilter(field_name="label", lookup_expr="icontains", label=_("Search"))

    class Meta:
        model = FieldDefinition
        fields = ("q",)
