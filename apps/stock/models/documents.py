"""The documents that move goods, with their lines."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    DimensionsField,
    PriceField,
    QuantityField,
    TheirNumberField,
)
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Entry
from apps.parties.models import Party
from apps.products.models import Product, Unit
from apps.stock import choices
from apps.stock.models.lots import Lot
from apps.stock.models.reasons import Reason
from apps.warehouses.models import Location, Warehouse

LIMIT = 10**13


class StockDocument(CompanyModel):
    """A receipt, shipment, transfer or adjustment: moves that happen together.

    Of an adjustment: ``why`` is the reason it is made for, ``reason`` the kind of that reason.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=choices.DocumentKind, editable=False)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.DocumentStatus,
        default=choices.DocumentStatus.DRAFT,
        editable=False,
    )
    date = models.DateField(_("date"))
    expected_date = models.DateField(
        _("expected"),
        null=True,
        blank=True,
        help_text=_("When goods that are sent should arrive."),
    )
    warehouse = CompanyForeignKey(Warehouse, related_name="documents", verbose_name=_("warehouse"))
    to_warehouse = CompanyForeignKey(
        Warehouse, null=True, blank=True, related_name="+", verbose_name=_("to warehouse")
    )
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    reason = models.CharField(
        _("kind of reason"), max_length=12, choices=choices.AdjustmentReason, blank=True
    )
    why = CompanyForeignKey(
        Reason, null=True, blank=True, related_name="+", verbose_name=_("reason"), db_index=False
    )
    notes = models.TextField(_("notes"), blank=True)
    origin_type = models.CharField(max_length=60, blank=True, editable=False)
    origin_id = models.UUIDField(null=True, editable=False)
    backorder_of = CompanyForeignKey(
        "self", null=True, blank=True, related_name="backorders", editable=False
    )
    reverses = CompanyOneToOneField(
        "self", null=True, blank=True, related_name="reversal", editable=False
    )
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="stock_document", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    posted_by = user_fk(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("stock document")
        verbose_name_plural = _("stock documents")
        permissions: ClassVar[list[Any]] = [
            (f"{verb}_{kind}", f"Can {verb} a {kind}")
            for kind in ("receipt", "shipment", "transfer", "adjustment")
            for verb in ("edit", "post", "cancel", "reverse")
        ] + [
            ("send_transfer", "Can send goods to another warehouse"),
            ("receive_transfer", "Can receive goods another warehouse sent"),
            ("return_transfer", "Can bring goods back that are on their way"),
            ("lose_transfer", "Can write off goods that got lost on their way"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.DocumentKind.values),
                name="stock_document_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.DocumentStatus.values),
                name="stock_document_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["posted", "reversed"]) & ~models.Q(number="")
                | models.Q(status__in=["draft", "cancelled"], number="", entry__isnull=True),
                name="stock_document_posted_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="transfer") | models.Q(to_warehouse__isnull=False),
                name="stock_document_transfer_has_target",
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="adjustment") | ~models.Q(reason=""),
                name="stock_document_adjustment_has_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="adjustment") | models.Q(why__isnull=True),
                name="stock_document_reason_adjusts",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="stock_document_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "kind", "-date", "-id"], name="stock_document_by_date"),
            models.Index(fields=["company", "origin_id"], name="stock_document_by_origin"),
            models.Index(
                fields=["company", "why"],
                name="stock_document_by_reason",
                condition=models.Q(why__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        if self.number:
            return self.number
        if not self.kind or not self.date:
            return str(_("new stock document"))
        return choices.DRAFT_NAMES[choices.DocumentKind(self.kind)] % {
            "date": format_date(self.date)
        }

    def get_absolute_url(self) -> str:
        """Return the page of its kind."""
        return reverse(f"stock:{self.kind}_detail", args=[self.pk])


class StockDocumentLine(CompanyModel):
    """Goods to move, from one location to another.

    Of a transfer in two steps: ``bound_for`` is where the goods it sends are to lie at last, ``source_line`` the line
    that sent those it takes off their way. Of an adjustment: ``why`` is its own reason, where it has another than
    the document's.
    """

    document = CompanyForeignKey(StockDocument, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(Product, related_name="+", verbose_name=_("product"))
    lot = CompanyForeignKey(Lot, null=True, blank=True, related_name="+", verbose_name=_("lot"))
    from_location = CompanyForeignKey(Location, related_name="+", verbose_name=_("from"))
    to_location = CompanyForeignKey(Location, related_name="+", verbose_name=_("to"))
    bound_for = CompanyForeignKey(
        Location, null=True, related_name="+", editable=False, db_index=False
    )
    source_line = CompanyForeignKey(
        "self", null=True, related_name="drawn_by", editable=False, db_index=False
    )
    quantity = QuantityField(_("quantity"))
    unit = CompanyForeignKey(Unit, related_name="+", verbose_name=_("unit"))
    stock_quantity = QuantityField(_("quantity in stock unit"), editable=False)
    unit_cost = PriceField(
        _("unit cost"),
        null=True,
        blank=True,
        help_text=_("Company currency per stock unit; for goods that come in."),
    )
    origin_line_id = models.UUIDField(null=True, editable=False)
    dimensions = DimensionsField(_("dimensions"))
    their_number = TheirNumberField()
    memo = models.CharField(_("memo"), max_length=200, blank=True)
    why = CompanyForeignKey(
        Reason, null=True, blank=True, related_name="+", verbose_name=_("reason"), db_index=False
    )

    class Meta:
        verbose_name = _("stock document line")
        verbose_name_plural = _("stock document lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    quantity__lt=LIMIT,
                    stock_quantity__gt=0,
                    stock_quantity__lt=LIMIT,
                ),
                name="stock_line_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_cost__isnull=True)
                | models.Q(unit_cost__gte=0, unit_cost__lt=LIMIT),
                name="stock_line_cost_not_negative",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_location=models.F("to_location")),
                name="stock_line_goes_somewhere",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "origin_line_id"],
                name="stock_line_by_origin",
                condition=models.Q(origin_line_id__isnull=False),
            ),
            models.Index(
                fields=["company", "source_line"],
                name="stock_line_by_source",
                condition=models.Q(source_line__isnull=False),
            ),
            models.Index(
                fields=["company", "why"],
                name="stock_line_by_reason",
                condition=models.Q(why__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"
