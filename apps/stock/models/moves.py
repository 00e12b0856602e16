"""Moves of goods and of their value: facts that are only added."""

from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.core.fields import (
    CompanyForeignKey,
    CompanyOneToOneField,
    MoneyField,
    QuantityField,
)
from apps.core.models import CompanyModel, user_fk
from apps.ledger.models import Account, Entry
from apps.products.models import Product
from apps.stock import choices
from apps.stock.models.documents import LIMIT, StockDocument, StockDocumentLine
from apps.stock.models.lots import Lot
from apps.warehouses.models import Location, Warehouse


class Move(CompanyModel):
    """Goods that moved, with their value. Append-only; a correction is an opposite move."""

    document = CompanyForeignKey(StockDocument, related_name="moves")
    line = CompanyOneToOneField(StockDocumentLine, related_name="move")
    product = CompanyForeignKey(
        Product, related_name="moves", verbose_name=_("product"), db_index=False
    )
    lot = CompanyForeignKey(
        Lot, null=True, related_name="moves", verbose_name=_("lot"), db_index=False
    )
    from_location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("from"), db_index=False
    )
    to_location = CompanyForeignKey(
        Location, related_name="+", verbose_name=_("to"), db_index=False
    )
    quantity = QuantityField(_("quantity"))
    value = MoneyField(_("value"), default=0)
    date = models.DateField(_("date"))
    origin_line_id = models.UUIDField(null=True)
    reverses = CompanyOneToOneField("self", null=True, related_name="reversal")
    actor = user_fk(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("stock move")
        verbose_name_plural = _("stock moves")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, quantity__lt=LIMIT),
                name="move_quantity_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(value__gte=0, value__lt=10**15), name="move_value_not_negative"
            ),
            models.CheckConstraint(
                condition=~models.Q(from_location=models.F("to_location")),
                name="move_goes_somewhere",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "-id"], name="move_by_product"),
            models.Index(
                fields=["company", "origin_line_id"],
                name="move_by_origin",
                condition=models.Q(origin_line_id__isnull=False),
            ),
            models.Index(
                fields=["company", "lot", "-id"],
                name="move_by_lot",
                condition=models.Q(lot__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.product_id}"


class ValueLine(CompanyModel):
    """A change of the value of stock: what a move or a cost adjustment added or took. Append-only.

    ``layer_id`` is the first-in-first-out layer it opens (its own id) or draws on; None elsewhere. ``warehouse`` or
    ``lot`` names the part of the pool, where a pool is kept by them.
    """

    move = CompanyForeignKey(Move, null=True, related_name="value_lines")
    product = CompanyForeignKey(Product, related_name="+", db_index=False)
    account = CompanyForeignKey(Account, related_name="+", db_index=False)
    kind = models.CharField(max_length=12, choices=choices.ValueKind)
    layer_id = models.UUIDField(null=True)
    warehouse = CompanyForeignKey(Warehouse, null=True, related_name="+", db_index=False)
    lot = CompanyForeignKey(Lot, null=True, related_name="+", db_index=False)
    quantity = QuantityField(help_text="Stock unit; in positive, out negative.")
    value = MoneyField(help_text="Company currency; in positive, out negative.")
    date = models.DateField()
    entry = CompanyForeignKey(Entry, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("value line")
        verbose_name_plural = _("value lines")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=-LIMIT, quantity__lt=LIMIT, value__gt=-(10**15), value__lt=10**15
                ),
                name="value_line_is_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=choices.ValueKind.values), name="value_line_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(move__isnull=False) & ~models.Q(kind=choices.ValueKind.METHOD)
                | models.Q(move__isnull=True, quantity=0, entry__isnull=False)
                | models.Q(move__isnull=True, kind=choices.ValueKind.METHOD),
                name="value_line_without_move_moves_nothing",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["company", "product", "date"], name="value_line_by_product"),
            models.Index(fields=["company", "account", "date"], name="value_line_by_account"),
            models.Index(
                fields=["company", "product"],
                name="value_line_of_method",
                condition=models.Q(kind=choices.ValueKind.METHOD),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} {self.value}"
