"""Tables of sales orders."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import (
    AmountColumn,
    CodeColumn,
    DateColumn,
    DocumentColumn,
    PartyColumn,
    StatusColumn,
)
from apps.sales.models import SalesOrder


class SalesOrderTable(tables.Table):
    """Orders with customer, dates and total."""

    number = DocumentColumn()
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Customer"))
    reference = CodeColumn(verbose_name=_("Their reference"))
    date = DateColumn(verbose_name=_("Ordered"))
    requested_date = DateColumn(verbose_name=_("Requested"))
    warehouse = tables.Column(accessor="warehouse__code", verbose_name=_("Warehouse"))
    channel = tables.Column(
        accessor="channel__display_name",
        order_by=("channel__code",),
        verbose_name=_("Sales channel"),
    )
    held_until = DateColumn(verbose_name=_("Held until"))
    salesperson = tables.Column(accessor="salesperson__name", verbose_name=_("Salesperson"))
    total = AmountColumn(currency="currency_id", show=True, sum=True, verbose_name=_("Total"))
    status = StatusColumn()

    always_shown = ("number",)
    hidden_at_first = ("warehouse", "channel", "held_until", "salesperson")
    selectable = True

    class Meta:
        model = SalesOrder
        fields = (
            "number", "party", "reference", "date", "requested_date", "warehouse", "channel", "held_until",
            "salesperson", "total", "status",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record)}
