"""Screens of pinned reports."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.formatting import format_stamp
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger import filters, selectors, tables
from apps.ledger.models import ReportRun
from apps.ledger.questions import question_of
from apps.ledger.statement_sheets import url_of


class ReportRunList(ListScreen):
    """Pinned reports, newest first."""

    visible = selectors.visible_report_runs
    filterset_class = filters.ReportRunFilter
    table_class = tables.ReportRunTable
    title = _("Pinned reports")
    subtitle = _("%s reports")
    empty = {
        "title": _("No report is pinned yet"),
        "text": _("Open a statement and choose Pin: its files are kept as they are today."),
        "icon": "pin",
    }


class ReportRunDetail(DetailScreen):
    """One pinned report with its files and where it stands in the chain."""

    model = ReportRun
    visible = selectors.visible_report_runs
    template_name = "ledger/reportrun_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return who pinned what, and the hashes."""
        run: ReportRun = self.object
        facts = [
            {"label": _("Entry no."), "value": run.number},
            {"label": _("Seal"), "value": run.seal_hash},
            {"label": _("Pinned by"), "value": run.actor or ""},
            {"label": _("Pinned at"), "value": format_stamp(run.created_at)},
            {"label": _("SHA-256 of the PDF"), "value": run.pdf_sha256},
            {"label": _("SHA-256 of the XLSX"), "value": run.xlsx_sha256},
        ]
        report_url = url_of(question_of(run.question))
        return super().get_context_data(facts=facts, report_url=report_url, **kwargs)
