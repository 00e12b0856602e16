"""The table of payments."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
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
from apps.payments.choices import Settlement
from apps.payments.models import Payment, WriteOffReason


class SettlementColumn(StatusColumn):
    """How far a payment is matched, as a tinted word."""

    def render(self, value: Any, record: Any, bound_column: Any) -> Any:
        """Return the badge."""
        return super().render(Settlement(value).label, record, bound_column)

    def value(self, value: Any, record: Any) -> str:
        """Return the word."""
        return str(Settlement(value).label)


class PaymentTable(tables.Table):
    """Payments with party, journal, amount and what is still on account."""

    number = DocumentColumn()
    direction = tables.Column(verbose_name=_("Direction"))
    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    date = DateColumn(verbose_name=_("Date"))
    journal = tables.Column(accessor="journal__code", verbose_name=_("Journal"))
    reference = CodeColumn(verbose_name=_("Reference"))
    amount = AmountColumn(currency="currency_id", show=True, sum=True, verbose_name=_("Amount"))
    open_amount = AmountColumn(
        currency="currency_id",
        show=True,
        zero="dash",
        orderable=False,
        verbose_name=_("On account"),
    )
    settlement = SettlementColumn(orderable=False)

    always_shown = ("number",)
    selectable = True

    class Meta:
        model = Payment
        fields = (
            "number", "direction", "party", "date", "journal", "reference", "amount", "open_amount", "settlement",
        )  # fmt: skip
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}


class ReasonTable(tables.Table):
    """Write-off reasons with their account and limit."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    account = tables.Column(order_by=("account__code",), verbose_name=_("Account"))
    limit = AmountColumn(currency="company__currency_id", show=True, verbose_name=_("Limit"))
    is_active = tables.BooleanColumn(yesno="✔,–", verbose_name=_("In use"))

    class Meta:
        model = WriteOffReason
        fields = ("code", "name", "account", "limit", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {
            "data-href": lambda record: reverse("payments:writeoffreason_edit", args=[record.pk])
        }
