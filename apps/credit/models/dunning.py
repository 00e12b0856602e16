"""Reminders: their levels, the runs that send them, and what is disputed and left alone."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, TranslatedName, user_fk
from apps.credit import choices
from apps.ledger.models import Account, Entry, OpenItem
from apps.parties.models import Party

LIMIT = 10**15


class DunningLevel(CompanyModel, TranslatedName):
    """A step of reminding: from how many days overdue, in which words, at what fee."""

    position = models.PositiveSmallIntegerField(_("level"))
    days = models.PositiveSmallIntegerField(_("from days overdue"))
    means = models.CharField(
        _("goes out as"), max_length=8, choices=choices.Means, default=choices.Means.EMAIL
    )
    fee = MoneyField(
        _("fee"), default=0, help_text=_("Company currency, once per letter; 0 for none.")
    )
    fee_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revenue account of the fee"),
    )
    text_en = models.TextField(_("text in English"))
    text_fr = models.TextField(_("text in French"), blank=True)
    text_ar = models.TextField(_("text in Arabic"), blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dunning level")
        verbose_name_plural = _("dunning levels")
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "position"], name="dunning_level_once"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1, days__gte=1, days__lte=3650),
                name="dunning_level_days_known",
            ),
            models.CheckConstraint(
                condition=models.Q(fee=0)
                | models.Q(fee__gt=0, fee__lt=LIMIT, fee_account__isnull=False),
                name="dunning_fee_has_account",
            ),
            models.CheckConstraint(
                condition=models.Q(means__in=choices.Means.values), name="dunning_means_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def text_in(self, language: str) -> str:
        """Return the text in ``language``, else in English."""
        return getattr(self, f"text_{language.split('-', 1)[0]}", "") or self.text_en


class Dispute(CompanyModel):
    """An item, or everything of a party, that is not reminded of while somebody looks into it."""

    party = CompanyForeignKey(Party, related_name="disputes", verbose_name=_("party"))
    item = CompanyForeignKey(
        OpenItem, null=True, blank=True, related_name="disputes", verbose_name=_("item")
    )
    reason = models.CharField(_("reason"), max_length=250)
    since = models.DateField(_("since"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True, editable=False)
    created_by = user_fk(null=True, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        permissions: ClassVar[list[Any]] = [("end_dispute", "Can end a dispute")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "item"],
                condition=models.Q(ended_on__isnull=True, item__isnull=False),
                name="dispute_once_per_item",
            ),
            models.UniqueConstraint(
                fields=["company", "party"],
                condition=models.Q(ended_on__isnull=True, item__isnull=True),
                name="dispute_once_per_party",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="dispute_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.reason}"

    def get_absolute_url(self) -> str:
        """Return the list it stands in."""
        return reverse("credit:dispute_list")


class DunningRun(CompanyModel):
    """The reminders of one day: proposed, looked at, sent; what was sent stands for ever."""

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    date = models.DateField(_("date"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.DunningStatus,
        default=choices.DunningStatus.DRAFT,
        editable=False,
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_by = user_fk(null=True, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("dunning run")
        verbose_name_plural = _("dunning runs")
        permissions: ClassVar[list[Any]] = [
            ("send_dunningrun", "Can send a dunning run"),
            ("cancel_dunningrun", "Can cancel a dunning run"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status="sent") & ~models.Q(number="")
                | models.Q(status__in=["draft", "cancelled"], number=""),
                name="dunning_sent_has_number",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                condition=~models.Q(number=""),
                name="dunning_number_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="dunning_run_by_date")
        ]

    def __str__(self) -> str:
        return self.number or _("draft reminders of %(date)s") % {"date": format_date(self.date)}

    def get_absolute_url(self) -> str:
        """Return the page of the run."""
        return reverse("credit:dunningrun_detail", args=[self.pk])


class DunningLetter(CompanyModel):
    """The reminder of one party in a run, at the highest level of its items."""

    run = CompanyForeignKey(DunningRun, models.CASCADE, related_name="letters")
    party = CompanyForeignKey(Party, related_name="dunning_letters", verbose_name=_("party"))
    level = CompanyForeignKey(DunningLevel, related_name="+", verbose_name=_("level"))
    means = models.CharField(_("goes out as"), max_length=8, choices=choices.Means)
    to = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(max_length=8)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    fee = MoneyField(_("fee"), default=0)
    fee_entry = CompanyOneToOneField(Entry, null=True, related_name="dunning_letter")

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "party"], name="dunning_letter_once_per_party"),
            models.CheckConstraint(
                condition=models.Q(fee__gte=0, fee__lt=LIMIT),
                name="dunning_letter_fee_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.party_id}"


class DunningLine(CompanyModel):
    """An item a party is reminded of, as it was then; without a level it only goes along."""

    run = CompanyForeignKey(DunningRun, models.CASCADE, related_name="lines")
    letter = CompanyForeignKey(DunningLetter, models.CASCADE, related_name="lines")
    item = CompanyForeignKey(OpenItem, related_name="dunning_lines")
    level = CompanyForeignKey(DunningLevel, null=True, related_name="+", verbose_name=_("level"))
    reference = models.CharField(_("document"), max_length=120)
    date = models.DateField(_("date"))
    due_date = models.DateField(_("due"))
    days = models.PositiveIntegerField(_("days overdue"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    amount = MoneyField(_("open"))
    amount_currency = MoneyField(_("open in currency"))
    why = models.CharField(_("why"), max_length=250)

    class Meta:
        verbose_name = _("reminded item")
        verbose_name_plural = _("reminded items")
        ordering: ClassVar[list[str]] = ["due_date", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "item", "level"],
                condition=models.Q(level__isnull=False),
                name="dunning_level_once_per_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.amount}"
