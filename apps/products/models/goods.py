"""What is bought, stocked and sold."""

from fractions import Fraction
from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, DimensionsField, PriceField, QuantityField
from apps.core.models import CompanyModel, CustomFields, TranslatedName
from apps.ledger.models import Account, Tax
from apps.parties.models import Party
from apps.products import choices

LIMIT = 10**13


class Unit(CompanyModel, TranslatedName):
    """A unit of measure: an exact fraction of its dimension's base unit (1 box = 9/1 pieces)."""

    code = models.CharField(_("code"), max_length=12)
    dimension = models.CharField(
        _("measures"), max_length=20, help_text=_("Units of one dimension convert.")
    )
    numerator = models.PositiveBigIntegerField(_("numerator"), default=1)
    denominator = models.PositiveBigIntegerField(_("denominator"), default=1)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("unit of measure")
        verbose_name_plural = _("units of measure")
        ordering: ClassVar[list[str]] = ["dimension", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="unit_code_once"),
            models.CheckConstraint(
                condition=models.Q(numerator__gte=1, denominator__gte=1), name="unit_ratio_positive"
            ),
            models.CheckConstraint(condition=models.Q(decimals__lte=6), name="unit_decimals_known"),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def ratio(self) -> Fraction:
        """Return how many base units one of this is, exactly."""
        return Fraction(self.numerator, self.denominator)


