"""Screens of sheets: the list, a sheet with what differs for those who may see it, a new one, and its verbs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.command_forms import DateForm
from apps.companies.selectors import company_in_force
from apps.core.commands import command_view
from apps.core.lists import Tab
from apps.core.permissions import may
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.counts import filters, forms, selectors, services, tables
from apps.counts.choices import SHEET_LIFECYCLE, SheetStatus
from apps.counts.models import CountSheet


class CountSheetList(ListScreen):
    """Sheets of all warehouses a user may work in."""

    visible = selectors.visible_sheets
    filterset_class = filters.CountSheetFilter
    table_class = tables.CountSheetTable
    title, subtitle = _("Stock counts"), _("%s count sheets")
    create = _("New count")
    tabs = (
        Tab(_("All")),
        Tab(_("Being counted"), {"status": "open"}),
        Tab(_("Counted"), {"status": "submitted"}),
        Tab(_("Posted"), {"status": "posted"}),
    )
    empty = {
        "title": _("No count sheet here"),
        "text": _("Make one of a warehouse, a place or a class of goods."),
        "icon": "clipboard-list",
    }
    template_name = "counts/countsheet_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the list with where to plan."""
        user = self.request.user
        plans = may(user, "counts.run_countplan")
        return super().get_context_data(
            run_form=forms.PlanRunForm(user=user) if plans else None,
            plan_url=reverse("counts:countplan_edit")
            if may(user, "counts.change_countplan")
            else "",
            **kwargs,
        )


class CountSheetDetail(DetailScreen):
    """One sheet: its lines, and what was expected of those that are counted, for who may see it."""

    model = CountSheet
    visible = selectors.visible_sheets
    lifecycle = SHEET_LIFECYCLE
    template_name = "counts/countsheet_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the sheet with its lines."""
        sheet: Any = self.object
        user = self.request.user
        sees = sees_differences(user)
        return super().get_context_data(
            facts=_facts(sheet),
            sees=sees,
            rows=rows_of(sheet, with_values=sees),
            currency=company_in_force().currency_id,
            may_count=sheet.status == SheetStatus.OPEN and may(user, "counts.count_countsheet"),
            **kwargs,
        )


def sees_differences(user: Any) -> bool:
    """Say whether ``user`` may see what was expected: who posts, approves or audits, not who only counts."""
    rights = ("counts.view_difference", "counts.post_countsheet", "counts.approve_countsheet")
    return any(may(user, right) for right in rights)


def rows_of(sheet: CountSheet, *, with_values: bool) -> list[dict[str, Any]]:
    """Return the lines for the page, with the value of what differs and the earlier figures."""
    lines = list(selectors.lines_of(sheet))
    if not with_values:
        return [{"line": line, "number": number} for number, line in enumerate(lines, 1)]
    differing = [line for line in lines if line.difference]
    costs = selectors.unit_costs([line.product for line in differing])
    again = selectors.tallies_of([line.pk for line in lines if line.tally_count > 1])
    return [
        {
            "line": line,
            "number": number,
            "value": line.difference * costs[line.product_id] if line.difference else None,
            "earlier": again.get(line.pk, [])[:-1],
        }
        for number, line in enumerate(lines, 1)
    ]


def _facts(sheet: Any) -> list[dict[str, Any]]:
    adjustment = sheet.adjustment
    pairs: list[tuple[Any, Any, str]] = [
        (_("Name"), sheet.name if sheet.number else "", ""),
        (_("Warehouse"), sheet.warehouse, ""),
        (_("Location"), sheet.location or "", ""),
        (_("Category"), sheet.category or "", ""),
        (_("Class"), sheet.abc_class, ""),
        (_("Counted"), f"{sheet.counted_count} / {sheet.line_count}", ""),
        (_("Frozen"), _("Yes") if sheet.freezes else "", ""),
        (_("Approved by"), sheet.approved_by or "", ""),
        (_("Adjustment"), adjustment or "", adjustment.get_absolute_url() if adjustment else ""),
        (_("Notes"), sheet.notes, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


class CountSheetCreate(FormScreen):
    """The form of a new sheet."""

    permission = "counts.add_countsheet"
    visible = selectors.visible_sheets
    form_class = forms.SheetForm
    service = services.open_sheet
    title, submit = _("New count"), _("Make the sheet")
    done = _("Made %s.")


submit_sheet = command_view(
    services.submit_sheet,
    permission="counts.submit_countsheet",
    visible=selectors.visible_sheets,
    form=forms.SubmitForm,
    label=_("Submit"),
    confirm=_("Submit %s? It takes no more figures then."),
    done=_("Submitted %s."),
    icon="clipboard-check",
    asks=lambda sheet, _user: sheet.counted_count < sheet.line_count,
)
approve_sheet = command_view(
    services.approve_sheet,
    permission="counts.approve_countsheet",
    visible=selectors.visible_sheets,
    confirm=_("Approve %s with all its differences?"),
    done=_("Approved %s."),
    icon="badge-check",
    offered=lambda sheet: bool(sheet.above_count),
)
reopen_sheet = command_view(
    services.reopen_sheet,
    permission="counts.reopen_countsheet",
    visible=selectors.visible_sheets,
    label=_("Count again"),
    done=_("%s may be counted again."),
    icon="rotate-ccw",
)
post_sheet = command_view(
    services.post_sheet,
    permission="counts.post_countsheet",
    visible=selectors.visible_sheets,
    form=DateForm,
    confirm=_("Post %s? Stock and books are corrected by what differed at the moment of counting."),
    done=_("Posted %s."),
    offered=lambda sheet: not sheet.above_count or sheet.status == SheetStatus.APPROVED,
)
cancel_sheet = command_view(
    services.cancel_sheet,
    permission="counts.cancel_countsheet",
    visible=selectors.visible_sheets,
    confirm=_("Cancel %s? Nothing is corrected."),
    done=_("Cancelled %s."),
    danger=True,
)


class DifferenceList(ListScreen):
    """What differed on posted sheets."""

    permission = "counts.view_difference"
    names = "counts:difference"
    visible = selectors.visible_differences
    filterset_class = filters.DifferenceFilter
    table_class = tables.DifferenceTable
    title, subtitle = _("Count differences"), _("%s differences")
    tabs = (
        Tab(_("All")),
        Tab(_("Less than expected"), {"way": "missing"}),
        Tab(_("More than expected"), {"way": "found"}),
    )
    empty = {
        "title": _("No difference here"),
        "text": _("What differs stands here when a count is posted."),
        "icon": "equal",
    }
