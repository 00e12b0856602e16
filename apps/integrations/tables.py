"""The table of exports."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from apps.core.answers import document_url
from apps.core.columns import CodeColumn, DateColumn, DocumentColumn, QuantityColumn, StampColumn
from apps.integrations.models import JournalExport


class JournalExportTable(tables.Table):
    """Exports of the journal: who, when, which days, which bytes."""

    hidden_at_first = ("lines", "filename")

    number = DocumentColumn()
    format = tables.Column(verbose_name=_("Format"))
    first_date = DateColumn(
        accessor="result__first_date", order_by=("result__first_date",), verbose_name=_("From")
    )
    last_date = DateColumn(
        accessor="result__last_date", order_by=("result__last_date",), verbose_name=_("To")
    )
    entries = QuantityColumn(
        accessor="result__entry_count", order_by=("result__entry_count",), verbose_name=_("Entries")
    )
    lines = QuantityColumn(
        accessor="result__line_count", order_by=("result__line_count",), verbose_name=_("Lines")
    )
    filename = CodeColumn(
        accessor="result__filename", order_by=("result__filename",), verbose_name=_("File")
    )
    sha256 = CodeColumn(accessor="short_hash", orderable=False, verbose_name="SHA-256")
    state = tables.Column(accessor="state_label", orderable=False, verbose_name=_("State"))
    actor = tables.Column(order_by=("actor__name",), verbose_name=_("Asked by"))
    created_at = StampColumn(verbose_name=_("Asked at"))

    class Meta:
        model = JournalExport
        fields = (
            "number",
            "format",
            "first_date",
            "last_date",
            "entries",
            "lines",
            "filename",
            "sha256",
            "state",
            "actor",
            "created_at",
        )
        sequence = fields
        attrs = {"class": "table table--cards"}
        row_attrs = {"data-href": document_url}
