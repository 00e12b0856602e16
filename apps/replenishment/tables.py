"""Tables of rules and proposals."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import CodeColumn, DateColumn, QuantityColumn, StatusColumn
from apps.replenishment.models import Proposal, Rule

UNIT = "product__unit__code"
CARDS = {"class": "table table--cards"}


class OfProduct(tables.Table):
    """What rules and proposals begin with: product, warehouse, where goods come from."""

    sku = CodeColumn(
        accessor="product__sku",
        linkify=lambda record: document_url(record),
        verbose_name=_("SKU"),
    )
    product = tables.Column(
        accessor="product__display_name", order_by=("product__name",), verbose_name=_("Product")
    )
    warehouse = tables.Column(accessor="warehouse__code", verbose_name=_("Warehouse"))
    source = tables.Column(
        accessor="origin",
        order_by=("supplier__name", "from_warehouse__code"),
        verbose_name=_("From"),
    )

    always_shown = ("sku",)


class ProposalTable(OfProduct):
    """What to order: product, how many, from whom, and the figures behind it."""

    quantity = QuantityColumn(unit=UNIT, verbose_name=_("To order"))
    projected = QuantityColumn(verbose_name=_("Would be left"))
    minimum = QuantityColumn(verbose_name=_("Minimum"))
    on_hand = QuantityColumn(verbose_name=_("On hand"))
    demand = QuantityColumn(verbose_name=_("Asked for"))
    incoming = QuantityColumn(verbose_name=_("On its way"))
    due_date = DateColumn(verbose_name=_("Would arrive"))
    status = StatusColumn()

    hidden_at_first = ("on_hand", "demand", "incoming", "status")
    selectable = True

    class Meta:
        model = Proposal
        fields = (
            "sku", "product", "warehouse", "source", "quantity", "projected", "minimum", "on_hand", "demand",
            "incoming", "due_date", "status",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": lambda record: document_url(record)}


class RuleTable(OfProduct):
    """Rules by product and warehouse."""

    method = tables.Column(verbose_name=_("Method"))
    minimum = QuantityColumn(unit=UNIT, verbose_name=_("Minimum"))
    target = QuantityColumn(unit=UNIT, verbose_name=_("Maximum"))
    state = StatusColumn(label="state_label", order_by=("is_active",), verbose_name=_("State"))

    class Meta:
        model = Rule
        fields = (
            "sku", "product", "warehouse", "method", "minimum", "target", "source", "state",
        )  # fmt: skip
        sequence = fields
        attrs = CARDS
        row_attrs = {"data-href": lambda record: document_url(record)}
