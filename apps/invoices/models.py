"""Commercial documents that ask for money or give it back."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.choices import TaxRounding
from apps.companies.models import Currency
from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    DimensionsField,
    MoneyField,
    PriceField,
    QuantityField,
    RateField,
    TheirNumberField,
)
from apps.core.formatting import format_date
from apps.core.models import CompanyModel, CustomFields, user_fk
from apps.invoices import choices
from apps.invoices.querysets import InvoiceQuerySet
from apps.ledger.choices import TaxTreatment, VatCategory
from apps.ledger.models import Account, Entry, Tax
from apps.parties.choices import DiscountTax
from apps.parties.models import Party, PaymentTerm
from apps.products.models import Product, Unit

LIMIT = 10**15


class Invoice(CompanyModel, CustomFields):
    """A customer invoice, a supplier bill, or a credit note for one of them.

    Amounts are in the invoice's currency and positive for every kind; ``rate`` is company currency per unit.
    """

    kind = models.CharField(_("kind"), max_length=20, choices=choices.InvoiceKind, editable=False)
    number = models.CharField(_("number"), max_length=40, blank=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=choices.InvoiceStatus,
        default=choices.InvoiceStatus.DRAFT,
        editable=False,
    )
    party = CompanyForeignKey(Party, related_name="invoices", verbose_name=_("party"))
    date = models.DateField(_("date"))
    due_date = models.DateField(_("due"), null=True, blank=True)
    term = CompanyForeignKey(
        PaymentTerm, null=True, blank=True, related_name="+", verbose_name=_("payment terms")
    )
    currency = models.ForeignKey(
        Currency, models.PROTECT, related_name="+", verbose_name=_("currency")
    )
    rate = RateField(_("rate"), default=1, editable=False)
    reference = models.CharField(_("their reference"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    billing_address = models.TextField(_("billing address"), blank=True)
    delivery_address = models.TextField(_("delivery address"), blank=True)
    notes = models.TextField(_("notes"), blank=True)
    net = MoneyField(_("net"), default=0, editable=False)
    tax = MoneyField(_("tax"), default=0, editable=False)
    withheld = MoneyField(_("withheld"), default=0, editable=False)
    tax_rounding = models.CharField(
        _("tax is rounded"), max_length=8, choices=TaxRounding, default="", editable=False
    )
    tax_discount = models.DecimalField(
        _("untaxed discount %"),
        max_digits=7,
        decimal_places=4,
        default=0,
        db_default=0,
        editable=False,
    )
    discount_percent = models.DecimalField(
        _("early-payment discount %"),
        max_digits=7,
        decimal_places=4,
        default=0,
        db_default=0,
        editable=False,
    )
    discount_days = models.PositiveSmallIntegerField(
        _("discount within days"), default=0, db_default=0, editable=False
    )
    discount_tax = models.CharField(
        _("tax of the discount"),
        max_length=12,
        choices=DiscountTax,
        default="",
        db_default="",
        blank=True,
        editable=False,
    )
    total = MoneyField(_("total"), default=0, editable=False)
    credits = CompanyForeignKey(
        "self", null=True, blank=True, related_name="credit_notes", editable=False
    )
    origin_type = models.CharField(max_length=60, blank=True, editable=False)
    origin_id = models.UUIDField(null=True, editable=False)
    entry = CompanyOneToOneField(
        Entry, null=True, blank=True, related_name="invoice", editable=False
    )
    created_by = user_fk(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    posted_by = user_fk(null=True, editable=False)
    posted_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()
    objects = InvoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        permissions: ClassVar[list[Any]] = [
            ("post_invoice", "Can post an invoice"),
            ("cancel_invoice", "Can cancel an invoice"),
            ("credit_invoice", "Can credit an invoice"),
            ("send_invoice", "Can send an invoice"),
            ("view_bill", "Can view supplier bills"),
            ("edit_bill", "Can edit supplier bills"),
            ("post_bill", "Can post a supplier bill"),
            ("cancel_bill", "Can cancel a supplier bill"),
            ("credit_bill", "Can credit a supplier bill"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.InvoiceKind.values), name="invoice_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=choices.InvoiceStatus.values),
                name="invoice_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(status="posted", entry__isnull=False, due_date__isnull=False)
                & ~models.Q(number="")
                | models.Q(status__in=["draft", "cancelled"], entry__isnull=True, number=""),
                name="invoice_posted_has_entry_and_number",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    net__gt=-LIMIT,
                    net__lt=LIMIT,
                    tax__gt=-LIMIT,
                    tax__lt=LIMIT,
                    withheld__gt=-LIMIT,
                    withheld__lt=LIMIT,
                    total__gte=0,
                    total__lt=LIMIT,
                ),
                name="invoice_total_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(total=models.F("net") + models.F("tax") - models.F("withheld")),
                name="invoice_total_is_net_plus_tax",
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=10**10), name="invoice_rate_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(tax_rounding__in=["", *TaxRounding.values]),
                name="invoice_tax_rounding_known",
            ),
            models.CheckConstraint(
                condition=models.Q(tax_discount__gte=0, tax_discount__lt=100),
                name="invoice_tax_discount_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_percent=0, discount_days=0, discount_tax="")
                | models.Q(
                    discount_percent__gt=0,
                    discount_percent__lt=100,
                    discount_days__gte=0,
                    discount_days__lte=999,
                    discount_tax__in=DiscountTax.values,
                ),
                name="invoice_discount_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_percent=0)
                | models.Q(discount_tax="invoiced", tax_discount=models.F("discount_percent"))
                | models.Q(discount_tax__in=["reduced", "kept"], tax_discount=0),
                name="invoice_untaxed_discount_is_its_discount",
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                name="invoice_number_once",
                condition=~models.Q(number=""),
            ),
            models.UniqueConstraint(
                fields=["company", "party", "kind", "reference"],
                name="supplier_bill_reference_once",
                condition=models.Q(kind__in=["supplier_bill", "supplier_credit"], status="posted")
                & ~models.Q(reference=""),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "kind", "-date", "-id"], name="invoice_by_date"),
            models.Index(fields=["company", "origin_id"], name="invoice_by_origin"),
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the document: a supplier's has screens of its own."""
        is_bill = self.kind in choices.BILL_KINDS
        return reverse(
            "invoices:bill_detail" if is_bill else "invoices:invoice_detail", args=[self.pk]
        )

    def __str__(self) -> str:
        return self.number or _("draft %(kind)s of %(date)s") % {
            "kind": str(self.get_kind_display()).lower(),
            "date": format_date(self.date),
        }


