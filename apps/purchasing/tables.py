"""Tables of purchase orders."""

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
from apps.purchasing.models import PurchaseOrder


class PurchaseOrderTable(tables.Table):
    """Orders with supplier, dates and total."""

    number = DocumentColumn()
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Supplier"))
    reference = CodeColumn(verbose_name=_("Their reference"))
    date = DateColumn(verbose_name=_("Ordered"))
    expected_date = DateColumn(verbose_name=_("Expected"))
    warehouse = tables.Column(accessor="warehouse__code", verbose_name=_("Warehouse"))
    buyer = tables.Column(accessor="buyer__name", verbose_name=_("Buyer"))
    total = AmountColumn(currency="currency_id", show=True, sum=True, verbose_name=_("Total"))
    status = StatusColumn()

    always_shown = ("number",)
    hidden_at_first = ("warehouse", "buyer")
    selectable = True

    class Meta:
        model = PurchaseOrder
        fields = (
            "number", "party", "reference", "date", "expected_date", "warehouse", "buyer", "total", "status",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: document_url(record)}
