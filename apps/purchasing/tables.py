"""Tables of purchase orders."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    PartyColumn,
    QuantityColumn,
    StampColumn,
    StatusColumn,
)
from apps.purchasing.models import PurchaseOrder
from apps.stock.models import Level


class ConsignedTable(tables.Table):
    """Goods on consignment, whose they are and since when."""

    sku = CodeColumn(
        accessor="product__sku", order_by=("product__sku",), linkify=True, verbose_name=_("SKU")
    )
    name = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Name")
    )
    owner = PartyColumn(
        accessor="location__owner", order_by=("location__owner__name",), verbose_name=_("Owner")
    )
    warehouse = CodeColumn(
        accessor="location__warehouse__code",
        order_by=("location__warehouse__code",),
        verbose_name=_("Warehouse"),
    )
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    lot = CodeColumn(accessor="lot__number", order_by=("lot__number",), verbose_name=_("Lot"))
    on_hand = QuantityColumn(verbose_name=_("On consignment"))
    unit = tables.Column(accessor="product__unit__code", orderable=False, verbose_name=_("Unit"))
    since = StampColumn(verbose_name=_("Since"))

    always_shown = ("sku",)

    class Meta:
        model = Level
        fields = (
            "sku", "name", "owner", "warehouse", "location", "lot", "on_hand", "unit", "since",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record)}


class PurchaseOrderTable(tables.Table):
    """Orders with supplier, dates and total."""

    number = DocumentColumn()
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Supplier"))
    reference = CodeColumn(verbose_name=_("Their reference"))
    date = DateColumn(verbose_name=_("Ordered"))
    expected_date = DateColumn(verbose_name=_("Expected"))
    warehouse = tables.Column(accessor="warehouse__code", verbose_name=_("Warehouse"))
    buyer = tables.Column(accessor="buyer__name", verbose_name=_("Buyer"))
    total = AmountColumn(currency="currency_id", show=True, sum=True, verbose_name=_("Total"))
    status = StatusColumn()

    always_shown = ("number",)
    hidden_at_first = ("warehouse", "buyer")
    selectable = True

    class Meta:
        model = PurchaseOrder
        fields = (
            "number", "party", "reference", "date", "expected_date", "warehouse", "buyer", "total", "status",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record)}
