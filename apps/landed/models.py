"""Costs that are spread over goods received: freight, duty, insurance."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField, QuantityField
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, user_fk
from apps.invoices.models import InvoiceLine
from apps.landed import choices
from apps.ledger.models import Account, Entry
from apps.stock.models import Move, StockDocument

LIMIT = 10**15


class LandedCost(CompanyModel):
    """Costs that came with receipts, spread over their goods. Company currency."""

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.LandedCostStatus,
        default=choices.LandedCostStatus.DRAFT,
        editable=False,
    )
    date = models.DateField(_("date"))
    basis = models.CharField(
        _("spread by"), max_length=8, choices=choices.Basis, default=choices.Basis.VALUE
    )
    memo = models.CharField(_("what for"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="landed_cost", editable=False
    )
    undo_entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="undone_landed_cost", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    posted_by = user_fk(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("landed cost")
        verbose_name_plural = _("landed costs")
        permissions: ClassVar[list[Any]] = [
            ("post_landedcost", "Can post landed costs"),
            ("cancel_landedcost", "Can cancel landed costs"),
            ("reverse_landedcost", "Can reverse landed costs"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.LandedCostStatus.values),
                name="landed_cost_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=choices.Basis.values), name="landed_cost_basis_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["draft", "cancelled"],
                    number="",
                    entry__isnull=True,
                    undo_entry__isnull=True,
                )
                | models.Q(status="posted", entry__isnull=False, undo_entry__isnull=True)
                & ~models.Q(number="")
                | models.Q(status="reversed", entry__isnull=False, undo_entry__isnull=False)
                & ~models.Q(number=""),
                name="landed_cost_posted_has_entry",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="landed_cost_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="landed_cost_by_date"),
        ]

    def __str__(self) -> str:
        return self.number or _("draft landed cost of %(date)s") % {"date": format_date(self.date)}

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("landed:landedcost_detail", args=[self.pk])


class LandedCharge(CompanyModel):
    """One cost: an amount that lies on an account, or all or part of a line of a supplier's bill."""

    landed_cost = CompanyForeignKey(LandedCost, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    bill_line = CompanyForeignKey(
        InvoiceLine, null=True, blank=True, related_name="landed_charges", verbose_name=_("bill line")
    )  # fmt: skip
    description = models.CharField(_("description"), max_length=200, blank=True)
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    amount = MoneyField(_("amount"))

    class Meta:
        verbose_name = _("cost to be spread")
        verbose_name_plural = _("costs to be spread")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0, amount__lt=LIMIT),
                name="landed_charge_amount_positive",
            ),
            models.UniqueConstraint(
                fields=["landed_cost", "bill_line"],
                name="landed_charge_bill_line_once",
                condition=models.Q(bill_line__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.description


class LandedReceipt(CompanyModel):
    """A receipt whose goods take a share."""

    landed_cost = CompanyForeignKey(LandedCost, models.CASCADE, related_name="receipts")
    receipt = CompanyForeignKey(
        StockDocument, related_name="landed_receipts", verbose_name=_("receipt")
    )

    class Meta:
        verbose_name = _("receipt of a landed cost")
        verbose_name_plural = _("receipts of landed costs")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["landed_cost", "receipt"], name="landed_receipt_once"),
        ]

    def __str__(self) -> str:
        return str(self.receipt_id)


class LandedShare(CompanyModel):
    """What goods of a receipt took of a cost, and where it went. Append-only.

    ``measure`` is what it was spread by: value, quantity in stock units, kilograms or cubic metres.
    """

    landed_cost = CompanyForeignKey(LandedCost, related_name="shares")
    charge = CompanyForeignKey(LandedCharge, related_name="shares")
    move = CompanyForeignKey(Move, related_name="landed_shares")
    measure = QuantityField()
    amount = MoneyField()
    kept = MoneyField()
    sold = MoneyField()
    variance = MoneyField()

    class Meta:
        verbose_name = _("share of a landed cost")
        verbose_name_plural = _("shares of landed costs")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["charge", "move"], name="landed_share_once"),
            models.CheckConstraint(
                condition=models.Q(
                    amount=models.F("kept") + models.F("sold") + models.F("variance"),
                    kept__gte=0,
                    sold__gte=0,
                    variance__gte=0,
                    amount__lt=LIMIT,
                ),
                name="landed_share_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.move_id}"
