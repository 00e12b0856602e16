"""The tax return: which tax goes into which box, and what was filed."""

from typing import Any, ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, MoneyField
from apps.core.models import CompanyModel, TranslatedName, user_fk
from apps.ledger.choices import BoxContent, BoxSide, TaxRole
from apps.ledger.models.entries import Entry
from apps.ledger.models.taxes import Tax

PARTS = [(TaxRole.TAX.value, _("The tax itself")), (TaxRole.REVERSE.value, _("Owed under reverse charge"))]  # fmt: skip
COUNTED = [BoxSide.DUE, BoxSide.DEDUCTIBLE]


class TaxBox(CompanyModel, TranslatedName):
    """A box of the tax return. What is in no box that counts cannot be filed."""

    code = models.CharField(_("box"), max_length=12)
    side = models.CharField(_("counts as"), max_length=6, choices=BoxSide, default=BoxSide.DUE)
    content = models.CharField(
        _("holds"), max_length=4, choices=BoxContent, default=BoxContent.BOTH
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("box of the tax return")
        verbose_name_plural = _("boxes of the tax return")
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="tax_box_code_once"),
            models.CheckConstraint(
                condition=models.Q(side__in=BoxSide.values, content__in=BoxContent.values),
                name="tax_box_known",
            ),
            models.CheckConstraint(
                condition=models.Q(side=BoxSide.MEMO) | ~models.Q(content=BoxContent.BASE),
                name="tax_box_that_counts_holds_tax",
                violation_error_message=_(
                    "Let the box hold the tax; one that counts cannot hold bases alone."
                ),
            ),
        ]

    @property
    def tax_codes(self) -> str:
        """Return the codes of its taxes, as prefetched; what is owed in the seller's stead in brackets."""
        codes = [(source.tax.code, source.role) for source in self.sources.all()]
        return ", ".join(f"({code})" if role else code for code, role in codes)

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class TaxBoxSource(CompanyModel):
    """One tax code, or what is owed under it in the seller's stead, that a box takes up."""

    box = CompanyForeignKey(TaxBox, models.CASCADE, related_name="sources", verbose_name=_("box"))
    tax = CompanyForeignKey(Tax, models.CASCADE, related_name="boxes", verbose_name=_("tax"))
    role = models.CharField(_("part"), max_length=8, choices=PARTS, default=TaxRole.TAX, blank=True)

    class Meta:
        verbose_name = _("tax in a box")
        verbose_name_plural = _("taxes in a box")
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["box", "tax", "role"], name="tax_box_source_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=[code for code, _label in PARTS]),
                name="tax_box_source_part_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.box_id} {self.tax_id}"


class TaxReturn(CompanyModel):
    """A return as it was filed; from then on tax is locked up to its last day. Append-only."""

    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    due = MoneyField(_("tax due"))
    deductible = MoneyField(_("tax deductible"))
    net = MoneyField(_("to pay"), help_text=_("Below zero: a credit."))
    reference = models.CharField(_("receipt of the tax office"), max_length=80, blank=True)
    entry = CompanyOneToOneField(
        Entry, null=True, related_name="tax_return", verbose_name=_("settlement")
    )
    filed_by = user_fk(null=True, verbose_name=_("filed by"))
    filed_at = models.DateTimeField(_("filed"), default=timezone.now)

    class Meta:
        verbose_name = _("tax return")
        verbose_name_plural = _("tax returns")
        permissions: ClassVar[list[Any]] = [("file_taxreturn", "Can file a tax return")]
        ordering: ClassVar[list[str]] = ["-last"]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(first__lte=models.F("last")), name="tax_return_span_runs_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(net=models.F("due") - models.F("deductible")),
                name="tax_return_adds_up",
            ),
            ExclusionConstraint(
                name="tax_returns_do_not_overlap",
                expressions=[
                    ("company", RangeOperators.EQUAL),
                    (
                        models.Func(
                            "first", models.F("last"), models.Value("[]"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def get_absolute_url(self) -> str:
        """Return the page of the return."""
        return (
            f"{reverse('ledger:tax_return')}?first={self.first:%Y-%m-%d}&last={self.last:%Y-%m-%d}"
        )

    def __str__(self) -> str:
        return f"{self.first:%Y-%m-%d} – {self.last:%Y-%m-%d}"


class TaxReturnBox(CompanyModel, TranslatedName):
    """What stood in one box of a return when it was filed. Append-only."""

    tax_return = CompanyForeignKey(TaxReturn, related_name="boxes")
    position = models.PositiveSmallIntegerField(_("position"))
    code = models.CharField(_("box"), max_length=12)
    side = models.CharField(_("counts as"), max_length=6, choices=BoxSide)
    content = models.CharField(_("holds"), max_length=4, choices=BoxContent)
    base = MoneyField(_("base"), default=0)
    tax = MoneyField(_("tax"), default=0)

    class Meta:
        verbose_name = _("box as filed")
        verbose_name_plural = _("boxes as filed")
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["tax_return", "code"], name="tax_return_box_once"),
            models.CheckConstraint(
                condition=models.Q(
                    base__gt=-(10**15), base__lt=10**15, tax__gt=-(10**15), tax__lt=10**15
                ),
                name="tax_return_box_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.tax}"