class Category(CompanyModel, TranslatedName):
    """A family of products; carries the accounts and the costing method of its goods."""

    parent = CompanyForeignKey(
        "self", null=True, blank=True, related_name="children", verbose_name=_("parent")
    )
    costing_method = models.CharField(
        _("costing method"),
        max_length=10,
        choices=choices.CostingMethod,
        default=choices.CostingMethod.AVERAGE,
    )
    cost_scope = models.CharField(
        _("cost is kept over"),
        max_length=9,
        choices=choices.CostScope,
        default=choices.CostScope.COMPANY,
        db_default=choices.CostScope.COMPANY,
    )
    stock_account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("stock account")
    )
    cost_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cost of goods sold account"),
    )
    revenue_account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("revenue account")
    )
    expense_account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("expense account")
    )
    variance_account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("price variance account")
    )
    dimensions = DimensionsField(_("dimensions of its lines"))
    description = models.CharField(_("description"), max_length=250, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "name"], name="category_name_once"),
            models.CheckConstraint(
                condition=models.Q(costing_method__in=choices.CostingMethod.values),
                name="category_costing_known",
            ),
            models.CheckConstraint(
                condition=models.Q(cost_scope=choices.CostScope.COMPANY)
                | models.Q(
                    cost_scope=choices.CostScope.WAREHOUSE,
                    costing_method__in=(
                        choices.CostingMethod.AVERAGE,
                        choices.CostingMethod.FIFO,
                    ),
                ),
                name="category_cost_scope_fits",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def pool_scope(self) -> str:
        """Return what the parts of a cost pool are: the company, its warehouses, or lots."""
        return "lot" if self.costing_method == choices.CostingMethod.LOT else self.cost_scope


class Product(CompanyModel, TranslatedName, CustomFields):
    """A good or a service."""

    sku = models.CharField(_("SKU"), max_length=40)
    gtin = models.CharField(_("GTIN"), max_length=14, blank=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=choices.ProductKind, default=choices.ProductKind.GOODS
    )
    category = CompanyForeignKey(Category, related_name="products", verbose_name=_("category"))
    unit = CompanyForeignKey(Unit, related_name="+", verbose_name=_("stock unit"))
    sale_unit = CompanyForeignKey(
        Unit, null=True, blank=True, related_name="+", verbose_name=_("sales unit")
    )
    purchase_unit = CompanyForeignKey(
        Unit, null=True, blank=True, related_name="+", verbose_name=_("purchase unit")
    )
    description = models.TextField(_("description"), blank=True)
    sale_price = PriceField(
        _("sale price"), default=0, help_text=_("Company currency per sales unit, before tax.")
    )
    purchase_price = PriceField(
        _("purchase price"), default=0, help_text=_("Company currency per purchase unit.")
    )
    standard_cost = PriceField(
        _("standard cost"), default=0, help_text=_("Company currency per stock unit.")
    )
    sale_tax = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("sales tax")
    )
    purchase_tax = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("purchase tax")
    )
    reorder_level = QuantityField(_("reorder level"), default=0)
    tracking = models.CharField(
        _("traced"),
        max_length=6,
        choices=choices.Tracking,
        default=choices.Tracking.NONE,
        db_default=choices.Tracking.NONE,
    )
    shelf_life_days = models.PositiveSmallIntegerField(
        _("shelf life in days"), null=True, blank=True
    )
    inspect_on_receipt = models.BooleanField(
        _("inspected when received"),
        default=False,
        db_default=False,
        help_text=_("What comes in waits on hold until somebody releases it."),
    )
    weight = QuantityField(
        _("weight"), null=True, blank=True, help_text=_("Kilograms per stock unit.")
    )
    volume = QuantityField(
        _("volume"), null=True, blank=True, help_text=_("Cubic metres per stock unit.")
    )
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        permissions: ClassVar[list[Any]] = [
            ("archive_product", "Can archive a product"),
            ("view_cost", "Can see what goods cost"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "name", "id"], name="product_by_name"),
            GinIndex(fields=["metadata"], name="product_metadata", opclasses=["jsonb_path_ops"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "sku"], name="product_sku_once"),
            models.UniqueConstraint(
                fields=["company", "gtin"], name="product_gtin_once", condition=~models.Q(gtin="")
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.ProductKind.values), name="product_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(tracking__in=choices.Tracking.values),
                name="product_tracking_known",
            ),
            models.CheckConstraint(
                condition=models.Q(tracking=choices.Tracking.NONE)
                | models.Q(kind=choices.ProductKind.GOODS),
                name="product_tracked_is_goods",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    sale_price__gte=0,
                    sale_price__lt=LIMIT,
                    purchase_price__gte=0,
                    purchase_price__lt=LIMIT,
                    standard_cost__gte=0,
                    standard_cost__lt=LIMIT,
                    reorder_level__gte=0,
                    reorder_level__lt=LIMIT,
                ),
                name="product_prices_not_negative",
            ),
            models.CheckConstraint(
                condition=(models.Q(weight__isnull=True) | models.Q(weight__gt=0, weight__lt=10**6))
                & (models.Q(volume__isnull=True) | models.Q(volume__gt=0, volume__lt=10**6)),
                name="product_weight_and_volume_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sku} {self.display_name}"

    @property
    def state(self) -> str:
        """Return whether it is offered in new documents."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return str(_("In use") if self.is_active else _("Archived"))


class SupplierPrice(CompanyModel):
    """What a supplier asks for a product; what it calls it is its part number."""

    product = CompanyForeignKey(
        Product, models.CASCADE, related_name="supplier_prices", verbose_name=_("product")
    )
    supplier = CompanyForeignKey(Party, related_name="+", verbose_name=_("supplier"))
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    price = PriceField(_("price"), help_text=_("Per purchase unit."))
    minimum_quantity = QuantityField(_("minimum quantity"), default=0)
    order_multiple = QuantityField(
        _("in multiples of"), null=True, blank=True, help_text=_("Purchase units; empty for any.")
    )
    lead_days = models.PositiveSmallIntegerField(_("lead time in days"), default=7)
    is_preferred = models.BooleanField(_("preferred"), default=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("supplier's price")
        verbose_name_plural = _("suppliers' prices")
        ordering: ClassVar[list[str]] = ["-is_preferred", "price"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "supplier", "minimum_quantity"],
                name="supplier_price_once",
            ),
            models.CheckConstraint(
                condition=models.Q(price__gte=0, price__lt=LIMIT),
                name="supplier_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(minimum_quantity__gte=0, minimum_quantity__lt=LIMIT)
                & (
                    models.Q(order_multiple__isnull=True)
                    | models.Q(order_multiple__gt=0, order_multiple__lt=LIMIT)
                ),
                name="supplier_quantities_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supplier_id} {self.price}"
