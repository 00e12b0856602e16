"""Companies, branches and dated exchange rates."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.companies.choices import TaxRounding
from apps.core.fields import RateField
from apps.core.ids import uuid7
from apps.core.models import CompanyModel

CODE = RegexValidator(r"^[A-Z0-9][A-Z0-9_-]*\Z", _("Write capital letters, digits, - and _ only."))
RATE_LIMIT = 10**10
HOLD_LIMIT = 3650


def positive_rate(value: Decimal) -> None:
    """Validate an exchange rate.

    Raises:
        ValidationError: with the sentence for the user.
    """
    if not (value.is_finite() and 0 < value < RATE_LIMIT):
        raise ValidationError(_("Write a rate above zero and below 10,000,000,000."))


class Currency(models.Model):
    """A currency of ISO 4217 with its minor units; reference data, the same for every company."""

    code = models.CharField(_("code"), max_length=3, primary_key=True)
    name = models.CharField(_("name"), max_length=80)
    minor_units = models.PositiveSmallIntegerField(_("decimals"))
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("currency")
        verbose_name_plural = _("currencies")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(minor_units__lte=4), name="currency_minor_units_known"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Company(models.Model):
    """A legal entity with books of its own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(_("code"), max_length=20, unique=True, validators=[CODE])
    name = models.CharField(_("name"), max_length=200)
    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="+"
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language"), max_length=8, default="en")
    country = models.CharField(_("country"), max_length=2, blank=True)
    fiscal_year_start_month = models.PositiveSmallIntegerField(
        _("first month of the fiscal year"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    tax_number = models.CharField(_("tax number"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.CharField(_("website"), max_length=200, blank=True)
    tax_rounding = models.CharField(
        _("tax is rounded"),
        max_length=8,
        choices=TaxRounding,
        default=TaxRounding.DOCUMENT,
        help_text=_("Every document keeps, and prints, the way it was computed."),
    )
    hold_days = models.PositiveSmallIntegerField(
        _("orders hold goods for (days)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(HOLD_LIMIT)],
        help_text=_("From the day an order is confirmed; then they are free for others. Empty: until the order ends."),
    )  # fmt: skip
    bank_account = models.CharField(_("bank account (IBAN)"), max_length=40, blank=True)
    logo = models.BinaryField(_("logo"), null=True, blank=True, editable=True)
    logo_type = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["logo"])

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering: ClassVar[list[str]] = ["code"]
        permissions: ClassVar[list[Any]] = [("access_company", "Can work in the company")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(fiscal_year_start_month__gte=1, fiscal_year_start_month__lte=12),
                name="company_fiscal_month_known",
            ),
            models.CheckConstraint(
                condition=models.Q(tax_rounding__in=TaxRounding.values),
                name="company_tax_rounding_known",
            ),
            models.CheckConstraint(
                condition=models.Q(hold_days__isnull=True)
                | models.Q(hold_days__gte=1, hold_days__lte=HOLD_LIMIT),
                name="company_hold_days_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        """Return the company's business date: the date on its own wall clock."""
        return timezone.localdate(timezone=ZoneInfo(self.time_zone))


class Branch(CompanyModel):
    """A place or division of a company that documents and rights can be limited to."""

    code = models.CharField(_("code"), max_length=20, validators=[CODE])
    name = models.CharField(_("name"), max_length=200)
    city = models.CharField(_("city"), max_length=100, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("branch")
        verbose_name_plural = _("branches")
        ordering: ClassVar[list[str]] = ["code"]
        permissions: ClassVar[list[Any]] = [("access_branch", "Can work in the branch")]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="branch_code_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ExchangeRate(CompanyModel):
    """The value of one unit of a foreign currency in company currency from a date on."""

    currency = models.ForeignKey(
        Currency, models.PROTECT, verbose_name=_("currency"), related_name="+"
    )
    date = models.DateField(_("date"))
    rate = RateField(
        _("rate"),
        validators=[positive_rate],
        help_text=_("Company currency for one unit of the foreign currency."),
    )
    source = models.CharField(_("source"), max_length=40, default="manual")
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering: ClassVar[list[str]] = ["-date", "currency_id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "currency", "date"], name="exchange_rate_once_a_day"
            ),
            models.CheckConstraint(
                condition=models.Q(rate__gt=0, rate__lt=RATE_LIMIT), name="exchange_rate_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.currency_id} {self.date}: {self.rate}"
