"""What the company ordered from its suppliers."""

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
from apps.purchasing import choices
from apps.warehouses.models import Warehouse

LIMIT = 10**15


class PurchaseOrder(CompanyModel, CustomFields):
    """An order to a supplier, received in one warehouse, in one currency."""

    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.OrderStatus,
        default=choices.OrderStatus.DRAFT,
        editable=False,
    )
    party = CompanyForeignKey(Party, related_name="purchase_orders", verbose_name=_("supplier"))
    reference = models.CharField(_("supplier's reference"), max_length=60, blank=True)
    date = models.DateField(_("order date"))
    expected_date = models.DateField(_("expected on"), null=True, blank=True)
    warehouse = CompanyForeignKey(Warehouse, related_name="+", verbose_name=_("warehouse"))
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    rate = RateField(_("rate"), default=1, editable=False)
    term = CompanyForeignKey(
        PaymentTerm, null=True, blank=True, related_name="+", verbose_name=_("payment terms")
    )
    buyer = user_fk(null=True, blank=True, verbose_name=_("buyer"))
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
        verbose_name = _("purchase order")
        verbose_name_plural = _("purchase orders")
        permissions: ClassVar[list[Any]] = [
            ("confirm_purchaseorder", "Can confirm a purchase order"),
            ("receive_purchaseorder", "Can receive a purchase order"),
            ("bill_purchaseorder", "Can bill a purchase order"),
            ("bill_down_payment_purchaseorder", "Can bill a down payment on a purchase order"),
            ("close_purchaseorder", "Can close a purchase order"),
            ("cancel_purchaseorder", "Can cancel a purchase order"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(status__in=choices.OrderStatus.values),
                name="purchase_order_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "cancelled"]) | ~models.Q(number=""),
                name="purchase_order_confirmed_has_number",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    net__gte=0,
                    net__lt=LIMIT,
                    tax__gte=0,
                    tax__lt=LIMIT,
                    total__gte=0,
                    total__lt=LIMIT,
                ),
                name="purchase_order_amounts_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.F("net") + models.F("tax")),
                name="purchase_order_total_is_net_plus_tax",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="purchase_order_rate_positive"
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="purchase_order_number_once",
                condition=~models.Q(number=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "-date", "-id"], name="purchase_order_by_date"),
            models.Index(fields=["company", "party", "-date"], name="purchase_order_by_party"),
        ]

    def __str__(self) -> str:
        return self.number or _("draft of %(date)s") % {"date": format_date(self.date)}


class PurchaseOrderLine(CompanyModel):
    """A product ordered, at the supplier's price."""

    order = CompanyForeignKey(PurchaseOrder, models.CASCADE, related_name="lines")
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
        verbose_name = _("purchase order line")
        verbose_name_plural = _("purchase order lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0,
                    quantity__lt=10**13,
                    stock_quantity__gt=0,
                    stock_quantity__lt=10**13,
                ),
                name="purchase_line_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, unit_price__lt=10**13),
                name="purchase_line_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=100),
                name="purchase_line_discount_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(net__gte=0, net__lt=LIMIT), name="purchase_line_net_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"
