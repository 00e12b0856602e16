"""Kits: products that are sold as one and leave as what they hold."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, QuantityField
from apps.core.models import CompanyModel
from apps.products.models.goods import LIMIT, Product


class KitPart(CompanyModel):
    """Goods that a kit holds, and how many of them, in their stock unit, one piece of the kit takes."""

    kit = CompanyForeignKey(
        Product, models.CASCADE, related_name="kit_parts", verbose_name=_("kit"), db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    product = CompanyForeignKey(Product, related_name="in_kits", verbose_name=_("product"))
    quantity = QuantityField(_("quantity"), help_text=_("In the product's stock unit."))
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("part of a kit")
        verbose_name_plural = _("parts of kits")
        ordering: ClassVar[list[str]] = ["position", "id"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "kit", "product"], name="kit_part_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT), name="kit_part_positive"
            ),
            models.CheckConstraint(
                condition=~models.Q(kit=models.F("product")), name="kit_not_in_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"
