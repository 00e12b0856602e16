"""Base classes, and the tables every app shares: events, idempotency, numbers, attachments, audit.

Core stands below ``companies``: its tables know a company by id only.
"""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from apps.core.ids import uuid7


class CompanyModel(models.Model):
    """A row that belongs to one company; the database shows it to nobody else."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company = models.ForeignKey(
        "companies.Company", models.PROTECT, related_name="+", editable=False, db_index=False
    )

    class Meta:
        abstract = True


class TranslatedName(models.Model):
    """A name in the company's language, with its translations."""

    name = models.CharField(_("name"), max_length=200)
    name_i18n = models.JSONField(_("translations"), default=dict, blank=True)

    class Meta:
        abstract = True

    @property
    def display_name(self) -> str:
        """Return the name in the active language, else as the company wrote it."""
        return self.name_in(get_language() or "")

    def name_in(self, language: str) -> str:
        """Return the name in ``language`` (``fr``, ``ar-ma``), else as the company wrote it."""
        return self.name_i18n.get(language.split("-", 1)[0]) or self.name


class CustomFields(models.Model):
    """A row whose owner may add fields of their own, kept in ``metadata``."""

    metadata = models.JSONField(_("custom fields"), default=dict, blank=True)

    class Meta:
        abstract = True


class Event(models.Model):
    """Something that happened, written in the transaction that made it so: the outbox and the log.

    Append-only. ``core.Delivery`` says how far its delivery got.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    aggregate_type = models.CharField(max_length=60)
    aggregate_id = models.UUIDField()
    payload = models.JSONField(default=dict)
    actor_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_id", "aggregate_id", "id"], name="event_by_aggregate"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.aggregate_id}"


class Delivery(models.Model):
    """How far the delivery of one event to one subscriber got. Made with the event."""

    class Status(models.TextChoices):
        """Where a delivery stands."""

        PENDING = "pending", _("Pending")
        SENT = "sent", _("Handed over")
        DONE = "done", _("Done")
        DEAD = "dead", _("Dead letter")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="deliveries", db_constraint=False, db_index=False
    )
    subscriber = models.CharField(max_length=120)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["event", "subscriber"], name="delivery_once_per_subscriber"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["pending", "sent", "done", "dead"]),
                name="delivery_status_known",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company_id", "due_at"],
                name="delivery_due",
                condition=models.Q(status__in=["pending", "sent"]),
            ),
            models.Index(
                fields=["company_id", "done_at"],
                name="delivery_made",
                condition=models.Q(status="done"),
            ),
        ]
        permissions: ClassVar[list[Any]] = [("retry_delivery", "Can send a dead letter again")]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.status}"


class IdempotencyKey(models.Model):
    """The effect one client key had, so that the same request again has no second one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    actor_id = models.UUIDField()
    key = models.CharField(max_length=100)
    request_hash = models.CharField(max_length=64)
    response = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company_id", "actor_id", "key"], name="idempotency_one_effect_per_key"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["at"], name="idempotency_by_age")]

    def __str__(self) -> str:
        return self.key


class NumberSeries(models.Model):
    """The next document number of a company, series and year; the row is the lock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    prefix = models.CharField(max_length=20)
    next_number = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("number series")
        verbose_name_plural = _("number series")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company_id", "code", "year"], name="series_once_per_year"
            ),
            models.CheckConstraint(
                condition=models.Q(next_number__gte=1), name="series_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Attachment(models.Model):
    """A file of a document: uploaded by a person, or issued by us and never changed. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    target_type = models.CharField(max_length=60)
    target_id = models.UUIDField()
    kind = models.CharField(max_length=30, default="upload")
    filename = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company_id", "target_id", "kind"],
                name="attachment_issued_once",
                condition=~models.Q(kind="upload"),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_id", "target_id"], name="attachment_by_target"),
        ]

    def __str__(self) -> str:
        return self.filename


class Comment(models.Model):
    """A remark on a document, shown in its timeline. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField()
    target_type = models.CharField(max_length=60)
    target_id = models.UUIDField()
    text = models.TextField(max_length=4000)
    actor_id = models.UUIDField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_id", "target_id"], name="comment_by_target")
        ]

    def __str__(self) -> str:
        return self.text[:60]


class FieldDefinition(models.Model):
    """A custom field an owner defined for one kind of row; values stand in the row's ``metadata``."""

    class Kind(models.TextChoices):
        """What a custom field takes."""

        TEXT = "text", _("Text")
        NUMBER = "number", _("Number")
        DATE = "date", _("Date")
        BOOLEAN = "boolean", _("Yes or no")
        CHOICE = "choice", _("Choice")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    company_id = models.UUIDField(editable=False)
    target_type = models.CharField(_("for"), max_length=60)
    code = models.SlugField(_("code"), max_length=40)
    label = models.CharField(_("label"), max_length=80)
    label_i18n = models.JSONField(_("translations"), default=dict, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    choices = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("required"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("custom field")
        verbose_name_plural = _("custom fields")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company_id", "target_type", "code"], name="custom_field_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "number", "date", "boolean", "choice"]),
                name="custom_field_kind_known",
            ),
        ]
        ordering: ClassVar[list[str]] = ["target_type", "position", "label"]

    def __str__(self) -> str:
        return self.label


class AuditRow(models.Model):
    """One change of one row, written by a trigger for every statement, raw SQL too. Append-only."""

    id = models.BigAutoField(primary_key=True)
    company_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    table_name = models.CharField(max_length=63)
    row_id = models.TextField()
    operation = models.CharField(max_length=6)
    actor_id = models.UUIDField(null=True)
    request_id = models.CharField(max_length=64)
    database_role = models.CharField(max_length=63)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)

    class Meta:
        verbose_name = _("recorded change")
        verbose_name_plural = _("recorded changes")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company_id", "row_id", "id"], name="audit_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.row_id}"


def user_fk(**kwargs: Any) -> models.ForeignKey:
    """Return a reference to a user; users belong to no company, so the plain key is right."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", **kwargs)
