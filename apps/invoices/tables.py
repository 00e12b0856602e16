"""Tables of invoices and bills."""

from typing import Any

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
from apps.invoices.choices import Settlement
from apps.invoices.models import Bill, Invoice


class SettlementColumn(StatusColumn):
    """How far a document is settled, as a tinted word."""

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        """Return the badge."""
        return super().render(Settlement(value).label, record, bound_column)

    def value(self, value: Any, record: Any) -> str:
        """Return the word."""
        return str(Settlement(value).label)


class InvoiceTable(tables.Table):
    """Documents with party, days, total and what is open."""

    number = DocumentColumn()
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Customer"))
    kind = tables.Column(verbose_name=_("Kind"))
    reference = CodeColumn(verbose_name=_("Their reference"))
    date = DateColumn(verbose_name=_("Date"))
    due_date = DateColumn(verbose_name=_("Due"))
    total = AmountColumn(currency="currency_id", show=True, sum=True, verbose_name=_("Total"))
    open_amount = AmountColumn(
        currency="currency_id",
        show=True,
        zero="dash",
        sum=True,
        orderable=False,
        verbose_name=_("Open"),
    )
    settlement = SettlementColumn(orderable=False)

    always_shown = ("number",)
    hidden_at_first = ("kind",)
    selectable = True

    class Meta:
        model = Invoice
        fields = (
            "number", "party", "kind", "reference", "date", "due_date", "total", "open_amount", "settlement",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}


class BillTable(InvoiceTable):
    """The same of suppliers."""

    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Supplier"))

    class Meta(InvoiceTable.Meta):
        model = Bill
