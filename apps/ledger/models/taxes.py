"""Tax codes: how each is computed, what becomes of it, and which account takes it."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, PriceField
from apps.core.models import CompanyModel, TranslatedName
from apps.ledger import choices
from apps.ledger.choices import TaxKind, TaxTreatment, TaxUse, VatCategory
from apps.ledger.models.books import Account

HUNDRED = 100
Q = models.Q


class Tax(CompanyModel, TranslatedName):
    """A tax code: a percentage, an amount per unit, or several of these in their order.

    A line of a document names one code; a code of several taxes stands for its components.
    """

    code = models.CharField(_("code"), max_length=20)
    use = models.CharField(_("used on"), max_length=10, choices=choices.TaxUse)
    kind = models.CharField(
        _("computed as"), max_length=8, choices=TaxKind, default=TaxKind.PERCENT
    )
    rate = models.DecimalField(_("rate in percent"), max_digits=7, decimal_places=4, default=0)
    amount = PriceField(
        _("amount per unit"), default=0, help_text=_("Company currency per unit of the line.")
    )
    treatment = models.CharField(
        _("treatment"), max_length=8, choices=TaxTreatment, default=TaxTreatment.CHARGED
    )
    included = models.BooleanField(_("prices include it"), default=False)
    compound = models.BooleanField(
        _("taxed by the taxes after it"),
        default=False,
        help_text=_("Within a code of several taxes: those after it are computed on it, too."),
    )
    deductible = models.DecimalField(
        _("deductible %"),
        max_digits=7,
        decimal_places=4,
        default=HUNDRED,
        help_text=_("Of a tax on purchases; the rest is a cost of the line."),
    )
    account = CompanyForeignKey(
        Account, null=True, blank=True, related_name="+", verbose_name=_("tax account")
    )
    reverse_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reverse charge account"),
        help_text=_("Where the buyer owes what the seller does not charge."),
    )
    pending_account = CompanyForeignKey(
        Account,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("account until paid"),
        help_text=_("Filled in, the tax is due when the document is paid, and stands here before."),
    )
    category = models.CharField(
        _("EN 16931 category"), max_length=2, choices=VatCategory, default="", blank=True
    )
    reason_code = models.CharField(
        _("exemption code"), max_length=30, blank=True, help_text=_("Such as VATEX-EU-IC.")
    )
    reason = models.CharField(
        _("reason"), max_length=250, blank=True, help_text=_("Printed on documents.")
    )
    reason_i18n = models.JSONField(_("reason, translated"), default=dict, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("tax")
        verbose_name_plural = _("taxes")
        ordering: ClassVar[list[str]] = ["use", "-rate", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_code_once"),
            models.CheckConstraint(
                condition=Q(rate__gte=0, rate__lte=100), name="tax_rate_is_a_percentage"
            ),
            models.CheckConstraint(condition=Q(use__in=TaxUse.values), name="tax_use_known"),
            models.CheckConstraint(
                condition=Q(kind=TaxKind.PERCENT, amount=0)
                | Q(kind=TaxKind.FIXED, rate=0, amount__gte=0, amount__lt=10**13)
                | Q(kind=TaxKind.GROUP, rate=0, amount=0, treatment=TaxTreatment.CHARGED),
                name="tax_kind_has_its_figure",
            ),
            models.CheckConstraint(
                condition=Q(treatment__in=[TaxTreatment.CHARGED, TaxTreatment.WITHHELD])
                | Q(treatment=TaxTreatment.REVERSE, use=TaxUse.PURCHASE)
                | Q(treatment=TaxTreatment.REVERSE, rate=0, amount=0)
                | Q(treatment=TaxTreatment.EXEMPT, rate=0, amount=0),
                name="tax_treatment_has_its_figure",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False)
                | Q(kind=TaxKind.GROUP)
                | Q(treatment=TaxTreatment.EXEMPT)
                | Q(treatment=TaxTreatment.REVERSE, use=TaxUse.SALE),
                name="tax_has_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(treatment=TaxTreatment.REVERSE, use=TaxUse.PURCHASE)
                | Q(reverse_account__isnull=False),
                name="tax_reverse_charge_has_both_accounts",
            ),
            models.CheckConstraint(
                condition=Q(treatment=TaxTreatment.CHARGED)
                | Q(included=False, pending_account__isnull=True),
                name="tax_charged_alone_is_included_or_pending",
            ),
            models.CheckConstraint(
                condition=Q(deductible__gte=0, deductible__lte=HUNDRED)
                & (Q(deductible=HUNDRED) | Q(use=TaxUse.PURCHASE)),
                name="tax_deductible_on_purchases",
            ),
            models.CheckConstraint(
                condition=Q(category__in=["", *VatCategory.values]), name="tax_category_known"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def vat_category(self) -> str:
        """Return the category code of EN 16931, derived where none is written."""
        if self.category:
            return self.category
        derived = {TaxTreatment.REVERSE: "AE", TaxTreatment.EXEMPT: "E"}
        return derived.get(TaxTreatment(self.treatment), "S" if self.rate or self.amount else "Z")

    def reason_in(self, language: str) -> str:
        """Return why no tax is charged in ``language``, else as the company wrote it."""
        return self.reason_i18n.get(language.split("-", 1)[0]) or self.reason


class TaxComponent(CompanyModel):
    """One tax of a code of several; ``position`` is the order in which they are computed."""

    group = CompanyForeignKey(
        Tax, models.CASCADE, related_name="components", verbose_name=_("code of several taxes")
    )
    tax = CompanyForeignKey(Tax, related_name="+", verbose_name=_("tax"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("component of a tax")
        verbose_name_plural = _("components of a tax")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["group", "tax"], name="tax_component_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.tax_id}"
