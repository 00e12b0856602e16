"""Sums of the value lines of a month, so that a question about a past day does not read the whole history."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.fields import CompanyForeignKey, MoneyField, QuantityField
from apps.core.models import CompanyModel
from apps.ledger.models import Account
from apps.products.models import Product


class MonthSum(CompanyModel):
    """What came into stock of a product in a month, what left it, and what of that was sold. Kept by a trigger.

    A change of value without goods came in when it is above zero, and left when it is below. Returns of what was sold
    are taken off what was sold.
    """

    product = CompanyForeignKey(Product, related_name="+", db_index=False)
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    month = models.DateField(help_text="Its first day.")
    in_quantity = QuantityField(default=0)
    in_value = MoneyField(default=0)
    out_quantity = QuantityField(default=0)
    out_value = MoneyField(default=0)
    sold_quantity = QuantityField(default=0)
    sold_value = MoneyField(default=0)

    class Meta:
        verbose_name = _("month of stock value")
        verbose_name_plural = _("months of stock value")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "product", "account", "month"], name="month_sum_once"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "month"], name="month_sum_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} {self.month}"
