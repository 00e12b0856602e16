"""Tables of sheets and of what differed."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    QuantityColumn,
    StampColumn,
    StatusColumn,
)
from apps.counts.models import CountLine, CountSheet

CARDS = {"class": "table table--cards"}


class CountSheetTable(tables.Table):
    """Sheets, with how far each has got."""

    number = DocumentColumn(verbose_name=_("Count sheet"))
    date = DateColumn(verbose_name=_("Date"))
    warehouse = CodeColumn(
        accessor="warehouse__code", order_by=("warehouse__code",), verbose_name=_("Warehouse")
    )
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    abc_class = tables.Column(verbose_name=_("Class"))
    line_count = QuantityColumn(verbose_name=_("Lines"))
    counted_count = QuantityColumn(verbose_name=_("Counted"))
    above_count = QuantityColumn(verbose_name=_("Above tolerance"))
    status = StatusColumn()

    always_shown = ("number",)

    class Meta:
        model = CountSheet
        fields = (
            "number", "date", "warehouse", "location", "abc_class", "line_count", "counted_count", "above_count",
            "status",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": lambda record: document_url(record)}


def _sheet_url(record: Any) -> str:
    return reverse("counts:countsheet_detail", args=[record.sheet_id])


class DifferenceTable(tables.Table):
    """What differed, by how much and what it was worth."""

    sheet = CodeColumn(
        accessor="sheet__number", order_by=("sheet__number",), linkify=_sheet_url, verbose_name=_("Count sheet")
    )  # fmt: skip
    date = DateColumn(accessor="sheet__date", order_by=("sheet__date",), verbose_name=_("Date"))
    sku = CodeColumn(accessor="product__sku", order_by=("product__sku",), verbose_name=_("SKU"))
    product = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Product")
    )
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    lot = CodeColumn(accessor="lot__number", order_by=("lot__number",), verbose_name=_("Lot"))
    expected = QuantityColumn(verbose_name=_("Expected"))
    counted = QuantityColumn(verbose_name=_("Counted"))
    differs = QuantityColumn(unit="product__unit__code", verbose_name=_("Difference"))
    value = AmountColumn(sum=True, verbose_name=_("Value"))
    counted_by = tables.Column(order_by=("counted_by__email",), verbose_name=_("Counted by"))
    counted_at = StampColumn(verbose_name=_("Counted at"))

    always_shown = ("sku",)
    hidden_at_first = ("counted_by", "counted_at")

    class Meta:
        model = CountLine
        fields = (
            "sheet", "date", "sku", "product", "location", "lot", "expected", "counted", "differs", "value",
            "counted_by", "counted_at",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": _sheet_url}
