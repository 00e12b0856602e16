"""Tables of users, of recorded changes and of custom fields."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.access.models import User
from apps.access.roles import role_label
from apps.access.selectors import custom_field_targets, roles_of
from apps.core.columns import CodeColumn, PartyColumn, StampColumn, StatusColumn
from apps.core.models import AuditRow, FieldDefinition

CARDS = {"class": "table table--cards"}


class UserTable(tables.Table):
    """People who may work in the company."""

    name = PartyColumn(verbose_name=_("Name"))
    email = CodeColumn(verbose_name=_("E-mail"))
    roles = tables.Column(empty_values=(), orderable=False, verbose_name=_("Roles"))
    last_login = StampColumn(verbose_name=_("Last here"))
    state = StatusColumn(accessor="state", label="state_label", orderable=False)

    always_shown = ("name",)

    class Meta:
        model = User
        fields = ("name", "title", "email", "roles", "last_login", "state")
        attrs = CARDS
        row_attrs = {"data-href": lambda record: reverse("access:user_detail", args=[record.pk])}

    def render_roles(self, record: User) -> str:
        """Return the roles in words."""
        return ", ".join(role_label(role) for role in roles_of(record)) or "–"

    value_roles = render_roles


class AuditTable(tables.Table):
    """Recorded changes."""

    at = StampColumn(verbose_name=_("When"), orderable=False)
    actor_name = tables.Column(verbose_name=_("Who"), orderable=False)
    operation = tables.Column(verbose_name=_("What"), orderable=False)
    table_name = CodeColumn(verbose_name=_("Table"), orderable=False)
    row_id = CodeColumn(verbose_name=_("Row"), orderable=False)
    fields_changed = tables.Column(accessor="new", verbose_name=_("Fields"), orderable=False)
    request_id = CodeColumn(verbose_name=_("Request"), orderable=False)

    hidden_at_first = ("request_id",)

    class Meta:
        model = AuditRow
        fields = (
            "at",
            "actor_name",
            "operation",
            "table_name",
            "row_id",
            "fields_changed",
            "request_id",
        )
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: reverse("access:auditrow_detail", args=[record.pk])
        }

    def render_operation(self, value: str) -> str:
        """Return what happened in words."""
        return {
            "insert": gettext("Added"),
            "update": gettext("Changed"),
            "delete": gettext("Deleted"),
        }.get(value, value)

    def render_fields_changed(self, record: AuditRow) -> str:
        """Return the names of the fields that changed."""
        return ", ".join(record.new or ()) if record.operation == "update" else "–"

    value_fields_changed = render_fields_changed


class FieldDefinitionTable(tables.Table):
    """Custom fields."""

    label = tables.Column(verbose_name=_("Label"))
    code = CodeColumn(verbose_name=_("Code"))
    target_type = tables.Column(verbose_name=_("For"))
    kind = tables.Column(verbose_name=_("Kind"))
    required = tables.BooleanColumn(yesno="✔,–", verbose_name=_("Required"))

    class Meta:
        model = FieldDefinition
        fields = ("label", "code", "target_type", "kind", "required", "position")
        attrs = CARDS
        row_attrs = {
            "data-href": lambda record: reverse("access:fielddefinition_edit", args=[record.pk])
        }

    def render_target_type(self, value: str) -> Any:
        """Return what the field is for in words."""
        return custom_field_targets().get(value, value)
