"""Ways goods are sold, and how much of a product each may have promised."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from apps.core.fields import CompanyForeignKey, QuantityField
from apps.core.models import CompanyModel, TranslatedName
from apps.products.models import Product
from apps.stock.models.documents import LIMIT
from apps.warehouses.models import Warehouse


class SalesChannel(CompanyModel, TranslatedName):
    """A way goods are sold: a web shop, a counter, field sales, a marketplace. Archived, never deleted.

    It stands here and not with the orders, for what a channel may have promised is counted where goods are promised.
    """

    code = models.CharField(_("code"), max_length=20)
    is_active = models.BooleanField(_("in use"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("sales channel")
        verbose_name_plural = _("sales channels")
        ordering: ClassVar[list[str]] = ["code"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["company", "code"], name="sales_channel_code_once"),
            models.CheckConstraint(condition=~models.Q(code=""), name="sales_channel_has_code"),
        ]

    def __str__(self) -> str:
        return self.display_name


class ChannelQuota(CompanyModel):
    """How much of a product in a warehouse orders of one channel may have promised at a time; stock unit.

    ``promised`` is the sum of their reservations, kept by a trigger. Without a row a channel has no limit.
    """

    product = CompanyForeignKey(Product, related_name="+", verbose_name=_("product"))
    warehouse = CompanyForeignKey(
        Warehouse, related_name="+", verbose_name=_("warehouse"), db_index=False
    )
    channel = CompanyForeignKey(
        SalesChannel, related_name="quotas", verbose_name=_("sales channel"), db_index=False
    )
    quantity = QuantityField(_("quota"), help_text=_("Stock unit, promised at a time."))
    promised = QuantityField(_("promised"), default=0, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    history = HistoricalRecords(excluded_fields=["promised"])

    class Meta:
        verbose_name = _("quota of a channel")
        verbose_name_plural = _("quotas of channels")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["company", "warehouse", "channel", "product"], name="channel_quota_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0, quantity__lt=LIMIT),
                name="channel_quota_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(promised__gte=0, promised__lte=models.F("quantity")),
                name="channel_promised_within_quota",
            ),
        ]

    def __str__(self) -> str:
        if {"product", "channel"} <= self._state.fields_cache.keys():
            return f"{self.product} · {self.channel}"
        return f"{self.product_id}: {self.promised} / {self.quantity}"

    @property
    def rest(self) -> Any:
        """Return how much more orders of the channel may have promised."""
        return self.quantity - self.promised
