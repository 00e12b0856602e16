"""The table of landed costs."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import AmountColumn, DateColumn, DocumentColumn, StatusColumn
from apps.landed.models import LandedCost


class LandedCostTable(tables.Table):
    """Landed costs, newest first."""

    number = DocumentColumn()
    date = DateColumn(verbose_name=_("Date"))
    memo = tables.Column(verbose_name=_("What for"))
    basis = tables.Column(verbose_name=_("Spread by"))
    total = AmountColumn(sum=True, verbose_name=_("Amount"))
    status = StatusColumn()

    always_shown = ("number",)

    class Meta:
        model = LandedCost
        fields = ("number", "date", "memo", "basis", "total", "status")
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}
