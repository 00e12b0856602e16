"""Which tax code a line gets: rules by party and product, and what exempts a party."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey
from apps.core.models import CompanyModel
from apps.ledger.choices import TaxUse
from apps.ledger.models import Tax
from apps.parties.choices import TaxCategory
from apps.parties.models import Party
from apps.products.choices import ProductKind, Zone

NUMBER = [("yes", _("With a tax number")), ("no", _("Without one"))]
Q = models.Q


class TaxRule(CompanyModel):
    """Replaces the product's own tax code by another where everything it asks for is so. The first that fits counts."""

    name = models.CharField(_("name"), max_length=100)
    use = models.CharField(_("used on"), max_length=10, choices=TaxUse)
    priority = models.PositiveSmallIntegerField(
        _("priority"), default=100, help_text=_("The lowest that fits counts.")
    )
    zone = models.CharField(_("party is"), max_length=8, choices=Zone, default="", blank=True)
    country = models.CharField(_("country"), max_length=2, default="", blank=True)
    tax_number = models.CharField(
        _("tax number"), max_length=3, choices=NUMBER, default="", blank=True
    )
    party_category = models.CharField(
        _("tax category of the party"), max_length=10, choices=TaxCategory, default="", blank=True
    )
    product_kind = models.CharField(
        _("product is"), max_length=8, choices=ProductKind, default="", blank=True
    )
    category = CompanyForeignKey(
        "products.Category", null=True, blank=True, related_name="+", verbose_name=_("category of products")
    )  # fmt: skip
    source = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("in place of"),
        help_text=_("The product's own code; any when left empty."),
    )  # fmt: skip
    target = CompanyForeignKey(Tax, related_name="+", verbose_name=_("code to use"))
    first = models.DateField(_("from"), null=True, blank=True)
    last = models.DateField(_("to"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tax rule")
        verbose_name_plural = _("tax rules")
        ordering: ClassVar[list[str]] = ["use", "priority", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(
                    use__in=TaxUse.values,
                    zone__in=["", *Zone.values],
                    tax_number__in=["", "yes", "no"],
                    party_category__in=["", *TaxCategory.values],
                    product_kind__in=["", *ProductKind.values],
                ),
                name="tax_rule_known",
            ),
            models.CheckConstraint(
                condition=Q(first__isnull=True) | Q(last__isnull=True) | Q(first__lte=models.F("last")),
                name="tax_rule_days_run_forward",
                violation_error_message=_("Choose a last day on or after the first."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class TaxExemption(CompanyModel):
    """What exempts a party from tax over some days: a code without tax, a reason, a certificate."""

    party = CompanyForeignKey(Party, related_name="tax_exemptions", verbose_name=_("party"))
    use = models.CharField(_("used on"), max_length=10, choices=TaxUse, default=TaxUse.SALE)
    tax = CompanyForeignKey(Tax, related_name="+", verbose_name=_("code to use"))
    reason = models.CharField(
        _("reason"), max_length=180, blank=True, help_text=_("Printed on documents in place of the code's own.")
    )  # fmt: skip
    certificate = models.CharField(
        _("certificate number"), max_length=40, blank=True, help_text=_("Printed on documents.")
    )
    first = models.DateField(_("from"))
    last = models.DateField(_("to"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tax exemption")
        verbose_name_plural = _("tax exemptions")
        ordering: ClassVar[list[str]] = ["-first", "id"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=Q(use__in=TaxUse.values), name="tax_exemption_use_known"
            ),
            models.CheckConstraint(
                condition=~Q(reason="", certificate=""),
                name="tax_exemption_says_why",
                violation_error_message=_("Write the reason or the number of the certificate."),
            ),
            models.CheckConstraint(
                condition=Q(last__isnull=True) | Q(first__lte=models.F("last")),
                name="tax_exemption_days_run_forward",
                violation_error_message=_("Choose a last day on or after the first."),
            ),
            ExclusionConstraint(
                name="tax_exemption_one_at_a_time",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    ("party", RangeOperators.EQUAL),
                    ("use", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "first", models.F("last"), models.Value("[]"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return self.certificate or self.reason
