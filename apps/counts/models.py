"""Count sheets with their lines, every figure a counter wrote, the places a sheet freezes, and how a company counts."""

from decimal import Decimal
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField, QuantityField
from apps.core.models import CompanyModel, user_fk
from apps.counts import choices
from apps.products.models import Category, Product
from apps.stock.models import LIMIT, Lot, StockDocument
from apps.warehouses.models import Location, Warehouse

HUNDRED = 100


class CountPlan(CompanyModel):
    """How a company counts: which differences need a second look, and how often goods of a class are due."""

    quantity_percent = models.DecimalField(
        _("tolerated difference in percent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        default=Decimal(5),
    )
    value_limit = MoneyField(
        _("tolerated value of a difference"), null=True, blank=True, default=Decimal(100)
    )
    days = models.PositiveSmallIntegerField(_("days of shipments looked at"), default=365)
    share_a = models.PositiveSmallIntegerField(_("class A makes up to, in percent"), default=80)
    share_b = models.PositiveSmallIntegerField(_("A and B make up to, in percent"), default=95)
    times_a = models.PositiveSmallIntegerField(_("counts of class A a year"), default=12)
    times_b = models.PositiveSmallIntegerField(_("counts of class B a year"), default=4)
    times_c = models.PositiveSmallIntegerField(_("counts of class C a year"), default=1)
    lines_per_sheet = models.PositiveSmallIntegerField(_("lines of a planned sheet"), default=50)
    open_sheets = models.PositiveSmallIntegerField(
        _("planned sheets open at once in a warehouse"), default=5
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("count plan")
        verbose_name_plural = _("count plans")
        permissions: ClassVar[list[Any]] = [("run_countplan", "Can plan counts")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company"], name="count_plan_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(quantity_percent__isnull=True) | models.Q(quantity_percent__gte=0)
                )
                & (
                    models.Q(value_limit__isnull=True)
                    | models.Q(value_limit__gte=0, value_limit__lt=10**15)
                ),
                name="count_plan_tolerance_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(share_a__lte=models.F("share_b"), share_b__lte=HUNDRED)
                & models.Q(days__gte=1, days__lte=3650, lines_per_sheet__gte=1)
                & models.Q(lines_per_sheet__lte=500, open_sheets__lte=100)
                & models.Q(times_a__lte=366, times_b__lte=366, times_c__lte=366),
                name="count_plan_figures_known",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Count plan"))


class CountSheet(CompanyModel):
    """Goods of a warehouse to be counted, blind, and the differences posted as one adjustment."""

    name = models.CharField(_("name"), max_length=80, blank=True)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=choices.SheetStatus,
        default=choices.SheetStatus.OPEN,
        editable=False,
    )
    date = models.DateField(_("date"))
    warehouse = CompanyForeignKey(
        Warehouse, related_name="count_sheets", verbose_name=_("warehouse")
    )
    location = CompanyForeignKey(
        Location, null=True, blank=True, related_name="+", verbose_name=_("location")
    )
    category = CompanyForeignKey(
        Category, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    abc_class = models.CharField(
        _("class"), max_length=1, choices=choices.AbcClass, blank=True, default=""
    )
    freezes = models.BooleanField(_("freeze these places while counting"), default=False)
    is_planned = models.BooleanField(_("planned"), default=False, editable=False)
    notes = models.TextField(_("notes"), blank=True)
    adjustment = CompanyOneToOneField(
        StockDocument, null=True, blank=True, related_name="count_sheet", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    submitted_by = user_fk(null=True, editable=False)
    approved_by = user_fk(null=True, editable=False)
    posted_by = user_fk(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("count sheet")
        verbose_name_plural = _("count sheets")
        permissions: ClassVar[list[Any]] = [
            ("count_countsheet", "Can write down what was counted"),
            ("submit_countsheet", "Can say that a sheet is counted"),
            ("approve_countsheet", "Can approve what others counted"),
            ("post_countsheet", "Can post a count"),
            ("reopen_countsheet", "Can have a sheet counted again"),
            ("cancel_countsheet", "Can cancel a count sheet"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.SheetStatus.values),
                name="count_sheet_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status="posted") & ~models.Q(number="")
                | ~models.Q(status="posted") & models.Q(number="", adjustment__isnull=True),
                name="count_sheet_posted_has_number",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="approved") | models.Q(approved_by__isnull=False),
                name="count_sheet_approved_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="count_sheet_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "status", "-date", "-id"], name="count_sheet_by_status"
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.name or str(_("new count sheet"))


class CountLine(CompanyModel):
    """A product, or one lot of it, in one place; what was counted last and what was expected at that moment.

    The figures are kept by a trigger from ``Tally``; the application writes none of them.
    """

    sheet = CompanyForeignKey(CountSheet, related_name="lines", verbose_name=_("count sheet"))
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(
        Product, related_name="count_lines", verbose_name=_("product"), db_index=False
    )
    location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("location"), db_index=False
    )
    lot = CompanyForeignKey(Lot, null=True, related_name="+", verbose_name=_("lot"), db_index=False)
    is_found = models.BooleanField(_("added by the counter"), default=False)
    is_open = models.BooleanField(default=True)
    counted = QuantityField(_("counted"), null=True)
    expected = QuantityField(_("expected"), null=True)
    counted_at = models.DateTimeField(_("counted at"), null=True)
    counted_by = user_fk(null=True)
    tally_count = models.PositiveSmallIntegerField(_("times counted"), default=0)
    above_tolerance = models.BooleanField(_("above tolerance"), default=False)

    class Meta:
        verbose_name = _("count line")
        verbose_name_plural = _("count lines")
        permissions: ClassVar[list[Any]] = [
            ("view_difference", "Can see what was expected and what differs")
        ]
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "location", "lot"],
                name="count_line_open_once",
                condition=models.Q(is_open=True),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["company", "sheet", "product", "location", "lot"],
                name="count_line_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(
                    counted__isnull=True,
                    expected__isnull=True,
                    counted_at__isnull=True,
                    tally_count=0,
                )
                | models.Q(
                    counted__gte=0,
                    counted__lt=LIMIT,
                    expected__gte=0,
                    counted_at__isnull=False,
                    tally_count__gt=0,
                ),
                name="count_line_counted_has_expected",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "counted_at"], name="count_line_by_product"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} @ {self.location_id}"

    @property
    def difference(self) -> Decimal | None:
        """Return by how much the count differed at its moment, stock unit; None until it is counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected


class Tally(CompanyModel):
    """A figure a counter wrote down, with what was on hand at that very moment. Append-only; the last one counts.

    ``expected`` and ``at`` are set by a trigger that holds the stock level while it looks.
    """

    line = CompanyForeignKey(CountLine, related_name="tallies", verbose_name=_("count line"))
    counted = QuantityField(_("counted"))
    expected = QuantityField(_("expected"), default=0)
    at = models.DateTimeField(_("counted at"), default=timezone.now, db_default=Now())
    counter = user_fk(null=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(counted__gte=0, counted__lt=LIMIT, expected__gte=0),
                name="tally_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.counted.normalize():f}"


class FrozenPlace(CompanyModel):
    """A location that takes no move but its sheet's own while it is counted. Kept by triggers."""

    sheet = CompanyForeignKey(CountSheet, related_name="frozen_places")
    location = CompanyForeignKey(Location, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("frozen place")
        verbose_name_plural = _("frozen places")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "location"], name="place_frozen_by_one"),
        ]

    def __str__(self) -> str:
        return str(self.location_id)
