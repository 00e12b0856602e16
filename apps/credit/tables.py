"""The tables of credit control."""

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
    QuantityColumn,
    StatusColumn,
)
from apps.credit.models import Dispute, DunningLevel, DunningRun


class RunTable(tables.Table):
    """Dunning runs."""

    number = DocumentColumn()
    date = DateColumn(verbose_name=_("Date"))
    letter_count = QuantityColumn(verbose_name=_("Reminders"), orderable=False)
    status = StatusColumn()

    always_shown = ("number",)

    class Meta:
        model = DunningRun
        fields = ("number", "date", "letter_count", "status")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}


class LevelTable(tables.Table):
    """Dunning levels."""

    position = tables.Column(verbose_name=_("Level"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    days = QuantityColumn(verbose_name=_("From days overdue"))
    means = tables.Column(verbose_name=_("Goes out as"))
    fee = AmountColumn(currency="own_currency", show=True, zero="dash", verbose_name=_("Fee"))
    is_active = tables.BooleanColumn(verbose_name=_("In use"))

    class Meta:
        model = DunningLevel
        fields = ("position", "name", "days", "means", "fee", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {
            "data-href": lambda record: reverse("credit:dunninglevel_edit", args=[record.pk])
        }


class DisputeTable(tables.Table):
    """Disputes."""

    party = PartyColumn(accessor="party", order_by=("party__name",), verbose_name=_("Party"))
    item = CodeColumn(accessor="item__entry", orderable=False, verbose_name=_("Item"))
    reason = tables.Column(verbose_name=_("Reason"))
    since = DateColumn(verbose_name=_("Since"))
    ended_on = DateColumn(verbose_name=_("Ended on"))

    class Meta:
        model = Dispute
        fields = ("party", "item", "reason", "since", "ended_on")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: reverse("credit:dispute_detail", args=[record.pk])}
