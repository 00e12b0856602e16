"""What happened: entries that never change, their lines, what is open on them, and their place in the chain."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.companies.models import Currency
from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    DimensionsField,
    MoneyField,
    RateField,
)
from apps.core.models import CompanyModel, user_fk
from apps.ledger.choices import TaxRole
from apps.ledger.models.books import AMOUNT_LIMIT, Account, Journal, Period
from apps.ledger.models.taxes import Tax
from apps.parties.models import Party


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


class WithPaper:
    """What is known by the document behind its entry, else by its own memo, else by the entry."""

    entry: Any
    entry_id: Any
    memo: Any

    @property
    def paper(self) -> Any:
        """Return the invoice or payment, read by name since they are of upper apps; else itself or the entry."""
        document = getattr(self.entry, "invoice", None) or getattr(self.entry, "payment", None)
        return document or (self if self.memo else self.entry)

    @property
    def name(self) -> str:
        """Return what it is called where its document need not be read: its own memo, else the entry."""
        return self.memo or str(self.entry)

    def get_absolute_url(self) -> str:
        """Return the page of its entry."""
        return reverse("ledger:entry_detail", args=[self.entry_id])


class EntryLine(WithPaper, CompanyModel):
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
        Tax, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("tax")
    )
    tax_base = MoneyField(_("tax base"), null=True, blank=True)
    dimensions = DimensionsField(_("dimensions"))
    tax_role = models.CharField(
        _("part in the tax"), max_length=8, choices=TaxRole, default="", db_default="", blank=True
    )
    memo = models.CharField(_("memo"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("entry line")
        verbose_name_plural = _("entry lines")
        constraints: ClassVar[list[Any]] = [
            # the company leads: beside a large company, a small one looks like one row to the planner
            models.UniqueConstraint(
                fields=["company", "entry", "line_no"], name="entry_line_number_once"
            ),
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
            models.CheckConstraint(
                condition=models.Q(tax_role="")
                | models.Q(tax_role__in=TaxRole.values, tax__isnull=False, tax_base__isnull=False),
                name="entry_line_tax_role_known",
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
            models.Index(
                fields=["company", "date"],
                name="entry_line_with_dimensions",
                condition=~models.Q(dimensions={}),
            ),
        ]

    def __str__(self) -> str:
        return self.memo or f"{self.account_id} {self.debit - self.credit}"


def line_memo(line: str) -> models.Subquery:
    """Return the memo of the entry line, or of the item's, whose id stands in the column ``line``."""
    lines = EntryLine.objects.filter(
        company_id=models.OuterRef("company_id"), pk=models.OuterRef(line)
    )
    return models.Subquery(lines.values("memo"))


class OpenItemQuerySet(models.QuerySet["OpenItem"]):
    """Open items, with what is asked of them often."""

    def with_memo(self) -> "OpenItemQuerySet":
        """Give each item the memo of its line: an opening balance is known by it alone."""
        return self.annotate(memo=line_memo("pk"))


class OpenItem(WithPaper, CompanyModel):
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

    objects = OpenItemQuerySet.as_manager()
    memo = ""  # of its line, when asked with_memo()

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
        return self.memo or f"{self.side} {self.open_amount}"


class Seal(CompanyModel):
    """The place of an entry in its company's hash chain: its legal number. Append-only."""

    entry = CompanyOneToOneField(Entry, related_name="seal")
    number = models.BigIntegerField(_("number"))
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)
    form = models.PositiveSmallIntegerField(
        default=1, db_default=1, help_text=_("Which columns of the entry the hash covers.")
    )
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
