"""Tables of products, categories and units."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.columns import AmountColumn, CodeColumn, QuantityColumn, StatusColumn
from apps.products.models import Category, Product, Unit


def _product_url(record: Product) -> str:
    return reverse("products:product_detail", args=[record.pk])


def _category_url(record: Category) -> str:
    return reverse("products:category_edit", args=[record.pk])


def _unit_url(record: Unit) -> str:
    return reverse("products:unit_edit", args=[record.pk])


class PictureColumn(tables.Column):
    """The first picture of a product, small; on screens only."""

    def __init__(self) -> None:
        super().__init__(
            verbose_name=_("Picture"), orderable=False, exclude_from_export=True, empty_values=()
        )

    def render(self, record: Any) -> SafeString:
        """Return the thumbnail; the name beside it says what it shows."""
        if record.picture is None:
            return SafeString()
        url = reverse("products:picture_thumb", args=[record.picture])
        return format_html(
            '<img class="thumb" src="{}" width="32" height="32" loading="lazy" alt="">', url
        )


class ProductTable(tables.Table):
    """Products with price and stock."""

    picture = PictureColumn()
    sku = CodeColumn(linkify=_product_url, verbose_name=_("SKU"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    category = tables.Column(
        accessor="category__display_name", order_by=("category__name",), verbose_name=_("Category")
    )
    gtin = CodeColumn(verbose_name=_("GTIN"))
    on_hand = QuantityColumn(verbose_name=_("On hand"), orderable=False)
    reserved = QuantityColumn(verbose_name=_("Reserved"), orderable=False)
    available = QuantityColumn(verbose_name=_("Available"), orderable=False)
    unit = tables.Column(accessor="unit__code", orderable=False, verbose_name=_("Unit"))
    sale_price = AmountColumn(verbose_name=_("Sale price"))
    purchase_price = AmountColumn(verbose_name=_("Purchase price"))
    reorder_level = QuantityColumn(verbose_name=_("Reorder level"))
    state = StatusColumn(accessor="state", label="state_label", orderable=False)

    always_shown = ("sku",)
    hidden_at_first = ("picture", "gtin", "reserved", "purchase_price", "reorder_level")
    selectable = True

    class Meta:
        model = Product
        fields = (
            "picture", "sku", "name", "category", "gtin", "on_hand", "reserved", "available", "unit", "sale_price",
            "purchase_price", "reorder_level", "state",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _product_url}


class CategoryTable(tables.Table):
    """Categories with costing method and accounts."""

    name = tables.Column(
        accessor="display_name", order_by=("name",), linkify=_category_url, verbose_name=_("Name")
    )
    parent = tables.Column(
        accessor="parent__display_name", order_by=("parent__name",), verbose_name=_("Within")
    )
    costing_method = tables.Column(verbose_name=_("Costing method"))
    stock_account = tables.Column(orderable=False, verbose_name=_("Stock account"))
    cost_account = tables.Column(orderable=False, verbose_name=_("Cost account"))

    class Meta:
        model = Category
        fields = ("name", "parent", "costing_method", "stock_account", "cost_account")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _category_url}


class UnitTable(tables.Table):
    """Units of measure with their ratios."""

    code = CodeColumn(linkify=_unit_url, verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    dimension = tables.Column(verbose_name=_("Measures"))
    ratio = CodeColumn(accessor="ratio", orderable=False, verbose_name=_("Base units in one"))
    decimals = QuantityColumn(verbose_name=_("Decimals"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Unit
        fields = ("code", "name", "dimension", "ratio", "decimals", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _unit_url}

    def value_ratio(self, value: Any) -> str:
        """Return the ratio as a fraction."""
        return str(value)