class Bill(Invoice):
    """An invoice of a supplier, or a supplier's credit note: the same table, with screens and rights of its own."""

    class Meta:
        proxy = True
        default_permissions = ()
        verbose_name = _("supplier bill")
        verbose_name_plural = _("supplier bills")


class InvoiceLine(CompanyModel):
    """One line of an invoice; ``net`` is rounded to the currency, once.

    A line that asks for a down payment names itself in ``down_payment``; one that takes it off, or gives it back, names
    that line. Posted, such a line keeps what it is ``booked`` at: company currency, below zero when it takes off.
    """

    invoice = CompanyForeignKey(Invoice, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(
        Product, null=True, blank=True, related_name="+", verbose_name=_("product")
    )
    description = models.CharField(_("description"), max_length=250)
    their_number = TheirNumberField()
    account = CompanyForeignKey(Account, related_name="+", verbose_name=_("account"))
    quantity = QuantityField(_("quantity"), default=1)
    unit = CompanyForeignKey(Unit, null=True, blank=True, related_name="+", verbose_name=_("unit"))
    unit_price = PriceField(_("unit price"))
    discount = models.DecimalField(_("discount %"), max_digits=7, decimal_places=4, default=0)
    tax = CompanyForeignKey(Tax, null=True, blank=True, related_name="+", verbose_name=_("tax"))
    net = MoneyField(_("net"), editable=False)
    dimensions = DimensionsField(_("dimensions"))
    origin_line_id = models.UUIDField(null=True, editable=False)
    credits = CompanyForeignKey(
        "self", null=True, blank=True, related_name="credit_lines", editable=False
    )
    down_payment = CompanyForeignKey(
        "self", null=True, blank=True, related_name="down_payment_lines", editable=False,
        db_index=False,
    )  # fmt: skip
    booked = MoneyField(_("booked"), null=True, editable=False)

    class Meta:
        verbose_name = _("invoice line")
        verbose_name_plural = _("invoice lines")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=-(10**13), quantity__lt=10**13)
                & ~models.Q(quantity=0),
                name="invoice_line_quantity_not_zero",
            ),
            models.CheckConstraint(
                condition=models.Q(unit_price__gte=0, unit_price__lt=10**13),
                name="invoice_line_price_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(discount__gte=0, discount__lte=100),
                name="invoice_line_discount_is_a_percentage",
            ),
            models.CheckConstraint(
                condition=models.Q(net__gt=-LIMIT, net__lt=LIMIT),
                name="invoice_line_net_is_a_number",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "origin_line_id"],
                name="invoice_line_by_origin",
                condition=models.Q(origin_line_id__isnull=False),
            ),
            models.Index(
                fields=["company", "down_payment"],
                name="invoice_line_by_down_payment",
                condition=models.Q(down_payment__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.description

    @property
    def asks_ahead(self) -> bool:
        """Return whether the line asks for a down payment."""
        return self.down_payment_id == self.pk

    @property
    def takes_off(self) -> bool:
        """Return whether the line takes a down payment off, or gives it back."""
        return self.down_payment_id not in (None, self.pk)


class InvoiceTax(CompanyModel):
    """The base and the tax of one code on one invoice, as printed.

    ``amount`` is what it adds to the total: the tax, nothing for a reverse charge, below zero when it is withheld.
    """

    invoice = CompanyForeignKey(Invoice, models.CASCADE, related_name="taxes")
    tax = CompanyForeignKey(Tax, null=True, related_name="+")
    rate = models.DecimalField(max_digits=7, decimal_places=4)
    base = MoneyField()
    amount = MoneyField()
    computed = MoneyField(default=0)
    treatment = models.CharField(max_length=8, choices=TaxTreatment, default=TaxTreatment.CHARGED)
    category = models.CharField(max_length=2, choices=VatCategory, default="", blank=True)
    reason_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        verbose_name = _("tax of an invoice")
        verbose_name_plural = _("taxes of an invoice")
        ordering: ClassVar[list[str]] = ["-rate", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["invoice", "tax"], name="invoice_tax_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} % {self.amount}"
