"""Screens of fiscal years: what their closing would post, closing them."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger import filters, forms, selectors, services, shown, tables
from apps.ledger.models import Entry, FiscalYear


class FiscalYearList(ListScreen):
    """Fiscal years of the books."""

    visible = selectors.visible_years
    filterset_class = filters.FiscalYearFilter
    table_class = tables.FiscalYearTable
    title = _("Fiscal years")
    create = _("Open a year")


class FiscalYearDetail(DetailScreen):
    """One year: its periods, and the entry that carries its result to retained earnings."""

    model = FiscalYear
    visible = selectors.visible_years
    verbs = ("close",)
    template_name = "ledger/fiscalyear_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the periods and what the closing posts, or what stands in its way."""
        year = self.object
        entry = services.closing_entry(year)
        entries, obstacle = ([], "") if entry else _planned(year)
        return super().get_context_data(
            facts=[
                {"label": _("First day"), "value": format_date(year.start)},
                {"label": _("Last day"), "value": format_date(year.end)},
            ],
            periods=list(year.periods.order_by("start")),
            closing_entry=entry,
            entries=entries,
            obstacle=obstacle,
            **kwargs,
        )


def _planned(year: FiscalYear) -> tuple[list[shown.Shown], str]:
    """Return the entries closing ``year`` would post now, or the sentence that says why it cannot."""
    try:
        draft = services.year_draft(year)
    except BusinessError as error:
        return [], str(error)
    entries = shown.of_drafts([draft] if draft else [])
    for line in (line for entry in entries for line in entry["lines"]):
        line |= {side: line[side] and Decimal(line[side]) for side in ("debit", "credit")}
    return entries, ""


def _close(*, actor: Any, pk: Any, accept: list[str]) -> Entry:
    return services.close_year(actor=actor, pk=pk, accept=accept)


close_year = command_view(
    _close,
    permission="ledger.close_fiscalyear",
    visible=selectors.visible_years,
    done=_("The result was carried to retained earnings: %s."),
    form=forms.CloseYearForm,
    label=_("Close the year"),
    confirm=_(
        "Close %s: its result goes to retained earnings and its last period is closed."
        " Reopening that period takes it back."
    ),
    offered=lambda year: services.closing_entry(year) is None,
    icon="lock",
)
