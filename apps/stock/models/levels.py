"""Sums that triggers keep and the application may only read, and what is reserved of them."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    MoneyField,
    QuantityField,
)
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Account
from apps.products.choices import CostingMethod
from apps.products.models import Product
from apps.stock.choices import PoolScope
from apps.stock.models.channels import SalesChannel
from apps.stock.models.documents import LIMIT
from apps.stock.models.lots import Lot
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location, Warehouse


class Level(CompanyModel):
    """How much of a product, or of one lot of it, lies in a location, and how much is promised. Kept by triggers.

    ``since`` is when the place last began to hold some.
    """

    product = CompanyForeignKey(
        Product, related_name="levels", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(Location, related_name="levels", verbose_name=_("location"))
    lot = CompanyForeignKey(
        Lot, null=True, related_name="levels", verbose_name=_("lot"), db_index=False
    )
    on_hand = QuantityField(_("on hand"), default=0)
    reserved = QuantityField(_("reserved"), default=0)
    since = models.DateTimeField(default=timezone.now, db_default=Now())

    class Meta:
        verbose_name = _("stock level")
        verbose_name_plural = _("stock levels")
        permissions: ClassVar[list[Any]] = [
            ("release_level", "Can release goods on hold"),
            ("reject_level", "Can send goods on hold back to the supplier"),
            ("scrap_level", "Can scrap goods on hold"),
            ("draw_level", "Can take over goods on consignment"),
            ("return_level", "Can send goods on consignment back to their owner"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "location", "lot"],
                name="level_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(
                    reserved__gte=0, reserved__lte=models.F("on_hand"), on_hand__lt=LIMIT
                ),
                name="level_reserved_within_on_hand",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "lot"],
                name="level_by_lot",
                condition=models.Q(lot__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        if {"product", "location"} <= self._state.fields_cache.keys():
            return f"{self.product} @ {self.location}"
        return f"{self.product_id} @ {self.location_id}: {self.on_hand}"

    def get_absolute_url(self) -> str:
        """Return the page of goods on consignment, or of those on hold."""
        is_theirs = self.location.kind == LocationKind.CONSIGNMENT
        name = "purchasing:consigned_detail" if is_theirs else "stock:held_detail"
        return reverse(name, args=[self.pk])


class CostPool(CompanyModel):
    """Quantity and value of all stock of a product. Kept by triggers; no quantity, no value.

    While there is stock, it keeps the costing method, the scope and the account it came in with: what the category
    says otherwise since then holds from the next receipt into an empty pool on, or from when it is applied.
    """

    product = CompanyOneToOneField(Product, related_name="cost_pool")
    quantity = QuantityField(default=0)
    value = MoneyField(default=0)
    costing_method = models.CharField(max_length=10, choices=CostingMethod, blank=True)
    scope = models.CharField(
        max_length=9, choices=PoolScope, default=PoolScope.COMPANY, db_default=PoolScope.COMPANY
    )
    account = CompanyForeignKey(Account, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("cost pool")
        verbose_name_plural = _("cost pools")
        permissions: ClassVar[list[Any]] = [
            ("apply_costpool", "Can value stock by the method of its category")
        ]
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
            models.CheckConstraint(
                condition=models.Q(scope__in=PoolScope.values), name="cost_pool_scope_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.quantity} / {self.value}"


class CostPart(CompanyModel):
    """What one warehouse or one lot holds of a pool that is kept by them. Kept by triggers.

    No warehouse stands for goods on their way between two.
    """

    product = CompanyForeignKey(Product, related_name="cost_parts", db_index=False)
    warehouse = CompanyForeignKey(Warehouse, null=True, related_name="+", db_index=False)
    lot = CompanyForeignKey(Lot, null=True, related_name="+", db_index=False)
    quantity = QuantityField(default=0)
    value = MoneyField(default=0)

    class Meta:
        verbose_name = _("part of a cost pool")
        verbose_name_plural = _("parts of cost pools")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "warehouse", "lot"],
                name="cost_part_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gte=0, quantity__lt=LIMIT, value__gte=0, value__lt=10**15
                ),
                name="cost_part_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0) | models.Q(value=0),
                name="cost_part_empty_has_no_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id}: {self.quantity} / {self.value}"

    @property
    def name(self) -> str:
        """Return the warehouse or the lot it is the part of."""
        return str(self.lot or self.warehouse or _("On the way"))

    @property
    def unit_cost(self) -> Decimal:
        """Return company currency per stock unit, unrounded; a part that is kept holds some."""
        return self.value / self.quantity


class CostLayer(CompanyModel):
    """What is left of one receipt of a first-in-first-out product. Kept by triggers.

    ``warehouse`` is where it lies when cost is kept by warehouse.
    """

    product = CompanyForeignKey(Product, related_name="cost_layers", db_index=False)
    warehouse = CompanyForeignKey(Warehouse, null=True, related_name="+", db_index=False)
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
    """Goods of one location promised to one line of an order.

    Triggers keep ``Level.reserved`` and, for orders of a channel, ``ChannelQuota.promised``.
    """

    product = CompanyForeignKey(
        Product, related_name="reservations", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("location"), db_index=False
    )
    lot = CompanyForeignKey(
        Lot, null=True, related_name="reservations", verbose_name=_("lot"), db_index=False
    )
    quantity = QuantityField(_("quantity"), help_text=_("Stock unit, still to be shipped."))
    origin_type = models.CharField(max_length=60)
    origin_id = models.UUIDField()
    origin_line_id = models.UUIDField()
    channel = CompanyForeignKey(
        SalesChannel, null=True, related_name="+", verbose_name=_("sales channel"), db_index=False
    )
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reservation")
        verbose_name_plural = _("reservations")
        permissions: ClassVar[list[Any]] = [("release_reservation", "Can release a reservation")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "origin_line_id", "product", "location", "lot"],
                name="reservation_once_per_line",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT), name="reservation_positive"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "location"], name="reservation_by_level"),
            models.Index(fields=["company", "origin_id"], name="reservation_by_origin"),
            models.Index(
                fields=["company", "channel", "product"],
                name="reservation_by_channel",
                condition=models.Q(channel__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"
