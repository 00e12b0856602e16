"""Entries made from a template, by hand or on a schedule; amounts deferred over months, a part each."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, DimensionsField, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.ledger import choices
from apps.ledger.models.books import AMOUNT_LIMIT, Account, Journal
from apps.ledger.models.entries import Entry
from apps.parties.models import Party


class EntryTemplate(CompanyModel):
    """A manual entry to be made again: by hand, or on days of a schedule.

    With an ``amount``, debits and credits of the lines are shares of it; without, they are amounts.
    """

    name = models.CharField(_("name"), max_length=120)
    journal = CompanyForeignKey(Journal, related_name="+", verbose_name=_("journal"))
    memo = models.CharField(_("memo"), max_length=250, blank=True)
    amount = MoneyField(
        _("amount to share"),
        null=True,
        blank=True,
        help_text=_(
            "Left empty, the lines' own amounts are booked; else their debits and credits are shares of it."
        ),
    )
    frequency = models.CharField(
        _("repeated"), max_length=10, choices=choices.Frequency, default="", blank=True
    )
    day = models.PositiveSmallIntegerField(
        _("day of the month"), default=31, help_text=_("31 is the last day of every month.")
    )
    start = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    posts = models.BooleanField(
        _("post at once"), default=False, help_text=_("Else drafts are made, to be looked at.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    created_by = user_fk(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("entry template")
        verbose_name_plural = _("entry templates")
        permissions: ClassVar[list[Any]] = [
            ("make_entrytemplate", "Can make entries of a template")
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="entry_template_name_once"),
            models.CheckConstraint(
                condition=models.Q(frequency__in=choices.Frequency.values),
                name="entry_template_frequency_known",
            ),
            models.CheckConstraint(
                condition=models.Q(frequency="") | models.Q(start__isnull=False),
                name="entry_template_schedule_has_start",
            ),
            models.CheckConstraint(
                condition=models.Q(day__gte=1, day__lte=31), name="entry_template_day_known"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True)
                | models.Q(amount__gt=0, amount__lt=AMOUNT_LIMIT),
                name="entry_template_amount_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EntryTemplateLine(CompanyModel):
    """One line of a template: an amount, or a share of the template's."""

    template = CompanyForeignKey(EntryTemplate, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    memo = models.CharField(_("memo"), max_length=250, blank=True)
    dimensions = DimensionsField(_("dimensions"))
    debit = MoneyField(_("debit"), default=0)
    credit = MoneyField(_("credit"), default=0)

    class Meta:
        verbose_name = _("entry template line")
        verbose_name_plural = _("entry template lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(debit=0, credit__gt=0, credit__lt=AMOUNT_LIMIT)
                | models.Q(debit__gt=0, debit__lt=AMOUNT_LIMIT, credit=0),
                name="template_line_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit - self.credit}"


class Deferral(CompanyModel):
    """Revenue or expense that belongs to other days than it was booked on, spread over them in parts."""

    kind = models.CharField(_("kind"), max_length=8, choices=choices.DeferralKind)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    memo = models.CharField(_("memo"), max_length=250)
    journal = CompanyForeignKey(Journal, related_name="+", verbose_name=_("journal"))
    result_account = CompanyForeignKey(
        Account, related_name="+", verbose_name=_("revenue or expense account")
    )
    deferred_account = CompanyForeignKey(
        Account, related_name="+", verbose_name=_("deferral account")
    )
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    amount = MoneyField(_("amount"))
    date = models.DateField(_("booked on"))
    start = models.DateField(_("from"))
    end = models.DateField(_("to"))
    method = models.CharField(_("spread"), max_length=8, choices=choices.DeferralMethod)
    moves = models.BooleanField(
        _("move the amount to the deferral account first"),
        default=True,
        help_text=_("Leave empty when the document was booked there already."),
    )
    dimensions = DimensionsField(_("dimensions"))
    origin_type = models.CharField(max_length=60, blank=True)
    origin_id = models.UUIDField(null=True, blank=True)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.DeferralStatus,
        default=choices.DeferralStatus.DRAFT,
        editable=False,
    )
    created_by = user_fk(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("deferral")
        verbose_name_plural = _("deferrals")
        permissions: ClassVar[list[Any]] = [
            ("start_deferral", "Can start a deferral"),
            ("cancel_deferral", "Can cancel a deferral"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.DeferralKind.values),
                name="deferral_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.DeferralStatus.values),
                name="deferral_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=choices.DeferralMethod.values),
                name="deferral_method_known",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=AMOUNT_LIMIT),
                name="deferral_amount_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(start__lte=models.F("end")), name="deferral_runs_forward"
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="deferral_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-start", "-id"], name="deferral_by_start")
        ]

    def __str__(self) -> str:
        return self.number or self.memo


class DeferralPart(CompanyModel):
    """What of a deferral belongs to one month; its entry is posted once."""

    deferral = CompanyForeignKey(Deferral, related_name="parts")
    on = models.DateField(_("date"))
    amount = MoneyField(_("amount"))
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="deferral_part", editable=False
    )

    class Meta:
        verbose_name = _("part of a deferral")
        verbose_name_plural = _("parts of a deferral")
        ordering: ClassVar[list[str]] = ["on"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "deferral", "on"], name="deferral_part_once"
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=AMOUNT_LIMIT),
                name="deferral_part_positive",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "on"],
                name="deferral_part_due",
                condition=models.Q(entry__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.amount}"
