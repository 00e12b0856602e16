"""The table of budgets."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.budgets.models import Budget
from apps.core.answers import document_url
from apps.core.columns import CodeColumn, QuantityColumn, StatusColumn


class BudgetTable(tables.Table):
    """Budgets."""

    name = tables.Column(linkify=True, verbose_name=_("Name"))
    fiscal_year = CodeColumn(
        accessor="fiscal_year__code", order_by=("fiscal_year__code",), verbose_name=_("Fiscal year")
    )
    control = tables.Column(verbose_name=_("When it is used up"))
    line_count = QuantityColumn(orderable=False, verbose_name=_("Lines"))
    state = StatusColumn(label="state_label", orderable=False, verbose_name=_("State"))

    always_shown = ("name",)

    class Meta:
        model = Budget
        fields = ("name", "fiscal_year", "control", "line_count", "state")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}
