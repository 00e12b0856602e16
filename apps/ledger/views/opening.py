"""Screens of opening balances: a file checked row by row, then posted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.answers import answer_of, is_fragment, run_once
from apps.core.attachments import safe_filename
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date, format_money, format_stamp
from apps.core.ids import uuid7
from apps.core.permissions import right
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger import filters, selectors, services, tables
from apps.ledger.models import OpeningImport
from apps.ledger.opening_files import COLUMNS
from apps.ledger.report_forms import OpeningForm
from apps.ledger.services.opening import OpeningPlan, plan_opening


class OpeningImportList(ListScreen):
    """Opening balances that were taken over, newest first."""

    visible = selectors.visible_opening_imports
    filterset_class = filters.OpeningImportFilter
    table_class = tables.OpeningImportTable
    title = _("Opening balances")
    create = _("Import opening balances")
    empty = {
        "title": _("No opening balances yet"),
        "text": _("Import the balances and open items of the program you used before."),
        "icon": "upload",
    }


class OpeningImportDetail(DetailScreen):
    """One file of opening balances with its totals and its entry."""

    model = OpeningImport
    visible = selectors.visible_opening_imports
    template_name = "ledger/openingimport_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the totals."""
        done: OpeningImport = self.object
        own = company_in_force().currency_id
        entry_url = reverse("ledger:entry_detail", args=[done.entry_id])
        facts = [
            {"label": _("Date"), "value": format_date(done.date)},
            {"label": _("Rows"), "value": done.rows},
            {"label": _("Control total"), "value": format_money(done.control_total, own)},
            {
                "label": _("Booked to opening balances"),
                "value": format_money(-done.difference, own),
            },
            {"label": _("Entry"), "value": _("Journal entry"), "url": entry_url},
            {"label": _("Posted by"), "value": done.actor or ""},
            {"label": _("Posted at"), "value": format_stamp(done.created_at)},
        ]
        return super().get_context_data(facts=facts, **kwargs)


@right("ledger.add_openingimport")
@transaction.non_atomic_requests
def import_opening(request: HttpRequest) -> HttpResponse:
    """Show what a file would post and what is wrong with it; post it when told to."""
    with transaction.atomic():
        today = company_in_force().today().replace(month=1, day=1)
        form = OpeningForm(request.POST or None, request.FILES or None, initial={"on": today})
        is_valid = request.method == "POST" and form.is_valid()
    asked: dict[str, Any] = {}
    if is_valid:
        upload = form.cleaned_data.pop("file")
        asked = {"content": upload.read(), "filename": safe_filename(upload.name), **form.cleaned_data}  # fmt: skip
    if is_valid and request.POST.get("verb") == "post":
        try:
            answer = run_once(request, lambda: _post(request, asked))
        except BusinessError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, answer["message"])
            return redirect(answer["url"])
    with transaction.atomic():
        return _shown(request, form, asked)


def _post(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    actor: Any = request.user
    return answer_of(services.post_opening(actor=actor, **asked), _("Posted %s."))


def _shown(request: HttpRequest, form: OpeningForm, asked: dict[str, Any]) -> HttpResponse:
    plan: OpeningPlan | None = None
    if asked:
        try:
            plan = plan_opening(**asked)
        except BusinessError as error:
            if not form.errors:
                form.add_error("file", error.message)
    context = {
        "form": form,
        "plan": plan,
        "company": company_in_force(),
        "columns": COLUMNS,
        "idempotency_key": uuid7(),
    }
    part = "#plan" if is_fragment(request) and request.method == "POST" else ""
    status = 422 if form.errors and not part else 200
    return render(request, f"ledger/openingimport_form.html{part}", context, status=status)
