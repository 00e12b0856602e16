"""The Django admin of users and rights."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from apps.access.models import (
    BranchGroupObjectPermission,
    BranchUserObjectPermission,
    CompanyGroupObjectPermission,
    CompanyUserObjectPermission,
    User,
)
from apps.core.admin import Kept


class NewUserForm(AdminUserCreationForm):
    """A user with an e-mail address in place of a user name."""

    class Meta:
        model = User
        fields = ("email", "name")

    def clean_email(self) -> str:
        """Return the address in small letters, as it is stored."""
        return str(self.cleaned_data["email"]).strip().lower()


@admin.register(User)
class UserAdmin(Kept, SimpleHistoryAdmin, DjangoUserAdmin):
    """Everybody who acts in Plumb; people who leave are deactivated."""

    add_form = NewUserForm
    list_display = ("name", "email", "is_active", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    search_fields = ("name", "email")
    ordering = ("name",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("email", "password", "name", "title")}),
        (_("Preferences"), {"fields": ("language", "theme", "default_company")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
    )
    filter_horizontal = ("groups",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the users without the logos of their companies."""
        return (
            super()
            .get_queryset(request)
            .select_related("default_company")
            .defer("default_company__logo")
        )


class GrantAdmin(admin.ModelAdmin):
    """Who may work in what; written by the user editor, shown here."""

    list_select_related = ("permission__content_type", "content_object")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to change: a right is given or taken."""
        return False


@admin.register(CompanyUserObjectPermission, BranchUserObjectPermission)
class UserGrantAdmin(GrantAdmin):
    """Rights of users."""

    list_display = ("user", "permission", "content_object")
    search_fields = ("user__email", "user__name")
    autocomplete_fields = ("user",)


@admin.register(CompanyGroupObjectPermission, BranchGroupObjectPermission)
class GroupGrantAdmin(GrantAdmin):
    """Rights of groups."""

    list_display = ("group", "permission", "content_object")
    list_filter = ("group",)
