"""Tables of stock, moves, reservations and stock documents."""

from functools import cached_property
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
    PartyColumn,
    QuantityColumn,
    StampColumn,
    StatusColumn,
)
from apps.products.models import Product
from apps.stock.models import Level, Lot, Move, Reason, Reservation, StockDocument, TransitLine


def _product_url(record: Any) -> str:
    product = record.pk if isinstance(record, Product) else record.product_id
    return reverse("products:product_detail", args=[product])


def _stock_url(record: Product) -> str:
    return reverse("stock:product_stock", args=[record.pk])


def _lot_url(record: Any) -> str | None:
    return reverse("stock:lot_detail", args=[record.lot_id]) if record.lot_id else None


class StockTable(tables.Table):
    """Goods with what is on hand, promised, available and worth."""

    sku = CodeColumn(linkify=_product_url, verbose_name=_("SKU"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    category = tables.Column(
        accessor="category__display_name", order_by=("category__name",), verbose_name=_("Category")
    )
    on_hand = QuantityColumn(verbose_name=_("On hand"))
    reserved = QuantityColumn(verbose_name=_("Reserved"))
    held = QuantityColumn(verbose_name=_("On hold"))
    available = QuantityColumn(verbose_name=_("Available"))
    consigned = QuantityColumn(verbose_name=_("On consignment"))
    unit = tables.Column(accessor="unit__code", orderable=False, verbose_name=_("Unit"))
    reorder_level = QuantityColumn(verbose_name=_("Reorder level"))

    always_shown = ("sku",)
    hidden_at_first = ("consigned",)

    class Meta:
        model = Product
        fields: tuple[str, ...] = (
            "sku",
            "name",
            "category",
            "on_hand",
            "reserved",
            "held",
            "available",
            "consigned",
            "unit",
            "reorder_level",
        )
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _product_url}


class ValuedStockTable(StockTable):
    """The same with what it is worth, for those who may see costs."""

    unit_cost = AmountColumn(orderable=False, verbose_name=_("Unit cost"))
    stock_value = AmountColumn(sum=True, verbose_name=_("Value"))

    class Meta(StockTable.Meta):
        fields: tuple[str, ...] = (*StockTable.Meta.fields, "unit_cost", "stock_value")
        sequence = fields


class CostingTable(tables.Table):
    """Goods that are valued otherwise than their category says."""

    sku = CodeColumn(linkify=_stock_url, verbose_name=_("SKU"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    category = tables.Column(
        accessor="category__display_name", order_by=("category__name",), verbose_name=_("Category")
    )
    now = tables.Column(
        accessor="cost_pool__get_costing_method_display",
        order_by=("cost_pool__costing_method",),
        verbose_name=_("Valued by"),
    )
    kept = tables.Column(
        accessor="cost_pool__get_scope_display",
        order_by=("cost_pool__scope",),
        verbose_name=_("Kept"),
    )
    wanted = tables.Column(
        accessor="category__get_costing_method_display",
        order_by=("category__costing_method",),
        verbose_name=_("Category says"),
    )
    over = tables.Column(
        accessor="category__get_cost_scope_display",
        order_by=("category__cost_scope",),
        verbose_name=_("Over"),
    )
    quantity = QuantityColumn(
        accessor="cost_pool__quantity", unit="unit__code", verbose_name=_("On hand")
    )
    value = AmountColumn(accessor="cost_pool__value", sum=True, verbose_name=_("Value"))

    selectable = True
    always_shown = ("sku",)

    class Meta:
        model = Product
        fields = ("sku", "name", "category", "now", "kept", "wanted", "over", "quantity", "value")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _stock_url}


class PlaceTable(tables.Table):
    """What lies where."""

    sku = CodeColumn(
        accessor="product__sku",
        order_by=("product__sku",),
        linkify=_product_url,
        verbose_name=_("SKU"),
    )
    name = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Name")
    )
    warehouse = CodeColumn(
        accessor="location__warehouse__code", order_by=("location__warehouse__code",), verbose_name=_("Warehouse")
    )  # fmt: skip
    location = CodeColumn(
        accessor="location__code", order_by=("location__code",), verbose_name=_("Location")
    )
    lot = CodeColumn(
        accessor="lot__number", order_by=("lot__number",), linkify=_lot_url, verbose_name=_("Lot")
    )
    on_hand = QuantityColumn(verbose_name=_("On hand"))
    reserved = QuantityColumn(verbose_name=_("Reserved"))
    available = QuantityColumn(verbose_name=_("Available"))
    held = tables.BooleanColumn(
        accessor="location__is_held",
        order_by=("location__is_held",),
        yesno="✔,–",
        verbose_name=_("On hold"),
    )
    owner = tables.Column(
        accessor="location__owner__name",
        order_by=("location__owner__name",),
        verbose_name=_("Owner"),
    )
    unit = tables.Column(accessor="product__unit__code", orderable=False, verbose_name=_("Unit"))

    class Meta:
        model = Level
        fields: tuple[str, ...] = (
            "sku",
            "name",
            "warehouse",
            "location",
            "lot",
            "on_hand",
            "reserved",
            "available",
            "held",
            "owner",
            "unit",
        )
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _product_url}


