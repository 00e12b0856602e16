"""Families: products that differ in values of attributes, such as size and colour."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, PriceField
from apps.core.models import CompanyModel, TranslatedName
from apps.ledger.models import Tax
from apps.products.models.goods import LIMIT, Category, Product, Unit

Q = models.Q
CODE = models.Q(code__regex=r"^[A-Za-z0-9_.]+$")


class Attribute(CompanyModel, TranslatedName):
    """What products of a family differ in: size, colour."""

    code = models.CharField(_("code"), max_length=12)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("attribute")
        verbose_name_plural = _("attributes")
        ordering: ClassVar[list[str]] = ["position", "code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="attribute_code_once"),
            models.CheckConstraint(condition=CODE, name="attribute_code_plain"),
        ]

    def __str__(self) -> str:
        return self.display_name


class AttributeValue(CompanyModel, TranslatedName):
    """One of the values of an attribute, in their order: S, M, L."""

    attribute = CompanyForeignKey(
        Attribute, related_name="values", verbose_name=_("attribute"), db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    code = models.CharField(_("code"), max_length=12)
    is_active = models.BooleanField(_("in use"), default=True)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("value of an attribute")
        verbose_name_plural = _("values of attributes")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "attribute", "code"], name="attribute_value_code_once"
            ),
            models.CheckConstraint(condition=CODE, name="attribute_value_code_plain"),
        ]

    def __str__(self) -> str:
        return self.display_name


class Family(CompanyModel, TranslatedName):
    """What variants have in common; each of them is a product like any other, and keeps what it is given."""

    code = models.CharField(_("code"), max_length=30)
    category = CompanyForeignKey(Category, related_name="+", verbose_name=_("category"))
    unit = CompanyForeignKey(Unit, related_name="+", verbose_name=_("stock unit"))
    sale_tax = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("sales tax")
    )
    purchase_tax = CompanyForeignKey(
        Tax, null=True, blank=True, related_name="+", verbose_name=_("purchase tax")
    )
    sale_price = PriceField(
        _("sale price"), default=0, help_text=_("Of each variant, before the surcharges below.")
    )
    purchase_price = PriceField(_("purchase price"), default=0)
    sku_pattern = models.CharField(_("pattern of the SKUs"), max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("product family")
        verbose_name_plural = _("product families")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="family_code_once"),
            models.CheckConstraint(
                condition=Q(
                    sale_price__gte=0,
                    sale_price__lt=LIMIT,
                    purchase_price__gte=0,
                    purchase_price__lt=LIMIT,
                ),
                name="family_prices_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.display_name}"


class FamilyValue(CompanyModel):
    """A value variants of a family may have, and what it adds to their price."""

    family = CompanyForeignKey(
        Family, models.CASCADE, related_name="chosen", verbose_name=_("family"), db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    value = CompanyForeignKey(AttributeValue, related_name="+", verbose_name=_("value"))
    surcharge = PriceField(
        _("surcharge"), default=0, help_text=_("On the sale price; below zero it takes off.")
    )
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("value of a family")
        verbose_name_plural = _("values of families")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "family", "value"], name="family_value_once"
            ),
            models.CheckConstraint(
                condition=Q(surcharge__gt=-LIMIT, surcharge__lt=LIMIT),
                name="family_surcharge_is_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value_id} {self.surcharge}"


class Variant(CompanyModel):
    """A product of a family, and its values: one of each attribute of the family, by id in order. Append-only."""

    family = CompanyForeignKey(
        Family, related_name="variants", verbose_name=_("family"), db_index=False
    )
    product = CompanyOneToOneField(Product, related_name="variant", verbose_name=_("product"))
    values = ArrayField(models.UUIDField(), verbose_name=_("values"))

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "family", "values"], name="variant_values_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [GinIndex(fields=["values"], name="variant_by_value")]

    def __str__(self) -> str:
        return str(self.product_id)
