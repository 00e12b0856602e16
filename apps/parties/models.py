"""Who the company trades with: customers and suppliers, one row for both."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.models import Currency
from apps.core.fields import CompanyForeignKey, DimensionsField, MoneyField
from apps.core.models import CompanyModel, CustomFields, TranslatedName
from apps.parties.choices import DiscountTax, InstalmentKind, TaxCategory


class PaymentTerm(CompanyModel, TranslatedName):
    """When an invoice is due: days after its date, or after the end of its month."""

    code = models.CharField(_("code"), max_length=20)
    days = models.PositiveSmallIntegerField(_("days"))
    end_of_month = models.BooleanField(_("from the end of the month"), default=False)
    in_instalments = models.BooleanField(_("in instalments"), default=False, editable=False)
    discount_percent = models.DecimalField(
        _("early-payment discount %"), max_digits=7, decimal_places=4, default=0
    )
    discount_days = models.PositiveSmallIntegerField(_("discount within days"), default=0)
    discount_tax = models.CharField(
        _("tax of the discount"),
        max_length=12,
        choices=DiscountTax,
        default=DiscountTax.REDUCED,
        help_text=_("What the law of the country says; the invoice prints it."),
    )
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("payment terms")
        verbose_name_plural = _("payment terms")
        ordering: ClassVar[list[str]] = ["days", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="payment_term_code_once"),
            models.CheckConstraint(
                condition=models.Q(days__lte=999), name="payment_term_days_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    discount_percent__gte=0, discount_percent__lt=100, discount_days__lte=999
                ),
                name="payment_term_discount_known",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_tax__in=DiscountTax.values),
                name="payment_term_discount_tax_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class PaymentTermLine(CompanyModel):
    """One instalment of payment terms; without any, an invoice is due whole."""

    term = CompanyForeignKey(PaymentTerm, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("part"), max_length=8, choices=InstalmentKind)
    value = models.DecimalField(
        _("percent or amount"), max_digits=20, decimal_places=4, default=0, blank=True
    )
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    end_of_month = models.BooleanField(_("from the end of the month"), default=False)
    day_of_month = models.PositiveSmallIntegerField(_("on day of the month"), null=True, blank=True)

    class Meta:
        verbose_name = _("instalment")
        verbose_name_plural = _("instalments")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(kind="balance", value=0)
                | models.Q(kind="percent", value__gt=0, value__lte=100)
                | models.Q(kind="fixed", value__gt=0, value__lt=10**15),
                name="term_line_value_fits_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(days__lte=999)
                & (
                    models.Q(day_of_month__isnull=True)
                    | models.Q(day_of_month__gte=1, day_of_month__lte=31)
                ),
                name="term_line_days_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Party(CompanyModel, TranslatedName, CustomFields):
    """A customer, a supplier, or both."""

    code = models.CharField(_("code"), max_length=20)
    legal_name = models.CharField(_("legal name"), max_length=200, blank=True)
    is_customer = models.BooleanField(_("customer"), default=False)
    is_supplier = models.BooleanField(_("supplier"), default=False)
    inspect_goods = models.BooleanField(
        _("goods are inspected when received"), default=False, db_default=False
    )
    country = models.CharField(_("country"), max_length=2, blank=True)
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    tax_category = models.CharField(
        _("tax category"),
        max_length=10,
        choices=TaxCategory,
        default="",
        blank=True,
        help_text=_("What tax rules may ask for."),
    )
    registration_number = models.CharField(_("registration number"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="+"
    )
    customer_term = CompanyForeignKey(
        PaymentTerm, null=True, blank=True, related_name="+", verbose_name=_("terms as customer")
    )
    supplier_term = CompanyForeignKey(
        PaymentTerm, null=True, blank=True, related_name="+", verbose_name=_("terms as supplier")
    )
    credit_limit = MoneyField(
        _("credit limit"), null=True, blank=True, validators=[MinValueValidator(0)]
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    notes = models.TextField(_("notes"), blank=True)
    dimensions = DimensionsField(_("dimensions of its lines"))
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        permissions: ClassVar[list[Any]] = [("archive_party", "Can archive a party")]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "name", "id"], name="party_by_name"),
            models.Index(fields=["company", "tax_number"], name="party_by_tax_number"),
            GinIndex(fields=["metadata"], name="party_metadata", opclasses=["jsonb_path_ops"]),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="party_code_once"),
            models.CheckConstraint(
                condition=models.Q(credit_limit__isnull=True)
                | models.Q(credit_limit__gte=0, credit_limit__lt=10**15),
                name="party_credit_limit_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(tax_category__in=["", *TaxCategory.values]),
                name="party_tax_category_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def state(self) -> str:
        """Return ``active`` or ``inactive``, the colour of its badge."""
        return "active" if self.is_active else "inactive"

    @property
    def state_label(self) -> str:
        """Return the state in words."""
        return gettext("In use") if self.is_active else gettext("Archived")


class Address(CompanyModel):
    """A postal address of a party, for invoices, for deliveries, or both."""

    party = CompanyForeignKey(
        Party, models.CASCADE, related_name="addresses", verbose_name=_("party")
    )
    label = models.CharField(_("label"), max_length=60, blank=True)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    region = models.CharField(_("region"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    is_billing = models.BooleanField(_("for invoices"), default=True)
    is_delivery = models.BooleanField(_("for deliveries"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return ", ".join(
            part
            for part in (self.recipient, self.street, f"{self.postal_code} {self.city}".strip())
            if part
        )

    def lines(self, country: str | None = None) -> list[str]:
        """Return the lines of the address as printed on a letter; ``country`` is its name in words."""
        town = " ".join(part for part in (self.postal_code, self.city, self.region) if part)
        return [
            line for line in (self.recipient, self.street, town, country or self.country) if line
        ]


class Contact(CompanyModel):
    """A person at a party."""

    party = CompanyForeignKey(
        Party, models.CASCADE, related_name="contacts", verbose_name=_("party")
    )
    name = models.CharField(_("name"), max_length=150)
    title = models.CharField(_("job title"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name
