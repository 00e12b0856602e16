"""The Django admin of every app: rows of the company in force, facts to read only, nothing deleted."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from apps.core.context import company_id, current
from apps.core.models import (
    Attachment,
    AuditRow,
    Comment,
    Delivery,
    Event,
    FieldDefinition,
    IdempotencyKey,
    NumberSeries,
)


class Kept:
    """Rows are archived, cancelled or reversed by their commands; the admin deletes none."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete."""
        return False


class CompanyAdmin(Kept, SimpleHistoryAdmin):
    """The admin of a company's rows that people may edit; row policies show those of the company in force."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Put a new row into the company in force."""
        if obj.company_id is None:
            obj.company_id = company_id()
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:  # noqa: FBT001
        """Put new lines there too."""
        for row in formset.forms:
            row.instance.company_id = company_id()
        super().save_formset(request, form, formset, change)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse outside any company."""
        return current().company_id is not None and super().has_add_permission(request)


class ReadOnlyAdmin(Kept, admin.ModelAdmin):
    """The admin of facts and of what the database keeps itself: to look at, not to touch."""

    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse to add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to change."""
        return False

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return every field but bytes."""
        fields = self.model._meta.concrete_fields
        return [field.name for field in fields if not isinstance(field, models.BinaryField)]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    """What happened."""

    list_display = ("name", "aggregate_type", "aggregate_id", "actor_id", "at")
    search_fields = ("name", "aggregate_id")
    ordering = ("-id",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """How far events got."""

    list_display = ("subscriber", "status", "attempts", "due_at", "done_at")
    list_filter = ("status",)
    ordering = ("-id",)


@admin.register(IdempotencyKey)
class IdempotencyKeyAdmin(ReadOnlyAdmin):
    """What keys did."""

    list_display = ("key", "actor_id", "at")
    search_fields = ("key",)
    ordering = ("-at",)


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    """Where numbers stand."""

    list_display = ("code", "year", "prefix", "next_number")
    ordering = ("code", "-year")


@admin.register(Attachment)
class AttachmentAdmin(ReadOnlyAdmin):
    """Files, without their bytes."""

    list_display = ("filename", "kind", "target_type", "size", "at")
    search_fields = ("filename", "sha256")
    ordering = ("-id",)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Attachment]:
        """Return the files without reading them."""
        return super().get_queryset(request).defer("content")


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    """Remarks."""

    list_display = ("text", "target_type", "target_id", "actor_id", "at")
    ordering = ("-id",)


@admin.register(AuditRow)
class AuditRowAdmin(ReadOnlyAdmin):
    """Every change of every row."""

    list_display = ("at", "table_name", "operation", "row_id", "actor_id", "database_role")
    list_filter = ("operation",)
    search_fields = ("=row_id", "=request_id", "table_name")
    ordering = ("-id",)


@admin.register(FieldDefinition)
class FieldDefinitionAdmin(Kept, admin.ModelAdmin):
    """Custom fields; what they are for, their code and kind stay once made."""

    list_display = ("label", "target_type", "code", "kind", "required", "position")
    list_filter = ("target_type",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001
        """Put a new field into the company in force."""
        obj.company_id = obj.company_id or company_id()
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return what stays."""
        return ("target_type", "code", "kind") if obj else ()
