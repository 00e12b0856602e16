"""Journal entries somebody writes by hand: drafts until they are posted."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, DimensionsField, MoneyField
from apps.core.models import CompanyModel, user_fk
from apps.ledger import choices
from apps.ledger.models.books import AMOUNT_LIMIT, Account, Journal
from apps.ledger.models.entries import Entry
from apps.ledger.models.recurring import EntryTemplate
from apps.parties.models import Party


class ManualEntry(CompanyModel):
    """A journal entry somebody writes by hand: a draft until it is posted."""

    journal = CompanyForeignKey(Journal, related_name="+", verbose_name=_("journal"))
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    date = models.DateField(_("date"))
    memo = models.CharField(_("memo"), max_length=250, blank=True)
    reverse_on = models.DateField(
        _("reverses itself on"),
        null=True,
        blank=True,
        help_text=_("For an accrual: the opposite is posted on this day."),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.ManualEntryStatus,
        default=choices.ManualEntryStatus.DRAFT,
        editable=False,
    )
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="manual_entry", editable=False
    )
    template = CompanyForeignKey(
        EntryTemplate, null=True, blank=True, related_name="entries", editable=False
    )
    template_date = models.DateField(null=True, blank=True, editable=False)
    submitted_by = user_fk(null=True, editable=False, verbose_name=_("submitted by"))
    approved_by = user_fk(null=True, editable=False, verbose_name=_("approved by"))
    rejection = models.CharField(_("rejected because"), max_length=250, blank=True, editable=False)
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("manual entry")
        verbose_name_plural = _("manual entries")
        permissions: ClassVar[list[Any]] = [
            ("post_manualentry", "Can post a manual entry"),
            ("cancel_manualentry", "Can cancel a manual entry"),
            ("reverse_manualentry", "Can reverse a manual entry"),
            ("submit_manualentry", "Can submit a manual entry for approval"),
            ("approve_manualentry", "Can approve a manual entry of somebody else"),
            ("reject_manualentry", "Can reject a manual entry of somebody else"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.ManualEntryStatus.values),
                name="manual_entry_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["draft", "submitted", "cancelled"], entry__isnull=True
                )
                | models.Q(status__in=["posted", "reversed"], entry__isnull=False),
                name="manual_entry_posted_has_entry",
            ),
            models.CheckConstraint(
                condition=models.Q(reverse_on__isnull=True)
                | models.Q(reverse_on__gt=models.F("date")),
                name="manual_entry_reverses_later",
            ),
            models.UniqueConstraint(
                fields=["company", "template", "template_date"],
                name="manual_entry_once_per_template_and_date",
            ),
            models.CheckConstraint(
                condition=models.Q(status="submitted", submitted_by__isnull=False)
                | ~models.Q(status="submitted"),
                name="manual_entry_submitted_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="manual_entry_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="manual_entry_by_date")
        ]

    def __str__(self) -> str:
        return self.number or _("draft entry of %(date)s") % {"date": self.date}


class ManualEntryLine(CompanyModel):
    """One line of a manual entry."""

    manual_entry = CompanyForeignKey(ManualEntry, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    memo = models.CharField(_("memo"), max_length=250, blank=True)
    debit = MoneyField(_("debit"), default=0)
    credit = MoneyField(_("credit"), default=0)
    currency = models.ForeignKey(
        Currency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("currency"),
    )
    amount_currency = MoneyField(_("amount in currency"), null=True, blank=True)
    dimensions = DimensionsField(_("dimensions"))

    class Meta:
        verbose_name = _("manual entry line")
        verbose_name_plural = _("manual entry lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    debit__gte=0, debit__lt=AMOUNT_LIMIT, credit__gte=0, credit__lt=AMOUNT_LIMIT
                ),
                name="manual_line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(debit=0, credit__gt=0) | models.Q(debit__gt=0, credit=0),
                name="manual_line_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit - self.credit}"
