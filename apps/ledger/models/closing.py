"""What keeps people out of the books, and who let them in again: locks by area, requests to reopen."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel, user_fk
from apps.ledger import choices
from apps.ledger.models.books import Period


class AreaLock(CompanyModel):
    """Up to which day an area takes no more entries; the database keeps people out."""

    area = models.CharField(_("area"), max_length=12, choices=choices.Area)
    soft_until = models.DateField(
        _("soft lock until"), null=True, blank=True,
        help_text=_("Whoever has the right may still post; it is written down."),
    )  # fmt: skip
    hard_until = models.DateField(
        _("hard lock until"), null=True, blank=True,
        help_text=_("Nobody can post up to this day, and the lock never moves back."),
    )  # fmt: skip
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("lock")
        verbose_name_plural = _("locks")
        permissions: ClassVar[list[Any]] = [
            ("override_arealock", "Can post in spite of a soft lock"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "area"], name="area_lock_once"),
            models.CheckConstraint(
                condition=models.Q(area__in=choices.Area.values), name="area_lock_area_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_area_display())


class LockOverride(CompanyModel):
    """An entry, or moved goods, that passed a soft lock. Written by the database; append-only."""

    area = models.CharField(_("area"), max_length=12, choices=choices.Area)
    locked_until = models.DateField(_("locked until"))
    date = models.DateField(_("date"))
    source_type = models.CharField(max_length=60)
    source_id = models.UUIDField()
    actor = user_fk(null=True, verbose_name=_("posted by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("posting in spite of a lock")
        verbose_name_plural = _("postings in spite of a lock")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "source_id", "area"], name="lock_override_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area} {self.date}"


class Reopening(CompanyModel):
    """A request to open a closed period again: one person asks and says why, another one decides."""

    period = CompanyForeignKey(Period, related_name="reopenings", verbose_name=_("period"))
    status = models.CharField(
        _("status"), max_length=10, choices=choices.ReopeningStatus,
        default=choices.ReopeningStatus.REQUESTED, editable=False,
    )  # fmt: skip
    reason = models.TextField(_("reason"))
    requested_by = user_fk(verbose_name=_("asked by"))
    requested_at = models.DateTimeField(_("asked"), default=timezone.now)
    decided_by = user_fk(null=True, verbose_name=_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("request to reopen")
        verbose_name_plural = _("requests to reopen")
        permissions: ClassVar[list[Any]] = [("decline_reopening", "Can decline a reopening")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="reopening_request_has_a_reason"
            ),
            models.CheckConstraint(
                condition=models.Q(status="requested", decided_by=None, decided_at=None)
                | models.Q(status="declined", decided_by__isnull=False, decided_at__isnull=False)
                | models.Q(status="approved", decided_by__isnull=False, decided_at__isnull=False)
                & ~models.Q(decided_by=models.F("requested_by")),
                name="reopening_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["company", "period"],
                condition=models.Q(status="requested"),
                name="reopening_one_request_at_a_time",
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the period."""
        return reverse("ledger:period_detail", args=[self.period_id])

    def __str__(self) -> str:
        return str(self.period)


class ClosingTask(CompanyModel):
    """Something a person does before a period is closed: every period, or one."""

    name = models.CharField(_("task"), max_length=120)
    owner = user_fk(null=True, blank=True, verbose_name=_("owner"))
    due_days = models.PositiveSmallIntegerField(
        _("due, days after the period"), default=5,
        help_text=_("Counted from the last day of the period."),
    )  # fmt: skip
    blocks = models.BooleanField(
        _("blocks the closing"), default=False,
        help_text=_("Otherwise somebody may accept that it is left open."),
    )  # fmt: skip
    period = CompanyForeignKey(
        Period, null=True, blank=True, related_name="+", verbose_name=_("only for period"),
        help_text=_("Left empty, it is done for every period."),
    )  # fmt: skip
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("closing task")
        verbose_name_plural = _("closing tasks")
        permissions: ClassVar[list[Any]] = [("tick_closingtask", "Can tick off a closing task")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(condition=~models.Q(name=""), name="closing_task_has_a_name"),
            models.UniqueConstraint(
                fields=["company", "name", "period"], name="closing_task_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClosingTick(CompanyModel):
    """Somebody did a task for a period, or took that back: the last one counts. Append-only."""

    task = CompanyForeignKey(ClosingTask, related_name="ticks", verbose_name=_("task"))
    period = CompanyForeignKey(Period, related_name="ticks", verbose_name=_("period"))
    done = models.BooleanField(_("done"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    actor = user_fk(verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("closing task done")
        verbose_name_plural = _("closing tasks done")

    def __str__(self) -> str:
        return f"{self.task_id} {self.done}"
