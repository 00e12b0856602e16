"""Screens of users and their rights, of recorded changes, of custom fields."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.access import filters, forms, selectors, services, tables
from apps.access.models import User
from apps.access.roles import role_label
from apps.core import custom_fields
from apps.core.commands import command_view
from apps.core.lists import Tab
from apps.core.models import AuditRow, FieldDefinition
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.core.timeline import timeline_of


class UserList(ListScreen):
    """People who may work in the company."""

    visible = selectors.visible_users
    filterset_class = filters.UserFilter
    table_class = tables.UserTable
    title = _("Users")
    create = _("Invite a user")
    tabs = (
        Tab(_("All")),
        Tab(_("Active"), {"state": "active"}),
        Tab(_("Deactivated"), {"state": "inactive"}),
    )


class UserDetail(DetailScreen):
    """One user: roles, and what they may work in."""

    model = User
    visible = selectors.visible_users
    verbs = ("invite", "deactivate", "activate")
    template_name = "access/user_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the user with roles and grants in words."""
        user = self.object
        return super().get_context_data(
            roles=[role_label(role) for role in selectors.roles_of(user)],
            grants=selectors.grants_of(self.request.user, user),
            **kwargs,
        )


class UserEdit(FormScreen):
    """The user editor: who, roles, companies, branches, warehouses."""

    model = User
    visible = selectors.visible_users
    form_class = forms.UserForm
    title = _("Edit %s")
    template_name = "access/user_form.html"

    def setup(self, request: Any, *args: Any, **kwargs: Any) -> None:
        """Offer what the person at the form may give, and save what they chose."""
        super().setup(request, *args, **kwargs)
        self.form_class = forms.UserForm.of(request.user)
        self.service = self.save_user

    def save_user(self, *, actor: User, document: User, lines: Any, removed: Any) -> User:
        """Save the user with roles and grants."""
        del lines, removed
        save = services.invite_user if document._state.adding else services.save_user
        roles, grants = self.form.cleaned_data["roles"], self.form.grants()
        return save(actor=actor, user=document, roles=roles, grants=grants)


class UserCreate(UserEdit):
    """The form that invites a user."""

    permission = "access.add_user"
    title = _("Invite a user")
    done = _("Sent %s a link to set a password.")


deactivate_user = command_view(
    services.deactivate_user,
    permission="access.change_user",
    visible=selectors.visible_users,
    done=_("%s can no longer log in."),
    label=_("Deactivate"),
    confirm=_("%s is logged out at once and can no longer log in. What they did stays."),
    danger=True,
    icon="user-round",
    offered=lambda user: user.is_active,
)
activate_user = command_view(
    services.activate_user,
    permission="access.change_user",
    visible=selectors.visible_users,
    done=_("%s can log in again."),
    label=_("Activate"),
    icon="user-check",
    offered=lambda user: not user.is_active,
)
invite_again = command_view(
    services.send_invitation,
    permission="access.change_user",
    visible=selectors.visible_users,
    done=_("Sent %s a link to set a password."),
    label=_("Send the invitation again"),
    icon="mail",
    offered=lambda user: user.is_active and user.last_login is None,
)


class ChangeList(ListScreen):
    """Every change of every row, as the database recorded it."""

    model = AuditRow
    visible = selectors.visible_changes
    filterset_class = filters.AuditFilter
    table_class = tables.AuditTable
    title = _("Changes")
    subtitle = _("%s changes recorded by the database, raw SQL included")


@right("core.view_auditrow")
@require_GET
def change_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one recorded change, field by field."""
    change = get_object_or_404(selectors.visible_changes(request.user), pk=pk)
    old, new = change.old or {}, change.new or {}
    fields = [
        {"field": name, "old": old.get(name), "new": new.get(name)} for name in sorted({*old, *new})
    ]
    return render(request, "access/auditrow_detail.html", {"change": change, "fields": fields})


@right("core.view_auditrow")
@require_GET
def history(request: HttpRequest, label: str, pk: UUID) -> HttpResponse:
    """Show what every saving of one row changed, also after it was deleted."""
    row = selectors.row_with_history(request.user, label, pk)
    context = {"row": row, "label": label, "timeline": timeline_of(row, request.user)}
    return render(request, "access/history.html", context)


class FieldDefinitionList(ListScreen):
    """Custom fields."""

    model = FieldDefinition
    visible = selectors.visible_definitions
    filterset_class = filters.FieldDefinitionFilter
    table_class = tables.FieldDefinitionTable
    title = _("Custom fields")
    create = _("New custom field")
    empty = {
        "title": _("No custom field yet"),
        "text": _("Add what your products, customers or orders need to say besides."),
        "icon": "sliders-horizontal",
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the list; its form stands here, above the app of its model."""
        context = super().get_context_data(**kwargs)
        allowed = may(self.request.user, "core.add_fielddefinition")
        return context | {"create_url": reverse("access:fielddefinition_create") if allowed else ""}


class FieldDefinitionEdit(FormScreen):
    """The form of a custom field."""

    model = FieldDefinition
    visible = selectors.visible_definitions
    form_class = forms.FieldDefinitionForm
    template_name = "access/fielddefinition_form.html"
    title = _("Edit %s")

    def service(actor: Any, document: FieldDefinition, lines: Any, removed: Any) -> FieldDefinition:  # noqa: N805
        """Save the custom field."""
        del lines, removed
        return custom_fields.save_definition(actor=actor, definition=document)

    def save(self, pk: UUID | None) -> dict[str, Any]:
        """Save and lead back to the list."""
        return super().save(pk) | {"url": reverse("access:fielddefinition_list")}

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with the way back, and the address that removes the field."""
        back, pk = reverse("access:fielddefinition_list"), self.kwargs.get("pk")
        delete_url = reverse("access:fielddefinition_delete", args=[pk]) if pk else ""
        return context | {"list_url": back, "cancel_url": back, "delete_url": delete_url}


class FieldDefinitionCreate(FieldDefinitionEdit):
    """The form of a new custom field."""

    permission = "core.add_fielddefinition"
    title = _("New custom field")


delete_definition = command_view(
    custom_fields.delete_definition,
    permission="core.delete_fielddefinition",
    visible=selectors.visible_definitions,
    done=_("Removed the custom field; values already written stay."),
    label=_("Remove"),
    danger=True,
)