class HeldTable(PlaceTable):
    """Goods on hold, and since when."""

    sku = CodeColumn(
        accessor="product__sku", order_by=("product__sku",), linkify=True, verbose_name=_("SKU")
    )
    since = StampColumn(verbose_name=_("Since"))

    class Meta(PlaceTable.Meta):
        fields: tuple[str, ...] = (
            "sku", "name", "warehouse", "location", "lot", "on_hand", "unit", "since",
        )  # fmt: skip
        sequence = fields
        exclude = ("reserved", "available", "held", "owner")
        row_attrs = {"data-href": document_url}


class MoveTable(tables.Table):
    """What moved, from where to where."""

    created_at = StampColumn(orderable=False, verbose_name=_("Recorded"))
    date = DateColumn(orderable=False, verbose_name=_("Date"))
    document = CodeColumn(
        accessor="document__number",
        orderable=False,
        linkify=lambda record: document_url(record.document),
        verbose_name=_("Document"),
    )
    sku = CodeColumn(
        accessor="product__sku", orderable=False, linkify=_product_url, verbose_name=_("SKU")
    )
    name = tables.Column(accessor="product__display_name", orderable=False, verbose_name=_("Name"))
    lot = CodeColumn(
        accessor="lot__number", orderable=False, linkify=_lot_url, verbose_name=_("Lot")
    )
    from_location = tables.Column(orderable=False, verbose_name=_("From"))
    to_location = tables.Column(orderable=False, verbose_name=_("To"))
    quantity = QuantityColumn(
        unit="product__unit__code", orderable=False, verbose_name=_("Quantity")
    )
    reason = tables.Column(orderable=False, accessor="document__reason", verbose_name=_("Reason"))

    always_shown = ("document",)
    hidden_at_first = ("created_at",)

    class Meta:
        model = Move
        fields = (
            "created_at", "date", "document", "sku", "name", "lot", "from_location", "to_location", "quantity",
            "reason",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record.document)}

    @cached_property
    def reason_names(self) -> dict[Any, str]:
        """Return the names of the company's reasons, read once for all rows."""
        return {reason.pk: str(reason) for reason in Reason.objects.all()}

    def render_reason(self, record: Move) -> str:
        """Return why stock was adjusted; nothing of other moves."""
        found = self.reason_names.get(record.reason_id)  # type: ignore[attr-defined]
        return found or str(record.document.get_reason_display())

    def render_from_location(self, record: Move) -> str:
        """Return warehouse and location."""
        return place_name(record.from_location)

    def render_to_location(self, record: Move) -> str:
        """Return warehouse and location."""
        return place_name(record.to_location)


class ReservationTable(tables.Table):
    """What is promised, and since when."""

    sku = CodeColumn(
        accessor="product__sku", orderable=False, linkify=_product_url, verbose_name=_("SKU")
    )
    name = tables.Column(accessor="product__display_name", orderable=False, verbose_name=_("Name"))
    location = tables.Column(orderable=False, verbose_name=_("Location"))
    lot = CodeColumn(
        accessor="lot__number", orderable=False, linkify=_lot_url, verbose_name=_("Lot")
    )
    quantity = QuantityColumn(
        unit="product__unit__code", orderable=False, verbose_name=_("Quantity")
    )
    created_at = StampColumn(orderable=False, verbose_name=_("Since"))

    selectable = True

    class Meta:
        model = Reservation
        fields = ("sku", "name", "location", "lot", "quantity", "created_at")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _product_url}

    def render_location(self, record: Reservation) -> str:
        """Return warehouse and location."""
        return place_name(record.location)


