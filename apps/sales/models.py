"""What customers ordered."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.choices import TaxRounding
from apps.companies.models import Currency
from apps.core.fields import (
    CompanyForeignKey,
    DimensionsField,
    MoneyField,
    PriceField,
    QuantityField,
    RateField,
    TheirNumberField,
)
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, CustomFields, user_fk
from apps.ledger.models import Tax
from apps.parties.models import Party, PaymentTerm
from apps.products.models import Product, Unit
from apps.sales import choices
from apps.stock.models import SalesChannel
from apps.warehouses.models import Warehouse

LIMIT = 10**15


class SalesOrder(CompanyModel, CustomFields):
    """A customer's order, shipped from one warehouse, in one currency."""

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.OrderStatus,
        default=choices.OrderStatus.DRAFT,
        editable=False,
    )
    party = CompanyForeignKey(Party, related_name="sales_orders", verbose_name=_("customer"))
    reference = models.CharField(_("customer's reference"), max_length=60, blank=True)
    date = models.DateField(_("order date"))
    requested_date = models.DateField(_("requested for"), null=True, blank=True)
    warehouse = CompanyForeignKey(Warehouse, related_name="+", verbose_name=_("warehouse"))
    channel = CompanyForeignKey(
        SalesChannel,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sales channel"),
        db_index=False,
    )
    held_until = models.DateField(
        _("goods are held until"),
        null=True,
        blank=True,
        help_text=_("What is not picked by the end of that day is free for others."),
    )
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    rate = RateField(_("rate"), default=1, editable=False)
    term = CompanyForeignKey(
        PaymentTerm, null=True, blank=True, related_name="+", verbose_name=_("payment terms")
    )
    salesperson = user_fk(null=True, blank=True, verbose_name=_("salesperson"))
    carrier = CompanyForeignKey(
        Party, null=True, blank=True, related_name="+", verbose_name=_("carrier")
    )
    delivery_address = models.TextField(_("delivery address"), blank=True)
    freight = MoneyField(
        _("freight"), default=0, help_text=_("Charged once, on the first invoice.")
    )
    notes = models.TextField(_("notes"), blank=True)
    net = MoneyField(_("net"), default=0, editable=False)
    tax = MoneyField(_("tax"), default=0, editable=False)
    total = MoneyField(_("total"), default=0, editable=False)
    tax_rounding = models.CharField(
        _("tax is rounded"), max_length=8, choices=TaxRounding, default="", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sales order")
        verbose_name_plural = _("sales orders")
        permissions: ClassVar[list[Any]] = [
            ("confirm_salesorder", "Can confirm a sales order"),
            ("reserve_salesorder", "Can reserve stock for a sales order"),
            ("ship_salesorder", "Can ship a sales order"),
            ("invoice_salesorder", "Can invoice a sales order"),
            ("invoice_down_payment_salesorder", "Can invoice a down payment on a sales order"),
            ("replace_salesorder", "Can replace a product on a sales order"),
            ("close_salesorder", "Can close a sales order"),
            ("cancel_salesorder", "Can cancel a sales order"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.OrderStatus.values),
                name="sales_order_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "cancelled"]) | ~models.Q(number=""),
                name="sales_order_confirmed_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    net__gte=0,
                    net__lt=LIMIT,
                    tax__gte=0,
                    tax__lt=LIMIT,
                    total__gte=0,
                    total__lt=LIMIT,
                    freight__gte=0,
                    freight__lt=LIMIT,
                ),
                name="sales_order_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.F("net") + models.F("tax")),
                name="sales_order_total_is_net_plus_tax",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="sales_order_rate_positive"
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="sales_order_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="sales_order_by_date"),
            models.Index(fields=["company", "party", "-date"], name="sales_order_by_party"),
            models.Index(
                fields=["company", "held_until"],
                name="sales_order_by_hold",
                condition=models.Q(status=choices.OrderStatus.CONFIRMED, held_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.number or _("draft of %(date)s") % {"date": format_date(self.date)}


class SalesOrderLine(CompanyModel):
    """A product ordered, at a price."""

    order = CompanyForeignKey(SalesOrder, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(Product, related_name="+", verbose_name=_("product"))
    description = models.CharField(_("description"), max_length=250, blank=True)
    their_number = TheirNumberField()
    quantity = QuantityField(_("quantity"))
    unit = CompanyForeignKey(Unit, related_name="+", verbose_name=_("unit"))
    stock_quantity = QuantityField(_("quantity in stock unit"), editable=False)
    unit_price = PriceField(_("unit price"))
    discount = models.DecimalField(_("discount %"), max_digits=7, decimal_places=4, default=0)
    tax = CompanyForeignKey(Tax, null=True, blank=True, related_name="+", verbose_name=_("tax"))
    net = MoneyField(_("net"), editable=False)
    dimensions = DimensionsField(_("dimensions"))

    class Meta:
        verbose_name = _("sales order line")
        verbose_name_plural = _("sales order lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    quantity__lt=10**13,
                    stock_quantity__gt=0,
                    stock_quantity__lt=10**13,
                ),
                name="sales_line_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, unit_price__lt=10**13),
                name="sales_line_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=100),
                name="sales_line_discount_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(net__gte=0, net__lt=LIMIT), name="sales_line_net_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"


class SalesOrderPart(CompanyModel):
    """Goods that the kit of a confirmed line holds: they are promised and shipped for it. Append-only.

    Its ``id`` is the origin line of reservations and shipments; what the kit holds later changes nothing here.
    """

    line = CompanyForeignKey(SalesOrderLine, related_name="parts")
    product = CompanyForeignKey(Product, related_name="+", verbose_name=_("product"))
    per_kit = QuantityField(_("in one kit"))
    stock_quantity = QuantityField(_("quantity in stock unit"))

    class Meta:
        verbose_name = _("part of an ordered kit")
        verbose_name_plural = _("parts of ordered kits")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "line", "product"], name="sales_part_once"),
            models.CheckConstraint(
                condition=models.Q(
                    per_kit__gt=0,
                    per_kit__lt=10**13,
                    stock_quantity__gt=0,
                    stock_quantity__lt=10**13,
                ),
                name="sales_part_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stock_quantity} {self.product_id}"
