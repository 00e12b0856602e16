"""The table of part numbers."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.columns import CodeColumn, PartyColumn, StatusColumn
from apps.products.models import PartNumber


def _number_url(record: PartNumber) -> str:
    return reverse("products:partnumber_edit", args=[record.pk])


def _product_url(record: PartNumber) -> str:
    return reverse("products:product_detail", args=[record.product_id])


class PartNumberTable(tables.Table):
    """Part numbers with party and product."""

    number = CodeColumn(linkify=_number_url, verbose_name=_("Their number"))
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    sku = CodeColumn(
        accessor="product__sku",
        order_by=("product__sku",),
        linkify=_product_url,
        verbose_name=_("SKU"),
    )
    product = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Product")
    )
    description = tables.Column(verbose_name=_("Their description"))
    is_preferred = tables.BooleanColumn(verbose_name=_("Preferred"))
    state = StatusColumn(accessor="state", label="state_label", orderable=False)

    always_shown = ("number",)
    hidden_at_first = ("description",)

    class Meta:
        model = PartNumber
        fields = ("number", "party", "sku", "product", "description", "is_preferred", "state")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _number_url}
