"""Tables of warehouses."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.columns import CodeColumn, QuantityColumn
from apps.warehouses.models import Warehouse


def _url(record: Warehouse) -> str:
    return reverse("warehouses:warehouse_detail", args=[record.pk])


class WarehouseTable(tables.Table):
    """Warehouses with how many locations they have."""

    code = CodeColumn(linkify=_url, verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    city = tables.Column(verbose_name=_("City"))
    branch = tables.Column(
        accessor="branch__name", order_by=("branch__name",), verbose_name=_("Branch")
    )
    location_count = QuantityColumn(orderable=False, verbose_name=_("Locations"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = Warehouse
        fields = ("code", "name", "city", "branch", "location_count", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _url}
