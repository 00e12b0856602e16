"""The tables of sales channels and their quotas."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from apps.core.columns import CodeColumn, PercentColumn, QuantityColumn
from apps.core.formatting import format_percent
from apps.stock.models import ChannelQuota, SalesChannel


class FillColumn(PercentColumn):
    """A share as a bar, with its percentage; a file gets the share."""

    def render(self, value: Decimal) -> SafeString:
        """Return the bar."""
        share = format_percent(value, decimals=0)
        return format_html(
            '<span class="fill"><progress value="{}" max="1" aria-label="{}"></progress><bdi>{}</bdi></span>',
            f"{value:f}",
            _("%(share)s promised") % {"share": share},
            share,
        )


class ChannelTable(tables.Table):
    """Ways goods are sold."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    is_active = tables.BooleanColumn(yesno="✔,–", verbose_name=_("In use"))

    class Meta:
        model = SalesChannel
        fields = ("code", "name", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {
            "data-href": lambda record: reverse("stock:saleschannel_edit", args=[record.pk])
        }


class QuotaTable(tables.Table):
    """What channels may have promised, and how much of it is."""

    channel = tables.Column(
        accessor="channel__display_name",
        order_by=("channel__code",),
        verbose_name=_("Sales channel"),
    )
    sku = CodeColumn(accessor="product__sku", order_by=("product__sku",), verbose_name=_("SKU"))
    name = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Name")
    )
    warehouse = tables.Column(
        accessor="warehouse__code", order_by=("warehouse__code",), verbose_name=_("Warehouse")
    )
    quantity = QuantityColumn(unit="product__unit__code", verbose_name=_("Quota"))
    promised = QuantityColumn(unit="product__unit__code", verbose_name=_("Promised"))
    left = QuantityColumn(unit="product__unit__code", verbose_name=_("Left"))
    fill = FillColumn(verbose_name=_("Promised of it"))

    class Meta:
        model = ChannelQuota
        fields = ("channel", "sku", "name", "warehouse", "quantity", "promised", "left", "fill")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs: Any = {
            "data-href": lambda record: reverse("stock:channelquota_edit", args=[record.pk])
        }
