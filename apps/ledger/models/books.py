"""What books are made of: chart of accounts, journals, fiscal years, periods and their closings."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField
from apps.core.models import CompanyModel, TranslatedName, user_fk
from apps.ledger import choices

AMOUNT_LIMIT = 10**15  # NaN is larger than every number in PostgreSQL, so ">= 0" alone lets it in


class Account(CompanyModel, TranslatedName):
    """An account of the chart."""

    code = models.CharField(_("code"), max_length=20)
    type = models.CharField(_("type"), max_length=24, choices=choices.AccountType)
    reconcile = models.BooleanField(_("lines are matched"), default=False)
    control = models.CharField(
        _("kept by"), max_length=12, choices=choices.Control, default="", blank=True
    )
    currency = models.ForeignKey(
        Currency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("currency"),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="account_code_once"),
            models.CheckConstraint(
                condition=models.Q(type__in=choices.AccountType.values), name="account_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(control__in=choices.Control.values), name="account_control_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(control__in=["receivable", "payable"])
                | models.Q(reconcile=True),
                name="account_party_control_is_matched",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class DefaultAccount(CompanyModel):
    """The account a company uses for a purpose when nothing nearer names one."""

    purpose = models.CharField(_("purpose"), max_length=24, choices=choices.Purpose)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("default account")
        verbose_name_plural = _("default accounts")
        ordering: ClassVar[list[str]] = ["purpose"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "purpose"], name="default_account_once_per_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=choices.Purpose.values),
                name="default_account_purpose_known",
            ),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()


class Journal(CompanyModel, TranslatedName):
    """A book of original entry."""

    code = models.CharField(_("code"), max_length=10)
    type = models.CharField(_("type"), max_length=12, choices=choices.JournalType)
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("bank or cash account")
    )
    approval_limit = MoneyField(
        _("approval above"),
        null=True,
        blank=True,
        help_text=_("Manual entries above this need a second person. Left empty, none does."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("journal")
        verbose_name_plural = _("journals")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="journal_code_once"),
            models.CheckConstraint(
                condition=models.Q(type__in=choices.JournalType.values), name="journal_type_known"
            ),
            models.CheckConstraint(
                condition=models.Q(approval_limit__isnull=True)
                | models.Q(approval_limit__gte=0, approval_limit__lt=AMOUNT_LIMIT),
                name="journal_approval_limit_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class FiscalYear(CompanyModel):
    """Twelve periods, as a rule."""

    code = models.CharField(_("code"), max_length=12)
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("fiscal year")
        verbose_name_plural = _("fiscal years")
        permissions: ClassVar[list[Any]] = [("close_fiscalyear", "Can close a fiscal year")]
        ordering: ClassVar[list[str]] = ["start"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="fiscal_year_code_once"),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")), name="fiscal_year_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Period(CompanyModel):
    """A month of the books. Posting holds its row FOR SHARE, closing FOR UPDATE."""

    fiscal_year = CompanyForeignKey(
        FiscalYear, related_name="periods", verbose_name=_("fiscal year")
    )
    code = models.CharField(_("code"), max_length=12, help_text=_("Such as 2026-01."))
    start = models.DateField(_("first day"))
    end = models.DateField(_("last day"))
    status = models.CharField(
        _("status"), max_length=8, choices=choices.PeriodStatus, default=choices.PeriodStatus.OPEN
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("period")
        verbose_name_plural = _("periods")
        ordering: ClassVar[list[str]] = ["start"]
        permissions: ClassVar[list[Any]] = [
            ("close_period", "Can close a period"),
            ("reopen_period", "Can ask to reopen a period"),
            ("approve_period", "Can approve the reopening of a period"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="period_code_once"),
            models.CheckConstraint(
                condition=models.Q(start__lte=models.F("end")), name="period_runs_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.PeriodStatus.values),
                name="period_status_known",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class PeriodClosing(CompanyModel):
    """One closing or reopening of a period, with what was proved then. Append-only.

    Writing the row is what closes or reopens the period: a trigger sets the status, and nobody else may.
    ``accepted`` lists the warnings somebody accepted: name and how many items each had. A reopening was asked for
    (``reopening``), or is the moment in which a fiscal year is closed (``year``).
    """

    period = CompanyForeignKey(Period, related_name="closings")
    action = models.CharField(
        max_length=8,
        choices=[
            ("close", pgettext_lazy("verb", "Close")),
            ("reopen", pgettext_lazy("verb", "Reopen")),
        ],
    )
    reason = models.TextField(_("reason"), blank=True)
    entry_count = models.PositiveIntegerField(default=0)
    total = MoneyField(default=0)
    balances_sha256 = models.CharField(max_length=64, blank=True)
    seal_number = models.BigIntegerField(null=True)
    seal_hash = models.CharField(max_length=64, blank=True)
    accepted = models.JSONField(_("accepted"), default=list, blank=True)
    reopening = CompanyOneToOneField(
        "ledger.Reopening", null=True, blank=True, related_name="closing", editable=False
    )
    year = CompanyForeignKey(FiscalYear, null=True, blank=True, related_name="+", editable=False)
    actor = user_fk(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("period closing")
        verbose_name_plural = _("period closings")
        ordering: ClassVar[list[str]] = ["-at"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(action="close")
                | (models.Q(action="reopen") & ~models.Q(reason="")),
                name="reopening_needs_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.period_id}"


class PeriodBalance(CompanyModel):
    """What had been debited and credited to an account up to the end of a closed period.

    Append-only; it belongs to a closing, so closing again after a reopening writes new ones.
    """

    closing = CompanyForeignKey(PeriodClosing, related_name="balances", db_index=False)
    account = CompanyForeignKey(Account, related_name="+")
    debit = MoneyField()
    credit = MoneyField()

    class Meta:
        verbose_name = _("period balance")
        verbose_name_plural = _("period balances")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["closing", "account"], name="period_balance_once"),
            models.CheckConstraint(
                condition=models.Q(
                    debit__gte=0,
                    debit__lt=AMOUNT_LIMIT * 100,
                    credit__gte=0,
                    credit__lt=AMOUNT_LIMIT * 100,
                ),
                name="period_balance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing_id} {self.account_id}"
