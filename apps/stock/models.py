"""Moves of goods and their value, reservations, and the documents that cause them.

Levels, cost pools and cost layers are sums kept by triggers; the application may only read them.
"""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    MoneyField,
    PriceField,
    QuantityField,
)
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Account, Entry
from apps.parties.models import Party
from apps.products.choices import CostingMethod
from apps.products.models import Product, Unit
from apps.stock import choices
from apps.warehouses.models import Location, Warehouse

LIMIT = 10**13


class StockDocument(CompanyModel):
    """A receipt, shipment, transfer or adjustment: moves that happen together."""

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
    warehouse = CompanyForeignKey(Warehouse, related_name="documents", verbose_name=_("warehouse"))
    to_warehouse = CompanyForeignKey(
        Warehouse, null=True, blank=True, related_name="+", verbose_name=_("to warehouse")
    )
    party = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    reason = models.CharField(
        _("reason"), max_length=12, choices=choices.AdjustmentReason, blank=True
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
            models.UniqueConstraint(
                fields=["company", "number"],
                name="stock_document_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "kind", "-date", "-id"], name="stock_document_by_date"),
            models.Index(fields=["company", "origin_id"], name="stock_document_by_origin"),
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
    """Goods to move, from one location to another."""

    document = CompanyForeignKey(StockDocument, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(Product, related_name="+", verbose_name=_("product"))
    from_location = CompanyForeignKey(Location, related_name="+", verbose_name=_("from"))
    to_location = CompanyForeignKey(Location, related_name="+", verbose_name=_("to"))
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
    memo = models.CharField(_("memo"), max_length=200, blank=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"


class Move(CompanyModel):
    """Goods that moved, with their value. Append-only; a correction is an opposite move."""

    document = CompanyForeignKey(StockDocument, related_name="moves")
    line = CompanyOneToOneField(StockDocumentLine, related_name="move")
    product = CompanyForeignKey(
        Product, related_name="moves", verbose_name=_("product"), db_index=False
    )
    from_location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("from"), db_index=False
    )
    to_location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("to"), db_index=False
    )
    quantity = QuantityField(_("quantity"))
    value = MoneyField(_("value"), default=0)
    date = models.DateField(_("date"))
    origin_line_id = models.UUIDField(null=True)
    reverses = CompanyOneToOneField("self", null=True, related_name="reversal")
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT),
                name="move_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0, value__lt=10**15), name="move_value_not_negative"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_location=models.F("to_location")),
                name="move_goes_somewhere",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "-id"], name="move_by_product"),
            models.Index(
                fields=["company", "origin_line_id"],
                name="move_by_origin",
                condition=models.Q(origin_line_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"


class ValueLine(CompanyModel):
    """A change of the value of stock: what a move or a cost adjustment added or took. Append-only.

    ``layer_id`` is the first-in-first-out layer it opens (its own id) or draws on; None elsewhere.
    """

    move = CompanyForeignKey(Move, null=True, related_name="value_lines")
    product = CompanyForeignKey(Product, related_name="+", db_index=False)
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=choices.ValueKind)
    layer_id = models.UUIDField(null=True)
    quantity = QuantityField(help_text="Stock unit; in positive, out negative.")
    value = MoneyField(help_text="Company currency; in positive, out negative.")
    date = models.DateField()
    entry = CompanyForeignKey(Entry, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("value line")
        verbose_name_plural = _("value lines")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=-LIMIT, quantity__lt=LIMIT, value__gt=-(10**15), value__lt=10**15
                ),
                name="value_line_is_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.ValueKind.values), name="value_line_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(move__isnull=False) | models.Q(quantity=0, entry__isnull=False),
                name="value_line_without_move_moves_nothing",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "date"], name="value_line_by_product"),
            models.Index(fields=["company", "account", "date"], name="value_line_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.value}"


class Level(CompanyModel):
    """How much of a product lies in a location, and how much of that is promised. Kept by triggers."""

    product = CompanyForeignKey(
        Product, related_name="levels", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(Location, related_name="levels", verbose_name=_("location"))
    on_hand = QuantityField(_("on hand"), default=0)
    reserved = QuantityField(_("reserved"), default=0)

    class Meta:
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "product", "location"], name="level_once"),
            models.CheckConstraint(
                condition=models.Q(
                    reserved__gte=0, reserved__lte=models.F("on_hand"), on_hand__lt=LIMIT
                ),
                name="level_reserved_within_on_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} @ {self.location_id}: {self.on_hand}"


class CostPool(CompanyModel):
    """Quantity and value of all stock of a product. Kept by triggers; no quantity, no value.

    While there is stock, it keeps the costing method and the account it came in with: what the category says
    otherwise since then holds from the next receipt into an empty pool on.
    """

    product = CompanyOneToOneField(Product, related_name="cost_pool")
    quantity = QuantityField(default=0)
    value = MoneyField(default=0)
    costing_method = models.CharField(max_length=10, choices=CostingMethod, blank=True)
    account = CompanyForeignKey(Account, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("cost pool")
        verbose_name_plural = _("cost pools")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=0, quantity__lt=LIMIT, value__gte=0, value__lt=10**15
                ),
                name="cost_pool_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) | models.Q(value=0),
                name="cost_pool_empty_has_no_value",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity=0)
                | models.Q(account__isnull=False, costing_method__in=CostingMethod.values),
                name="cost_pool_with_stock_has_method",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.quantity} / {self.value}"


class CostLayer(CompanyModel):
    """What is left of one receipt of a first-in-first-out product. Kept by triggers."""

    product = CompanyForeignKey(Product, related_name="cost_layers", db_index=False)
    date = models.DateField()
    received_quantity = QuantityField()
    received_value = MoneyField()
    quantity = QuantityField()
    value = MoneyField()

    class Meta:
        verbose_name = _("cost layer")
        verbose_name_plural = _("cost layers")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=0, quantity__lt=LIMIT, value__gte=0, value__lt=10**15
                ),
                name="cost_layer_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) | models.Q(value=0),
                name="cost_layer_empty_has_no_value",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__lte=models.F("received_quantity")),
                name="cost_layer_within_received",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "product", "date", "id"],
                name="cost_layer_left",
                condition=models.Q(quantity__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.quantity} / {self.value}"


class Reservation(CompanyModel):
    """Goods of one location promised to one line of an order. A trigger keeps ``Level.reserved``."""

    product = CompanyForeignKey(
        Product, related_name="reservations", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("location"), db_index=False
    )
    quantity = QuantityField(_("quantity"), help_text=_("Stock unit, still to be shipped."))
    origin_type = models.CharField(max_length=60)
    origin_id = models.UUIDField()
    origin_line_id = models.UUIDField()
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        permissions: ClassVar[list[Any]] = [("release_reservation", "Can release a reservation")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "origin_line_id", "product", "location"],
                name="reservation_once_per_line",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT), name="reservation_positive"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "location"], name="reservation_by_level"),
            models.Index(fields=["company", "origin_id"], name="reservation_by_origin"),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"
