"""Screens of budgets: the list, the form, and the comparison with what was booked."""

from datetime import date
from functools import cached_property
from typing import Any

from django.http import FileResponse, HttpRequest
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from apps.budgets import filters, forms, selectors, services, sheets, tables
from apps.budgets.models import Budget
from apps.companies.selectors import company_in_force
from apps.core.exports import FORMATS
from apps.core.permissions import may
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.ledger.reports import RIGHT
from apps.ledger.sheets import account_url


class BudgetList(ListScreen):
    """Budgets."""

    visible = selectors.visible_budgets
    filterset_class = filters.BudgetFilter
    table_class = tables.BudgetTable
    title, create = _("Budgets"), _("New budget")
    empty = {
        "title": _("No budget yet"),
        "text": _("Plan what accounts may take in a year; bills and entries are held against it."),
        "icon": "wallet",
    }


class BudgetDetail(DetailScreen):
    """One budget, compared with what was booked from the start of its year."""

    model = Budget
    visible = selectors.visible_budgets
    template_name = "budgets/budget_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the page, or hand out the comparison as a file."""
        kind = request.GET.get("export", "")
        if kind not in FORMATS or not may(request.user, RIGHT):
            return super().get(request, *args, **kwargs)
        self.object = self.get_object()
        last, rows = self._compared()
        write, content_type = FORMATS[kind]
        name = f"{slugify(self.object.name) or 'budget'}-{last:%Y-%m-%d}.{kind}"
        return FileResponse(
            write(sheets.values_of(rows)),
            as_attachment=True,
            filename=name,
            content_type=content_type,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the comparison through the chosen period, today's without one."""
        budget = self.object
        last, rows = self._compared() if may(self.request.user, RIGHT) else (None, [])
        return super().get_context_data(
            facts=_facts(budget),
            rows=[_linked(row, budget, last) for row in rows] if last else [],
            form=self.form,
            last=last,
            currency=company_in_force().currency_id,
            export_url=f"{self.request.path}?{self.request.GET.urlencode()}",
            **kwargs,
        )

    @cached_property
    def form(self) -> forms.ThroughForm:
        """Return the form that chooses the period: today's, or the last of the year, where the address names none."""
        months = selectors.months_of(self.object.fiscal_year_id)
        today = company_in_force().today()
        usual = next((month for month in months if month.start <= today <= month.end), months[-1])
        chosen = {"period": self.request.GET.get("period") or usual.pk}
        return forms.ThroughForm(chosen, year=self.object.fiscal_year_id)

    def _compared(self) -> tuple[date, list[selectors.BudgetRow]]:
        form = self.form
        chosen = form.cleaned_data["period"].end if form.is_valid() else self.object.fiscal_year.end
        return chosen, selectors.budget_rows(self.request.user, self.object, chosen)


def _linked(row: selectors.BudgetRow, budget: Budget, last: date) -> dict[str, Any]:
    more = {"only": str(row.value.pk)} if row.value else {}
    url = account_url(row.account, budget.fiscal_year.start, last, **more)
    return {"row": row, "url": url, "width": min(row.share or 0, 100)}


def _facts(budget: Budget) -> list[dict[str, Any]]:
    pairs: list[tuple[Any, Any]] = [
        (_("Fiscal year"), budget.fiscal_year),
        (_("When it is used up"), budget.get_control_display()),
        (_("State"), budget.state_label),
        (_("Notes"), budget.notes),
    ]
    return [{"label": label, "value": value, "url": ""} for label, value in pairs if value]


class BudgetEdit(FormScreen):
    """The form of a budget with its lines."""

    model = Budget
    visible = selectors.visible_budgets
    form_class = forms.BudgetForm
    lines_class = forms.BudgetLines
    service = services.save_budget
    title = _("Edit %s")


class BudgetCreate(BudgetEdit):
    """The form of a new budget."""

    permission = "budgets.add_budget"
    title = _("New budget")
