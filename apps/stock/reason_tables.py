"""The table of reasons to adjust stock."""

import django_tables2 as tables
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.columns import CodeColumn
from apps.stock.models import Reason


class ReasonTable(tables.Table):
    """Reasons with their kind and account."""

    code = CodeColumn(verbose_name=_("Code"))
    name = tables.Column(accessor="display_name", order_by=("name",), verbose_name=_("Name"))
    kind = tables.Column(verbose_name=_("Kind"))
    account = tables.Column(
        order_by=("account__code",), default=_("the company's default"), verbose_name=_("Account")
    )
    asks_note = tables.BooleanColumn(yesno="✔,–", verbose_name=_("Asks for a note"))
    sequence = tables.Column(verbose_name=_("Sequence"))
    is_active = tables.BooleanColumn(yesno="✔,–", verbose_name=_("In use"))

    hidden_at_first = ("sequence",)

    class Meta:
        model = Reason
        fields = ("code", "name", "kind", "account", "asks_note", "sequence", "is_active")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": lambda record: reverse("stock:reason_edit", args=[record.pk])}
