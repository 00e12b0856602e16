"""Screens of the tax return: over a span, its boxes, the lines behind a figure, filing it."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.answers import answer_of, refuse, run_once
from apps.core.exceptions import BusinessError
from apps.core.exports import FORMATS, download
from apps.core.permissions import right
from apps.core.screens import FormScreen, ListScreen
from apps.ledger import charts, services, tax_filters, tax_selectors, tax_tables
from apps.ledger.choices import BoxSide
from apps.ledger.models import EntryLine, TaxBox, TaxReturn
from apps.ledger.questions import Question
from apps.ledger.report_forms import SpanForm
from apps.ledger.tax_forms import FileReturnForm, TaxBoxForm, TaxBoxSources
from apps.ledger.tax_sheets import RIGHT, lines_url, tax_return_sheet
from apps.ledger.taxreturns import filed_return, next_span, span_after, span_before
from apps.ledger.taxreturns import tax_return as figures_of


@right(RIGHT)
@require_GET
def tax_return(request: HttpRequest) -> Any:
    """Show the return of a span, as a page or as a file."""
    form, first, last = _span(request)
    kind = request.GET.get("export", "")
    question = Question("tax_return", first, last)
    sheet = tax_return_sheet(request.user, question)
    if kind in FORMATS:
        return download(sheet.values(), kind, f"tax-return-{last:%Y-%m-%d}")
    context = {
        "sheet": sheet,
        "form": form,
        "asked": {"report": "tax_return", **question.as_query()},
        "company": company_in_force(),
        "export_url": _url(first, last),
        "previous_url": _url(*span_before(first, last)),
        "next_url": _url(*span_after(first, last)),
        "filed": filed_return(first, last),
        "has_boxes": TaxBox.objects.exists(),
        "file_url": f"{reverse('ledger:taxreturn_file')}?first={first}&last={last}",
        "more": _more(first, last),
        "page": {},
        "idempotency_key": uuid4(),
    }
    return render(request, "ledger/tax_return.html", context, status=422 if form.errors else 200)


def _more(first: date, last: date) -> list[dict[str, Any]]:
    return [
        {"label": _("Tax lines"), "icon": "list", "url": lines_url(first, last)},
        {
            "label": _("Returns filed"),
            "icon": "file-check",
            "url": reverse("ledger:taxreturn_list"),
        },
        {"label": _("Boxes"), "icon": "columns-3", "url": reverse("ledger:taxbox_list")},
    ]


def _url(first: date, last: date) -> str:
    return f"{reverse('ledger:tax_return')}?first={first}&last={last}"


def _span(request: HttpRequest) -> tuple[SpanForm, date, date]:
    first, last = next_span(company_in_force().today())
    given = {"first": first.isoformat(), "last": last.isoformat(), **request.GET.dict()}
    form = SpanForm(given)
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    return form, first, last


@right("ledger.file_taxreturn")
@transaction.non_atomic_requests
def file_return(request: HttpRequest) -> HttpResponse:
    """Show what filing the return of a span does, and do it."""
    with transaction.atomic():
        _form, first, last = _span(request)
    given = request.POST if request.method == "POST" else None
    form = FileReturnForm(given, initial={"first": first, "last": last, "on": last})
    if request.method == "POST" and form.is_valid():
        try:
            answer = run_once(request, lambda: _file(request, form.cleaned_data))
        except BusinessError as error:
            form.add_error(
                error.field if error.field in ("on", "reference") else None, error.message
            )
        else:
            messages.success(request, answer["message"])
            return redirect(answer["url"])
    if form.is_bound and form.cleaned_data.get("first") and form.cleaned_data.get("last"):
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    with transaction.atomic():
        figures = figures_of(first, last)
        context = {
            "form": form,
            "figures": figures,
            "due": figures.total(BoxSide.DUE),
            "deductible": figures.total(BoxSide.DEDUCTIBLE),
            "company": company_in_force(),
            "back_url": _url(first, last),
            "idempotency_key": uuid4(),
        }
        status = 422 if form.errors else 200
        return render(request, "ledger/tax_return_file.html", context, status=status)


def _file(request: HttpRequest, values: dict[str, Any]) -> dict[str, Any]:
    actor: Any = request.user
    filed = services.file_tax_return(actor=actor, **values)
    return answer_of(filed, _("Filed the tax return %s."))


@right(RIGHT)
@require_GET
def taxreturn_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from the settlement's entry to its return."""
    filed: TaxReturn = get_object_or_404(tax_selectors.visible_tax_returns(request.user), pk=pk)
    return redirect(filed.get_absolute_url())


class TaxReturnList(ListScreen):
    """What was filed."""

    model = TaxReturn
    visible = tax_selectors.visible_tax_returns
    filterset_class = tax_filters.TaxReturnFilter
    table_class = tax_tables.TaxReturnTable
    title = _("Tax returns filed")
    empty = {
        "title": _("No return was filed yet"),
        "text": _("Open the tax return of a month or quarter and file it there."),
        "icon": "landmark",
    }


class TaxLineList(ListScreen):
    """The entry lines behind the figures of a return."""

    model = EntryLine
    permission = RIGHT
    names = "ledger:taxline"
    visible = tax_selectors.visible_tax_lines
    filterset_class = tax_filters.TaxLineFilter
    table_class = tax_tables.TaxLineTable
    title = _("Tax in the books")
    subtitle = _("%s lines")
    page_size = 100


class TaxBoxList(ListScreen):
    """The boxes of the tax return."""

    visible = tax_selectors.visible_tax_boxes
    filterset_class = tax_filters.TaxBoxFilter
    table_class = tax_tables.TaxBoxTable
    title = _("Boxes of the tax return")
    create = _("New box")
    page_size = 100
    empty = {
        "title": _("No boxes yet"),
        "text": _("Make one by one, or take those of the chart of accounts from the tax return."),
    }


class TaxBoxEdit(FormScreen):
    """The form of a box."""

    model = TaxBox
    visible = tax_selectors.visible_tax_boxes
    form_class = TaxBoxForm
    lines_class = TaxBoxSources
    template_name = "ledger/taxbox_form.html"
    service = services.save_tax_box
    title = _("Box of the tax return")


class TaxBoxCreate(TaxBoxEdit):
    """The form of a new box."""

    permission = "ledger.add_taxbox"
    title = _("New box")


@right("ledger.add_taxbox")
@transaction.non_atomic_requests
def install_boxes(request: HttpRequest) -> HttpResponse:
    """Make the boxes of the company's country where it has none."""
    back = reverse("ledger:tax_return")
    if request.method != "POST":
        return redirect(back)
    try:
        answer = run_once(request, lambda: _install(request))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return redirect(answer["url"])


def _install(request: HttpRequest) -> dict[str, Any]:
    actor: Any = request.user
    company = company_in_force()
    template = company.country.lower()
    made = services.install_tax_boxes(
        actor=actor,
        template=template if template in charts.TEMPLATES else "",
        language=company.language,
    )
    return {"url": reverse("ledger:taxbox_list"), "message": str(_("Made %s boxes.") % len(made))}
