"""Screens of the reports of stock, and of why a move cost what it cost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.exports import FORMATS, download
from apps.core.lists import query_url
from apps.core.permissions import may, right
from apps.stock.selectors import visible_moves
from apps.valuation.choices import NEEDS_COST, Report
from apps.valuation.forms import ReportForm, usual
from apps.valuation.reports.ageing import ageing_sheet
from apps.valuation.reports.attention import dead_sheet, expiring_sheet
from apps.valuation.reports.movement import movement_sheet, turnover_sheet
from apps.valuation.reports.worth import worth_sheet
from apps.valuation.sheets import Sheet
from apps.valuation.why import why_of

SHOWN = 200
MAKERS: dict[Report, Callable[..., Sheet]] = {
    Report.WORTH: worth_sheet,
    Report.MOVEMENT: movement_sheet,
    Report.AGEING: ageing_sheet,
    Report.TURNOVER: turnover_sheet,
    Report.EXPIRING: expiring_sheet,
    Report.DEAD: dead_sheet,
}
SAID = {
    Report.WORTH: _("What there was at the end of a day, and what it was worth in the books"),
    Report.MOVEMENT: _("What was there, came in, left, and is there"),
    Report.AGEING: _("On hand by days since it came in; the oldest leave first"),
    Report.TURNOVER: _("Cost of goods sold against the average of the value at both ends"),
    Report.EXPIRING: _("Lots on hand that are to be used soon, or should have been"),
    Report.DEAD: _("On hand, and not sold for a long time"),
}
EMPTY = {
    Report.WORTH: _("Choose another day or remove a filter."),
    Report.EXPIRING: _("Look further ahead: ask for more days."),
    Report.DEAD: _("All goods on hand were sold since. Ask for fewer days."),
}


def _report(report: Report) -> Callable[..., HttpResponseBase]:
    @right("products.view_cost" if report in NEEDS_COST else "stock.view_level")
    @require_GET
    def view(request: HttpRequest) -> HttpResponseBase:
        return _show(request, report)

    return view


worth, movement, ageing = _report(Report.WORTH), _report(Report.MOVEMENT), _report(Report.AGEING)
turnover, expiring, dead = _report(Report.TURNOVER), _report(Report.EXPIRING), _report(Report.DEAD)


def _show(request: HttpRequest, report: Report) -> HttpResponseBase:
    today = company_in_force().today()
    form = ReportForm(usual(report, today) | request.GET.dict(), report=report, user=request.user)
    sheet = None
    if form.is_valid():
        sheet = MAKERS[report](form.asked(today))
        if request.GET.get("export") in FORMATS:
            name = f"{slugify(report.label) or report.value}-{today:%Y-%m-%d}"
            return download(sheet.values(), request.GET["export"], name)
    context: dict[str, Any] = {
        "title": report.label,
        "said": SAID[report],
        "empty": EMPTY.get(report, _("Choose other days or remove a filter.")),
        "form": form,
        "sheet": sheet,
        "rows": sheet.rows[:SHOWN] if sheet else [],
        "count": len(sheet.rows) if sheet else 0,
        "tabs": _tabs(request.user, report),
        "export_url": query_url(request),
        "currency": company_in_force().currency_id,
    }
    return render(request, "valuation/report.html", context, status=200 if sheet else 422)


def _tabs(user: Any, now: Report) -> list[dict[str, Any]]:
    return [
        {
            "label": report.label,
            "url": reverse(f"valuation:{report.value}"),
            "active": report == now,
        }
        for report in Report
        if report not in NEEDS_COST or may(user, "products.view_cost")
    ]


@right("stock.view_move")
@require_GET
def why(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show which receipts, layers or average the cost of a move came from."""
    move = get_object_or_404(visible_moves(request.user), pk=pk)
    if not may(request.user, "products.view_cost"):
        raise PermissionDenied("products.view_cost")
    context = {
        "move": move,
        "why": why_of(move, everything=request.GET.get("all") == "1"),
        "currency": company_in_force().currency_id,
    }
    return render(request, "valuation/why.html", context)
