"""Screens of the reconciliation report: as of a day, as PDF, as XLSX and CSV."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.bank import forms, printing, selectors
from apps.bank.reporting import report_of
from apps.companies.selectors import company_in_force
from apps.core.asked_files import answer, waiting_for
from apps.core.exports import FORMATS, download
from apps.core.permissions import right

RIGHT = "bank.view_bankaccount"


@right(RIGHT)
@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """Show how the ledger's balance leads to the bank's as of ``?on=``; ``?export=`` is the file of it."""
    account = get_object_or_404(selectors.visible_bank_accounts(request.user), pk=pk)
    day, form = _day(request.GET)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        found = report_of(account, day, limit=None)
        name = slugify(f"{_('Reconciliation report')} {account.name} {day}") or "report"
        return download(found.values(), kind, name)
    context = {"account": account, "form": form, "report": report_of(account, day), "day": day}
    status = 422 if form.errors else 200
    return render(request, "bank/report.html", context, status=status)


def _day(data: Any) -> tuple[date, forms.ReportForm]:
    """Return the day that is asked for, today where none is."""
    today = company_in_force().today()
    form = forms.ReportForm({"on": data.get("on") or today.isoformat()})
    return (form.cleaned_data["on"] if form.is_valid() else today), form


@right(RIGHT)
@require_POST
def ask_for_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a worker for the report as PDF."""
    with transaction.atomic():
        account = get_object_or_404(selectors.visible_bank_accounts(request.user), pk=pk)
        day, _form = _day(request.POST)
        event = printing.ask_for_pdf(account, day)
    return redirect(waiting_for(reverse("bank:report_pdf"), event))


@right(RIGHT)
@require_GET
def report_pdf(request: HttpRequest) -> HttpResponse:
    """Show the progress of the PDF, and the PDF when it is there."""
    return answer(request, printing.ASKED)
