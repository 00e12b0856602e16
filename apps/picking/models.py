"""Waves of shipments that are picked together, what was picked and packed of them; rules where goods are put away."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, QuantityField
from apps.core.models import CompanyModel, user_fk
from apps.picking import choices
from apps.products.models import Category, Product
from apps.stock.models import LIMIT, Lot, StockDocument, StockDocumentLine
from apps.warehouses.models import Location, Warehouse


class Wave(CompanyModel):
    """Draft shipments of one warehouse that are picked in one walk."""

    number = models.CharField(_("number"), max_length=40)
    warehouse = CompanyForeignKey(Warehouse, related_name="+", verbose_name=_("warehouse"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=choices.WaveStatus,
        default=choices.WaveStatus.OPEN,
        editable=False,
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("wave")
        verbose_name_plural = _("waves")
        permissions: ClassVar[list[Any]] = [
            ("pick_wave", "Can pick the goods of a wave"),
            ("bring_wave", "Can bring what was picked of a wave to the dock"),
            ("pack_wave", "Can pack what was picked of a wave"),
            ("ship_wave", "Can ship what was picked of a wave"),
            ("finish_wave", "Can finish a wave"),
            ("cancel_wave", "Can cancel a wave"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.WaveStatus.values), name="wave_status_known"
            ),
            models.UniqueConstraint(fields=["company", "number"], name="wave_number_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "status", "-id"], name="wave_by_status"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Return its page."""
        return reverse("picking:wave_detail", args=[self.pk])


class PickLine(CompanyModel):
    """Goods of one shipment to take from one place; in the product's stock unit.

    ``picked`` is the sum of its picks, kept by a trigger; ``brought`` is the transfer that brought it to where it is
    packed or leaves from.
    """

    wave = CompanyForeignKey(Wave, related_name="lines", verbose_name=_("wave"))
    shipment = CompanyForeignKey(
        StockDocument, related_name="pick_lines", verbose_name=_("shipment")
    )
    shipment_line = CompanyForeignKey(StockDocumentLine, related_name="pick_lines")
    product = CompanyForeignKey(
        Product, related_name="+", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("location"), db_index=False
    )
    lot = CompanyForeignKey(Lot, null=True, related_name="+", verbose_name=_("lot"), db_index=False)
    quantity = QuantityField(_("to pick"))
    picked = QuantityField(_("picked"), default=0, editable=False)
    is_short = models.BooleanField(_("short"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    brought = CompanyForeignKey(
        StockDocument, null=True, related_name="+", editable=False, verbose_name=_("brought with")
    )

    class Meta:
        verbose_name = _("line to pick")
        verbose_name_plural = _("lines to pick")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "wave", "shipment_line"], name="pick_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT),
                name="pick_line_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(picked__gte=0, picked__lte=models.F("quantity")),
                name="picked_within_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"

    @property
    def left(self) -> Any:
        """Return how much is still to be picked."""
        return self.quantity - self.picked

    @property
    def is_settled(self) -> bool:
        """Return whether nothing more is to be picked of it."""
        return self.is_short or self.picked >= self.quantity


class Pick(CompanyModel):
    """Goods somebody took for a line, or put back (negative). Append-only."""

    line = CompanyForeignKey(PickLine, related_name="picks")
    quantity = QuantityField(_("quantity"))
    actor = user_fk(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=-LIMIT, quantity__lt=LIMIT) & ~models.Q(quantity=0),
                name="pick_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}"


class Package(CompanyModel):
    """A box with goods of one shipment: filled while it is open, labelled once it is closed."""

    number = models.CharField(_("number"), max_length=40)
    shipment = CompanyForeignKey(StockDocument, related_name="packages", verbose_name=_("shipment"))
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=choices.PackageStatus,
        default=choices.PackageStatus.OPEN,
        editable=False,
    )
    kind = models.CharField(_("kind or size"), max_length=60, blank=True)
    weight = QuantityField(_("weight in kg"), null=True)
    tracking = models.CharField(_("tracking number"), max_length=60, blank=True)
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("package")
        verbose_name_plural = _("packages")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status="open")
                | models.Q(status="closed", weight__isnull=False, weight__gt=0, weight__lt=LIMIT),
                name="package_closed_has_weight",
            ),
            models.UniqueConstraint(fields=["company", "number"], name="package_number_once"),
            models.UniqueConstraint(
                fields=["company", "shipment"],
                name="package_open_once",
                condition=models.Q(status="open"),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class PackageLine(CompanyModel):
    """Goods of a shipment's line in a package; in the product's stock unit."""

    package = CompanyForeignKey(Package, related_name="lines")
    shipment_line = CompanyForeignKey(StockDocumentLine, related_name="packed")
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("line of a package")
        verbose_name_plural = _("lines of packages")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "package", "shipment_line"], name="package_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT),
                name="package_line_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity}"


class PutawayRule(CompanyModel):
    """Where goods of a product, or of a category, go in a warehouse; of several the lowest sequence with room."""

    location = CompanyForeignKey(Location, related_name="+", verbose_name=_("location"))
    product = CompanyForeignKey(
        Product, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    category = CompanyForeignKey(
        Category, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    sequence = models.PositiveSmallIntegerField(
        _("sequence"), default=10, help_text=_("The lowest with room goes first.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("put-away rule")
        verbose_name_plural = _("put-away rules")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(product__isnull=False, category__isnull=True)
                | models.Q(product__isnull=True, category__isnull=False),
                name="putaway_rule_of_one",
            ),
            models.UniqueConstraint(
                fields=["company", "location", "product", "category"],
                name="putaway_rule_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product or self.category} → {self.location}"

    @property
    def goods(self) -> str:
        """Return what it is about, in words."""
        return str(self.product or self.category)

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Switched off"))
