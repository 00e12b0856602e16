"""Goods that one warehouse sent and the other has not taken in. Triggers keep them; the application may only read."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from apps.core.fields import CompanyForeignKey, CompanyOneToOneField, QuantityField
from apps.core.models import CompanyModel
from apps.products.models import Product
from apps.stock.models.documents import LIMIT, StockDocument, StockDocumentLine
from apps.stock.models.lots import Lot
from apps.warehouses.models import Warehouse


class TransitLine(CompanyModel):
    """What a line sent to another warehouse, and how much of it is still on its way. Kept by triggers."""

    document = CompanyForeignKey(
        StockDocument, related_name="transit_lines", verbose_name=_("transfer")
    )
    line = CompanyOneToOneField(StockDocumentLine, related_name="transit")
    product = CompanyForeignKey(
        Product, related_name="transit_lines", verbose_name=_("product"), db_index=False
    )
    lot = CompanyForeignKey(Lot, null=True, related_name="+", verbose_name=_("lot"), db_index=False)
    from_warehouse = CompanyForeignKey(
        Warehouse, related_name="+", verbose_name=_("from"), db_index=False
    )
    to_warehouse = CompanyForeignKey(
        Warehouse, related_name="+", verbose_name=_("to"), db_index=False
    )
    sent_on = models.DateField(_("since"))
    expected_date = models.DateField(_("expected"), null=True)
    quantity = QuantityField(_("sent"))
    open_quantity = QuantityField(_("on the way"))

    class Meta:
        verbose_name = _("goods on their way")
        verbose_name_plural = _("goods on their way")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    open_quantity__gte=0,
                    open_quantity__lte=models.F("quantity"),
                    quantity__lt=LIMIT,
                ),
                name="transit_open_within_sent",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_warehouse=models.F("to_warehouse")),
                name="transit_between_warehouses",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["company", "product"],
                name="transit_open_by_product",
                condition=models.Q(open_quantity__gt=0),
            ),
            models.Index(
                fields=["company", "to_warehouse", "sent_on"],
                name="transit_open_by_target",
                condition=models.Q(open_quantity__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.open_quantity} {self.product_id}"
