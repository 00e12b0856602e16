"""Screens of the reports, with their exports and PDFs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from apps.companies.selectors import company_in_force
from apps.core.answers import is_fragment, refuse
from apps.core.exceptions import BusinessError
from apps.core.exports import FORMATS
from apps.core.lists import PAGE_PARAMETERS, Tab
from apps.core.models import Event
from apps.core.permissions import right
from apps.core.screens import ListScreen
from apps.ledger import filters, printing, selectors, tables
from apps.ledger.models import EntryLine
from apps.ledger.questions import Question
from apps.ledger.report_forms import AccountSpanForm, SpanForm, StatementForm
from apps.ledger.reports import RIGHT, usual_span
from apps.ledger.sheets import Sheet
from apps.ledger.spans import Columns
from apps.ledger.statement_sheets import SHEETS, make_sheet


def _report(name: str) -> Callable[[HttpRequest], HttpResponse]:
    @right(RIGHT)
    @require_GET
    def view(request: HttpRequest) -> HttpResponse:
        return _show(request, name)

    return view


trial_balance = _report("trial_balance")
profit_and_loss = _report("profit_and_loss")
balance_sheet = _report("balance_sheet")
cash_flow = _report("cash_flow")


@right(RIGHT)
@require_GET
def account_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the statement of an account."""
    account = get_object_or_404(selectors.visible_accounts(request.user), pk=pk)
    return _show(request, f"account:{account.pk}", account=account)


class GeneralLedger(ListScreen):
    """Every line of the books, by account."""

    model = EntryLine
    permission = RIGHT
    visible = selectors.visible_lines
    filterset_class = filters.EntryLineFilter
    table_class = tables.EntryLineTable
    title = _("General ledger")
    subtitle = _("%s lines")
    page_size = 100
    tabs: tuple[Tab, ...] = ()


def _show(request: HttpRequest, name: str, **more: Any) -> Any:
    form, question = _asked(request, name)
    kind = request.GET.get("export", "")
    try:
        if kind in FORMATS:
            return _file(make_sheet(question, request.user), kind, question.last)
        keys = {key: request.GET.get(key, "") for key in PAGE_PARAMETERS}
        sheet = make_sheet(question, request.user, whole=False, **keys)
    except BusinessError as error:
        if kind or error.field not in form.fields:
            return refuse(request, error, request.path)
        form.add_error(error.field, error.message)
        sheet = make_sheet(replace(question, columns=Columns.TOTAL), request.user, whole=False)
    asked = question.as_query()
    context = {"sheet": sheet, "form": form, "asked": {"report": name, **asked}}
    url = f"{request.path}?{urlencode(asked)}"
    context |= {"company": company_in_force(), "export_url": url, "page": _pager(url, sheet)}
    status = 422 if form.errors else 200
    return render(request, "ledger/report.html", context | more, status=status)


def _pager(url: str, sheet: Sheet) -> dict[str, str]:
    """Return the addresses of the pages beside ``sheet``; empty when it is whole."""
    found: dict[str, str] = {}
    if sheet.previous:
        found |= {"first_url": url, "previous_url": f"{url}&before={sheet.previous}"}
    if sheet.next:
        found |= {"next_url": f"{url}&after={sheet.next}"}
    return found


def _asked(request: HttpRequest, name: str) -> tuple[SpanForm, Question]:
    """Return the form and what it asks for; the usual span and one column where it does not say."""
    first, last = usual_span(company_in_force().today())
    given = {"first": first.isoformat(), "last": last.isoformat(), **request.GET.dict()}
    form = form_of(name)(given)
    if not form.is_valid():
        return form, Question(name, first, last)
    return form, Question(name, **form.cleaned_data)


def form_of(name: str) -> type[SpanForm]:
    """Return the form of a report: statements have columns, an account has a span."""
    return StatementForm if name in SHEETS else AccountSpanForm


def _file(sheet: Sheet, kind: str, last: date) -> FileResponse:
    write, content_type = FORMATS[kind]
    name = f"{slugify(sheet.title) or 'report'}-{last:%Y-%m-%d}.{kind}"
    response = FileResponse(
        write(sheet.values()), as_attachment=True, filename=name, content_type=content_type
    )
    response["Cache-Control"] = "no-store"
    return response


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def ask_for_pdf(request: HttpRequest) -> HttpResponse:
    """Ask a worker for a report as PDF and show its progress."""
    return _ask_worker(request, printing.ask_for_pdf)


@right("ledger.add_reportrun")
@require_POST
@transaction.non_atomic_requests
def pin_report(request: HttpRequest) -> HttpResponse:
    """Ask a worker to keep a report as of the head of the chain, and show its progress."""
    return _ask_worker(request, printing.pin_report)


def _ask_worker(request: HttpRequest, ask: Callable[[Question], Event]) -> HttpResponse:
    name = request.POST.get("report", "")
    if name not in SHEETS and not name.startswith("account:"):
        raise Http404
    with transaction.atomic():
        form = form_of(name)(request.POST)
        if not form.is_valid():
            raise Http404
    question = Question(name, **form.cleaned_data)
    try:
        with transaction.atomic():
            question.cuts  # noqa: B018 refuses too many columns before a worker does
            if name.startswith("account:"):
                accounts = selectors.visible_accounts(request.user)
                account = get_object_or_404(accounts, pk=_uuid(name.removeprefix("account:")))
                printing.require_printable(request.user, account, question)
            event = ask(question)
    except BusinessError as error:
        return refuse(request, error, _screen_of(name))
    return redirect(_waiting_for(event.pk))


def _screen_of(name: str) -> str:
    if name in SHEETS:
        return reverse(f"ledger:{name}")
    return reverse("ledger:account_detail", args=[_uuid(name.removeprefix("account:"))])


@right(RIGHT)
@require_GET
def report_pdf(request: HttpRequest) -> HttpResponse:
    """Show the progress of the PDF ``?asked=``; with ``&file=1`` hand it out when it is there."""
    event = printing.asked_by(request.user, _uuid(request.GET.get("asked", "")))
    if event is None:
        raise Http404
    done = printing.pdf_of(event)
    if done and request.GET.get("file"):
        response = HttpResponse(bytes(done.content), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{done.filename}"'
        response["Cache-Control"] = "no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
    part = "#progress" if is_fragment(request) else ""
    url = _waiting_for(event.pk)
    is_pinned = bool(event.payload.get("pin"))
    context = {"done": done, "is_pinned": is_pinned, "poll_url": url, "file_url": f"{url}&file=1"}
    return render(request, f"ledger/report_pdf.html{part}", context)


def _waiting_for(pk: UUID) -> str:
    return f"{reverse('ledger:report_pdf')}?asked={pk}"


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
