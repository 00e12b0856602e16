"""Tables of families and attributes."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.columns import AmountColumn, CodeColumn, QuantityColumn
from apps.products.models import Attribute, Family


def _family_url(record: Family) -> str:
    return reverse("products:family_detail", args=[record.pk])


def _attribute_url(record: Attribute) -> str:
    return reverse("products:attribute_edit", args=[record.pk])


class FamilyTable(tables.Table):
    """Families with how many variants they have."""

    code = CodeColumn(linkify=_family_url, verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    category = tables.Column(
        accessor="category__display_name", order_by=("category__name",), verbose_name=_("Category")
    )
    variant_count = QuantityColumn(orderable=False, verbose_name=_("Variants"))
    sale_price = AmountColumn(verbose_name=_("Sale price"))

    always_shown = ("code",)

    class Meta:
        model = Family
        fields = ("code", "name", "category", "variant_count", "sale_price")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _family_url}


class AttributeTable(tables.Table):
    """Attributes with their values."""

    code = CodeColumn(linkify=_attribute_url, verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    value_count = QuantityColumn(orderable=False, verbose_name=_("Values"))
    position = QuantityColumn(verbose_name=_("Position"))

    class Meta:
        model = Attribute
        fields = ("code", "name", "value_count", "position")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": _attribute_url}
