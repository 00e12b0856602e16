"""Money received and paid, and which open items it settles."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField, RateField
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, TranslatedName, user_fk
from apps.invoices.models import Invoice
from apps.ledger.models import Account, Entry, Journal, OpenItem
from apps.parties.models import Party
from apps.payments import choices


class Payment(CompanyModel):
    """Money from or to a party through a bank or cash journal."""

    direction = models.CharField(
        _("direction"), max_length=12, choices=choices.Direction, editable=False
    )
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.PaymentStatus,
        default=choices.PaymentStatus.DRAFT,
        editable=False,
    )
    party = CompanyForeignKey(Party, related_name="payments", verbose_name=_("party"))
    journal = CompanyForeignKey(Journal, related_name="+", verbose_name=_("bank or cash journal"))
    date = models.DateField(_("date"))
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    rate = RateField(_("rate"), default=1, editable=False)
    amount = MoneyField(_("amount"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    is_deposit = models.BooleanField(
        _("deposit"),
        default=False,
        help_text=_(
            "Money ahead of the invoice: it stands on the account of deposits until it is applied."
        ),
    )
    notes = models.TextField(_("notes"), blank=True)
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="payment", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    posted_by = user_fk(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        permissions: ClassVar[list[Any]] = [
            ("post_payment", "Can post a payment"),
            ("cancel_payment", "Can cancel a payment"),
            ("reverse_payment", "Can reverse a payment"),
            ("match_payment", "Can match and unmatch open items"),
            ("write_off_payment", "Can write off what stays open"),
            ("override_payment", "Can grant a discount after its days"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(direction__in=choices.Direction.values),
                name="payment_direction_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.PaymentStatus.values),
                name="payment_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=10**15), name="payment_amount_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="payment_rate_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["posted", "reversed"], entry__isnull=False)
                & ~models.Q(number="")
                | models.Q(status__in=["draft", "cancelled"], entry__isnull=True, number=""),
                name="payment_posted_has_entry_and_number",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="payment_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "direction", "-date", "-id"], name="payment_by_date"),
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the payment."""
        return reverse("payments:payment_detail", args=[self.pk])

    def __str__(self) -> str:
        return self.number or _("draft %(kind)s of %(date)s") % {
            "kind": str(self.get_direction_display()).lower(),
            "date": format_date(self.date),
        }


class PaymentAllocation(CompanyModel):
    """How much of a draft payment is meant for which invoice; posting turns it into a match."""

    payment = CompanyForeignKey(Payment, models.CASCADE, related_name="allocations")
    invoice = CompanyForeignKey(Invoice, related_name="allocations", verbose_name=_("invoice"))
    amount = MoneyField(_("amount"), help_text=_("In the payment's currency."))

    class Meta:
        verbose_name = _("payment allocation")
        verbose_name_plural = _("payment allocations")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["payment", "invoice"], name="allocation_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=10**15), name="allocation_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.invoice_id} {self.amount}"


class WriteOffReason(CompanyModel, TranslatedName):
    """Why what stays open of a debt or a payment is given up, and the account that bears it."""

    code = models.CharField(_("code"), max_length=20)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    limit = MoneyField(
        _("limit"),
        null=True,
        blank=True,
        help_text=_("Company currency, for one act of matching; empty is no limit."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("write-off reason")
        verbose_name_plural = _("write-off reasons")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="write_off_reason_code_once"),
            models.CheckConstraint(
                condition=models.Q(limit__isnull=True) | models.Q(limit__gt=0, limit__lt=10**15),
                name="write_off_limit_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Clearing(CompanyModel):
    """One act by which open items of a party settle each other, many to many. Append-only.

    ``entry`` is what the act itself booked: a write-off, a discount, what went from one account or currency to
    another; its items are settled in the act. It is undone by undoing its matches, and reversing its entry.
    """

    party = CompanyForeignKey(Party, related_name="clearings", verbose_name=_("party"))
    date = models.DateField(_("date"))
    entry = CompanyOneToOneField(Entry, null=True, related_name="clearing")
    write_off = CompanyForeignKey(
        WriteOffReason, null=True, related_name="+", verbose_name=_("write-off reason")
    )
    note = models.CharField(_("note"), max_length=250, blank=True)
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("clearing")
        verbose_name_plural = _("clearings")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(write_off__isnull=True) | models.Q(entry__isnull=False),
                name="clearing_write_off_is_booked",
            ),
        ]

    def __str__(self) -> str:
        return self.note or format_date(self.date)


class Match(CompanyModel):
    """A debit and a credit open item that settle each other by an amount. Append-only.

    Both items lose the same amount of company currency, and of the currency they share. A trigger takes it off
    them. What a payment at another rate leaves over is booked by ``exchange_entry`` and settled by a second match
    with that entry's own item, of 0 in the foreign currency. A match is undone by one that ``reverses`` it.
    """

    debit_item = CompanyForeignKey(OpenItem, related_name="debit_matches")
    credit_item = CompanyForeignKey(OpenItem, related_name="credit_matches")
    date = models.DateField(_("date"))
    amount = MoneyField(_("amount"), help_text=_("Company currency."))
    amount_currency = MoneyField(_("amount in currency"))
    exchange_entry = CompanyForeignKey(Entry, null=True, related_name="+")
    reverses = CompanyOneToOneField("self", null=True, related_name="reversal")
    clearing = CompanyForeignKey(Clearing, null=True, related_name="matches")
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(reverses__isnull=True, amount__gte=0, amount_currency__gte=0)
                | models.Q(reverses__isnull=False, amount__lte=0, amount_currency__lte=0),
                name="match_sign",
            ),
            models.CheckConstraint(
                condition=~models.Q(amount_currency=0)
                | (models.Q(exchange_entry__isnull=False) & ~models.Q(amount=0)),
                name="match_takes_something",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    amount__gt=-(10**15),
                    amount__lt=10**15,
                    amount_currency__gt=-(10**15),
                    amount_currency__lt=10**15,
                ),
                name="match_is_a_number",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "date"], name="match_by_date")
        ]

    def __str__(self) -> str:
        return f"{self.amount_currency}"