class TransitTable(tables.Table):
    """What is on its way: from where to where, since when, and how much of what was sent."""

    document = CodeColumn(
        accessor="document__number",
        order_by=("document__number",),
        linkify=lambda record: document_url(record.document),
        verbose_name=_("Transfer"),
    )
    sku = CodeColumn(
        accessor="product__sku",
        order_by=("product__sku",),
        linkify=_product_url,
        verbose_name=_("SKU"),
    )
    name = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Name")
    )
    lot = CodeColumn(
        accessor="lot__number", order_by=("lot__number",), linkify=_lot_url, verbose_name=_("Lot")
    )
    from_warehouse = CodeColumn(
        accessor="from_warehouse__code", order_by=("from_warehouse__code",), verbose_name=_("From")
    )
    to_warehouse = CodeColumn(
        accessor="to_warehouse__code", order_by=("to_warehouse__code",), verbose_name=_("To")
    )
    sent_on = DateColumn(verbose_name=_("Since"))
    expected_date = DateColumn(verbose_name=_("Expected"))
    quantity = QuantityColumn(verbose_name=_("Sent"))
    open_quantity = QuantityColumn(unit="product__unit__code", verbose_name=_("On the way"))

    always_shown = ("document",)

    class Meta:
        model = TransitLine
        fields = (
            "document", "sku", "name", "lot", "from_warehouse", "to_warehouse", "sent_on", "expected_date", "quantity",
            "open_quantity",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record.document)}


class LotTable(tables.Table):
    """Lots and serial numbers, and what is left of them."""

    number = CodeColumn(linkify=True, verbose_name=_("Number"))
    sku = CodeColumn(
        accessor="product__sku",
        order_by=("product__sku",),
        linkify=_product_url,
        verbose_name=_("SKU"),
    )
    name = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Name")
    )
    expires_on = DateColumn(verbose_name=_("Use by"))
    on_hand = QuantityColumn(unit="product__unit__code", orderable=False, verbose_name=_("On hand"))
    supplier = PartyColumn(
        accessor="supplier", order_by=("supplier__name",), verbose_name=_("Supplier")
    )
    state = StatusColumn(label="state_label", orderable=False, verbose_name=_("State"))

    always_shown = ("number",)

    class Meta:
        model = Lot
        fields = ("number", "sku", "name", "expires_on", "on_hand", "supplier", "state")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}


class DocumentTable(tables.Table):
    """Stock documents of one kind."""

    number = DocumentColumn()
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    date = DateColumn(verbose_name=_("Date"))
    warehouse = CodeColumn(
        accessor="warehouse__code", order_by=("warehouse__code",), verbose_name=_("Warehouse")
    )
    reference = CodeColumn(verbose_name=_("Reference"))
    posted_at = StampColumn(verbose_name=_("Posted"))
    status = StatusColumn()

    always_shown = ("number",)
    hidden_at_first = ("posted_at",)
    selectable = True

    class Meta:
        model = StockDocument
        fields: tuple[str, ...] = (
            "number",
            "party",
            "date",
            "warehouse",
            "reference",
            "posted_at",
            "status",
        )
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}


class TransferTable(DocumentTable):
    """Transfers: from where to where."""

    to_warehouse = CodeColumn(
        accessor="to_warehouse__code", order_by=("to_warehouse__code",), verbose_name=_("To")
    )

    class Meta(DocumentTable.Meta):
        fields = ("number", "date", "warehouse", "to_warehouse", "reference", "posted_at", "status")
        sequence = fields
        exclude = ("party",)


class AdjustmentTable(DocumentTable):
    """Adjustments: why."""

    why = tables.Column(empty_values=(), order_by=("why__code", "reason"), verbose_name=_("Reason"))

    class Meta(DocumentTable.Meta):
        fields = ("number", "why", "date", "warehouse", "reference", "posted_at", "status")
        sequence = fields
        exclude = ("party",)

    def render_why(self, record: StockDocument) -> str:
        """Return the reason, or its kind where the document is older than reasons."""
        return reason_name(record)


def reason_name(document: StockDocument) -> str:
    """Return the reason of an adjustment as the company names it, else its kind."""
    return str(document.why) if document.why_id else str(document.get_reason_display())


def place_name(location: Any) -> str:
    """Return a location as people name it: warehouse and code, or the virtual place."""
    if location.warehouse is None:
        return str(location.get_kind_display())
    return f"{location.warehouse.code}/{location.code}"
