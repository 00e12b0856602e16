"""The books: chart of accounts, journals, periods, entries that never change, and what is open on them."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField, RateField
from apps.core.models import CompanyModel, TranslatedName, user_fk
from apps.ledger import choices
from apps.parties.models import Party

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
        return f"{self.get_purpose_display()}: {self.account_id}"


class Journal(CompanyModel, TranslatedName):
    """A book of original entry."""

    code = models.CharField(_("code"), max_length=10)
    type = models.CharField(_("type"), max_length=12, choices=choices.JournalType)
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("bank or cash account")
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
            ("reopen_period", "Can reopen a period"),
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
    ``accepted`` lists the warnings somebody accepted: name and how many items each had.
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


class Entry(CompanyModel):
    """A journal entry: born posted, complete and balanced, and never changed. Append-only.

    ``line_count`` and ``total`` are declared at birth; lines carry the count and a number up to it, so a
    complete entry has no room for another line. The sealer gives it its number (``seal.number``).
    """

    journal = CompanyForeignKey(Journal, related_name="entries", verbose_name=_("journal"))
    period = CompanyForeignKey(Period, related_name="entries", verbose_name=_("period"))
    date = models.DateField(_("date"))
    document_date = models.DateField(_("document date"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    memo = models.CharField(_("memo"), max_length=250, blank=True)
    line_count = models.PositiveIntegerField(_("lines"))
    total = MoneyField(_("total"))
    source_type = models.CharField(_("source"), max_length=60)
    source_id = models.UUIDField()
    kind = models.CharField(max_length=30, default="post")
    reverses = CompanyOneToOneField(
        "self", null=True, blank=True, related_name="reversal", verbose_name=_("reverses")
    )
    actor = user_fk(null=True, verbose_name=_("posted by"))
    created_at = models.DateTimeField(_("posted at"), default=timezone.now)

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        permissions: ClassVar[list[Any]] = [("view_statements", "Can see the financial statements")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "source_type", "source_id", "kind"],
                name="entry_one_per_source_and_kind",
            ),
            models.UniqueConstraint(
                fields=["company", "id", "date", "line_count"], name="entry_shape"
            ),
            models.CheckConstraint(
                condition=models.Q(line_count__gte=2), name="entry_has_two_lines"
            ),
            models.CheckConstraint(
                condition=models.Q(total__gt=0, total__lt=AMOUNT_LIMIT), name="entry_total_positive"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="entry_by_date")
        ]

    def __str__(self) -> str:
        return self.reference or self.memo or str(self.pk)[-12:]


class EntryLine(CompanyModel):
    """One side of an entry, in company currency and in the currency it happened in. Append-only."""

    entry = models.ForeignKey(
        Entry, models.PROTECT, related_name="lines", db_index=False, db_constraint=False
    )  # the key is (company, entry, date, line_count): sql/entry_line_key
    line_no = models.PositiveIntegerField()
    line_count = models.PositiveIntegerField()
    date = models.DateField(_("date"))
    account = CompanyForeignKey(
        Account, related_name="lines", verbose_name=_("account"), db_index=False
    )
    debit = MoneyField(_("debit"), default=0)
    credit = MoneyField(_("credit"), default=0)
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", db_index=False, verbose_name=_("currency")
    )
    amount_currency = MoneyField(
        _("amount in currency"), help_text=_("Debit positive, credit negative.")
    )
    rate = RateField(_("rate"), default=1)
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("party")
    )
    due_date = models.DateField(_("due"), null=True, blank=True)
    tax = CompanyForeignKey(
        "Tax", null=True, blank=True, related_name="+", db_index=False, verbose_name=_("tax")
    )
    tax_base = MoneyField(_("tax base"), null=True, blank=True)
    memo = models.CharField(_("memo"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("entry line")
        verbose_name_plural = _("entry lines")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["entry", "line_no"], name="entry_line_number_once"),
            models.CheckConstraint(
                condition=models.Q(line_no__gte=1, line_no__lte=models.F("line_count")),
                name="entry_line_within_count",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    debit__gte=0, debit__lt=AMOUNT_LIMIT, credit__gte=0, credit__lt=AMOUNT_LIMIT
                ),
                name="entry_line_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(debit=0, credit__gt=0) | models.Q(debit__gt=0, credit=0),
                name="entry_line_one_side",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="entry_line_rate_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount_currency__gte=0, amount_currency__lt=AMOUNT_LIMIT, debit__gt=0
                )
                | models.Q(amount_currency__lte=0, amount_currency__gt=-AMOUNT_LIMIT, credit__gt=0),
                name="entry_line_currency_same_sign",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "account", "date", "id"],
                name="entry_line_by_account",
                include=["debit", "credit"],
            ),
            models.Index(
                fields=["company", "date"],
                name="entry_line_by_date",
                include=["account", "debit", "credit"],
            ),
            models.Index(
                fields=["company", "party", "date"],
                name="entry_line_by_party",
                condition=models.Q(party__isnull=False),
            ),
            models.Index(
                fields=["company", "tax", "date"],
                name="entry_line_by_tax",
                condition=models.Q(tax__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.debit - self.credit}"


class OpenItem(CompanyModel):
    """What is still unsettled of one line on a matched account. Kept by triggers; nobody else writes it.

    Its id is the line's id. ``amount`` > 0; ``side`` says whether the line was a debit or a credit.
    """

    entry = CompanyForeignKey(Entry, related_name="open_items")
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    party = CompanyForeignKey(Party, null=True, related_name="open_items", db_index=False)
    side = models.CharField(max_length=6, choices=[("debit", _("Debit")), ("credit", _("Credit"))])
    date = models.DateField(_("date"))
    due_date = models.DateField(_("due"))
    currency = models.ForeignKey(Currency, models.PROTECT, related_name="+", db_index=False)
    amount = MoneyField(_("amount"))
    open_amount = MoneyField(_("open"))
    amount_currency = MoneyField(_("amount in currency"))
    open_currency = MoneyField(_("open in currency"))

    class Meta:
        verbose_name = _("open item")
        verbose_name_plural = _("open items")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    open_amount__gte=0, open_amount__lte=models.F("amount"), amount__lt=AMOUNT_LIMIT
                ),
                name="open_item_within_amount",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    open_currency__gte=0,
                    open_currency__lte=models.F("amount_currency"),
                    amount_currency__lt=AMOUNT_LIMIT,
                ),
                name="open_item_currency_within_amount",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "party", "due_date"],
                name="open_item_still_open",
                condition=models.Q(open_amount__gt=0),
            ),
            models.Index(fields=["company", "account", "date"], name="open_item_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.open_amount}"


class Seal(CompanyModel):
    """The place of an entry in its company's hash chain: its legal number. Append-only."""

    entry = CompanyOneToOneField(Entry, related_name="seal")
    number = models.BigIntegerField(_("number"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "number"], name="seal_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="seal_counts_from_one"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Tax(CompanyModel, TranslatedName):
    """A tax code: a percentage on the net amount, and the account it is owed to or from."""

    code = models.CharField(_("code"), max_length=20)
    use = models.CharField(_("used on"), max_length=10, choices=choices.TaxUse)
    rate = models.DecimalField(_("rate in percent"), max_digits=7, decimal_places=4)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("tax account"))
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering: ClassVar[list[str]] = ["use", "-rate", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_code_once"),
            models.CheckConstraint(
                condition=models.Q(rate__gte=0, rate__lte=100), name="tax_rate_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=models.Q(use__in=choices.TaxUse.values), name="tax_use_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class ManualEntry(CompanyModel):
    """A journal entry somebody writes by hand: a draft until it is posted."""

    journal = CompanyForeignKey(Journal, related_name="+", verbose_name=_("journal"))
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    date = models.DateField(_("date"))
    memo = models.CharField(_("memo"), max_length=250, blank=True)
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
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.ManualEntryStatus.values),
                name="manual_entry_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "cancelled"], entry__isnull=True)
                | models.Q(status__in=["posted", "reversed"], entry__isnull=False),
                name="manual_entry_posted_has_entry",
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
