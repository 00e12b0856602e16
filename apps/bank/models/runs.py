"""Payment runs: what is paid to suppliers in one order to the bank, prepared by one and approved by another."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.bank.choices import PaymentRunStatus
from apps.bank.models.accounts import BankAccount
from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import OpenItem
from apps.parties.models import Party
from apps.payments.models import Payment

LIMIT = 10**15
DECIDED = ["approved", "posted"]


class PaymentRun(CompanyModel):
    """Due items of suppliers that one bank account pays on one day, one transfer per supplier.

    Drafted, submitted, approved by somebody who neither wrote nor submitted it, then posted. ``written_by`` is who
    chose its items last. From submission on nothing of it changes; its files are archived when it is approved.
    """

    number = models.CharField(_("number"), max_length=35, blank=True, editable=False)
    bank_account = CompanyForeignKey(
        BankAccount, related_name="payment_runs", verbose_name=_("bank account")
    )
    date = models.DateField(_("pay on"))
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=PaymentRunStatus,
        default=PaymentRunStatus.DRAFT,
        editable=False,
    )
    total = MoneyField(_("total"), default=0, editable=False)
    transfer_count = models.PositiveIntegerField(_("transfers"), default=0, editable=False)
    note = models.CharField(_("why it was sent back"), max_length=250, blank=True, editable=False)
    created_by = user_fk(null=True, editable=False)
    written_by = user_fk(null=True, editable=False, verbose_name=_("written by"))
    submitted_by = user_fk(null=True, editable=False, verbose_name=_("submitted by"))
    approved_by = user_fk(null=True, editable=False, verbose_name=_("approved by"))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    approved_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("payment run")
        verbose_name_plural = _("payment runs")
        permissions: ClassVar[list[Any]] = [
            ("submit_paymentrun", "Can submit a payment run for approval"),
            ("approve_paymentrun", "Can approve, send back and withdraw a payment run"),
            ("post_paymentrun", "Can post a payment run"),
            ("cancel_paymentrun", "Can cancel a payment run"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=PaymentRunStatus.values),
                name="payment_run_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(total__gte=0, total__lt=LIMIT), name="payment_run_total_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(status__in=DECIDED)
                | models.Q(approved_by__isnull=False, submitted_by__isnull=False)
                & ~models.Q(number=""),
                name="payment_run_decided_by_two",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="payment_run_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="payment_run_by_date")
        ]

    def __str__(self) -> str:
        return self.number or str(_("payment run of %(date)s") % {"date": format_date(self.date)})

    def get_absolute_url(self) -> str:
        """Return the page of the run."""
        return reverse("bank:paymentrun_detail", args=[self.pk])


class PaymentTransfer(CompanyModel):
    """What one supplier gets in a run, and on which account: copied when the run is submitted, so it stays."""

    run = CompanyForeignKey(PaymentRun, models.CASCADE, related_name="transfers")
    position = models.PositiveIntegerField()
    party = CompanyForeignKey(Party, related_name="transfers", verbose_name=_("party"))
    holder = models.CharField(_("holder"), max_length=70, blank=True)
    iban = models.CharField(_("IBAN"), max_length=34, blank=True)
    bic = models.CharField(_("BIC"), max_length=11, blank=True)
    amount = MoneyField(_("amount"))
    text = models.CharField(_("remittance text"), max_length=140, blank=True)
    payment = CompanyOneToOneField(Payment, null=True, related_name="transfer", editable=False)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["run", "party"], name="transfer_once_per_party"),
            models.UniqueConstraint(fields=["run", "position"], name="transfer_place_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=LIMIT), name="transfer_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.amount}"


class PaymentRunLine(CompanyModel):
    """How much of an open item a transfer settles; a credit of the supplier's lowers the transfer.

    ``active`` while the run is open: an item stands in one open run. Kept by a trigger.
    """

    run = CompanyForeignKey(PaymentRun, models.CASCADE, related_name="lines")
    transfer = CompanyForeignKey(PaymentTransfer, models.CASCADE, related_name="lines")
    item = CompanyForeignKey(OpenItem, related_name="run_lines")
    amount = MoneyField(_("amount"))
    discount = MoneyField(_("discount"), default=0)
    is_credit = models.BooleanField(_("credit of the supplier"), default=False)
    active = models.BooleanField(default=True, editable=False)

    class Meta:
        verbose_name = _("item of a payment run")
        verbose_name_plural = _("items of payment runs")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["item"], name="run_item_once", condition=models.Q(active=True)
            ),
            models.UniqueConstraint(fields=["run", "item"], name="run_line_once"),
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=LIMIT)
                & models.Q(discount__gte=0, discount__lt=models.F("amount")),
                name="run_line_amounts_known",
            ),
            models.CheckConstraint(
                condition=models.Q(is_credit=False) | models.Q(discount=0),
                name="run_credit_has_no_discount",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.amount}"
