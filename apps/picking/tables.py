"""Tables of waves, of shipments to pick and of put-away rules."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    CodeColumn,
    DateColumn,
    DocumentColumn,
    PartyColumn,
    QuantityColumn,
    StampColumn,
    StatusColumn,
)
from apps.picking.models import PutawayRule, Wave
from apps.stock.models import Level, StockDocument

CARDS = {"class": "table table--cards"}
WAREHOUSE = {"accessor": "warehouse__code", "order_by": ("warehouse__code",)}


class WaveTable(tables.Table):
    """Waves and how far they have got."""

    number = DocumentColumn()
    warehouse = CodeColumn(**WAREHOUSE, verbose_name=_("Warehouse"))
    created_at = StampColumn(verbose_name=_("Made"))
    shipment_count = QuantityColumn(orderable=False, verbose_name=_("Shipments"))
    line_count = QuantityColumn(orderable=False, verbose_name=_("Lines"))
    settled_count = QuantityColumn(orderable=False, verbose_name=_("Lines done"))
    status = StatusColumn()

    always_shown = ("number",)

    class Meta:
        model = Wave
        fields = (
            "number", "warehouse", "created_at", "shipment_count", "line_count", "settled_count", "status",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class ShippableTable(tables.Table):
    """Draft shipments that no wave has taken."""

    number = DocumentColumn(verbose_name=_("Shipment"))
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    date = DateColumn(verbose_name=_("Due"))
    warehouse = CodeColumn(**WAREHOUSE, verbose_name=_("Warehouse"))
    reference = CodeColumn(verbose_name=_("Reference"))
    line_count = QuantityColumn(orderable=False, verbose_name=_("Lines"))

    always_shown = ("number",)
    selectable = True

    class Meta:
        model = StockDocument
        fields = ("number", "party", "date", "warehouse", "reference", "line_count")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


class StagedTable(tables.Table):
    """Draft shipments on their way out, with how many of their lines lie there."""

    number = DocumentColumn(verbose_name=_("Shipment"))
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    date = DateColumn(verbose_name=_("Due"))
    warehouse = CodeColumn(**WAREHOUSE, verbose_name=_("Warehouse"))
    reference = CodeColumn(verbose_name=_("Reference"))
    here_count = QuantityColumn(orderable=False, verbose_name=_("Lines there"))
    line_count = QuantityColumn(orderable=False, verbose_name=_("Lines"))

    always_shown = ("number",)
    selectable = True

    class Meta:
        model = StockDocument
        fields = ("number", "party", "date", "warehouse", "reference", "here_count", "line_count")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


def _bench_url(record: Any) -> str:
    return reverse("picking:bench_desk", args=[record.pk])


class BenchTable(StagedTable):
    """Draft shipments to pack; a row leads to the bench."""

    number = tables.Column(
        accessor="pk", order_by=("pk",), linkify=_bench_url, verbose_name=_("Shipment")
    )

    class Meta(StagedTable.Meta):
        row_attrs = {"data-href": _bench_url}

    def render_number(self, record: StockDocument) -> str:
        """Show the shipment's name."""
        return str(record)


def _put_back_url(record: Level) -> str:
    house = record.location.warehouse_id
    return f"{reverse('picking:putaway_desk', args=[house])}?level={record.pk}"


class PutBackTable(tables.Table):
    """Goods that lie free on the way out."""

    sku = CodeColumn(
        accessor="product__sku",
        order_by=("product__sku",),
        linkify=_put_back_url,
        verbose_name=_("SKU"),
    )
    name = tables.Column(accessor="product__display_name", orderable=False, verbose_name=_("Name"))
    warehouse = CodeColumn(
        accessor="location__warehouse__code",
        order_by=("location__warehouse__code",),
        verbose_name=_("Warehouse"),
    )
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    lot = CodeColumn(accessor="lot__number", order_by=("lot__number",), verbose_name=_("Lot"))
    free = QuantityColumn(
        unit="product__unit__code", orderable=False, verbose_name=_("To put back")
    )
    since = StampColumn(verbose_name=_("Since"))

    always_shown = ("sku",)

    class Meta:
        model = Level
        fields = ("sku", "name", "warehouse", "location", "lot", "free", "since")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": _put_back_url}


class PutawayRuleTable(tables.Table):
    """Where goods go."""

    goods = tables.Column(
        accessor="goods",
        order_by=("product__sku", "category__name"),
        linkify=lambda record: document_url(record),
        verbose_name=_("Goods"),
    )
    warehouse = CodeColumn(
        accessor="location__warehouse__code",
        order_by=("location__warehouse__code",),
        verbose_name=_("Warehouse"),
    )
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    sequence = QuantityColumn(verbose_name=_("Sequence"))
    state = StatusColumn(label="state_label", order_by=("is_active",), verbose_name=_("State"))

    always_shown = ("goods",)

    class Meta:
        model = PutawayRule
        fields = ("goods", "warehouse", "location", "sequence", "state")
        attrs = CARDS
        row_attrs = {"data-href": document_url}
