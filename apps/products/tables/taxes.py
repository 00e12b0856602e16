"""Tables and filters of tax rules and exemptions."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import CodeColumn, DateColumn, PartyColumn
from apps.products.models import TaxExemption, TaxRule

CARDS = {"class": "table table--cards"}


class TaxRuleTable(tables.Table):
    """Rules in the order they are asked."""

    priority = tables.Column(
        verbose_name=_("Priority"), attrs={"td": {"class": "num"}, "th": {"class": "num"}}
    )
    name = tables.Column(linkify=document_url, verbose_name=_("Name"))
    use = tables.Column(verbose_name=_("Used on"))
    zone = tables.Column(verbose_name=_("Party is"))
    tax_number = tables.Column(verbose_name=_("Tax number"))
    product_kind = tables.Column(verbose_name=_("Product is"))
    source = CodeColumn(accessor="source__code", verbose_name=_("In place of"))
    target = CodeColumn(accessor="target__code", verbose_name=_("Code to use"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = TaxRule
        fields = (
            "priority", "name", "use", "zone", "tax_number", "product_kind", "source", "target", "is_active",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": document_url}


def _edit(record: Any) -> str:
    return reverse("products:taxexemption_edit", args=[record.pk])


class TaxExemptionTable(tables.Table):
    """Exemptions of parties."""

    party = PartyColumn(accessor="party", order_by=("party__name",))
    use = tables.Column(verbose_name=_("Used on"))
    certificate = CodeColumn(verbose_name=_("Certificate"))
    reason = tables.Column(verbose_name=_("Reason"))
    tax = CodeColumn(accessor="tax__code", verbose_name=_("Code to use"))
    first = DateColumn(verbose_name=_("From"))
    last = DateColumn(verbose_name=_("To"))

    class Meta:
        model = TaxExemption
        fields = ("party", "use", "certificate", "reason", "tax", "first", "last")
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": _edit}
