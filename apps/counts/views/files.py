"""Counts from a file, and the sheet as PDF."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core.answers import run_once
from apps.core.asked_files import answer as answer_file
from apps.core.asked_files import waiting_for
from apps.core.exceptions import BusinessError
from apps.core.filetables import FileRow, read_table
from apps.core.permissions import right
from apps.counts import forms, printing, selectors, services
from apps.counts.services.importing import COLUMNS

SHOWN = 200


@right("counts.count_countsheet")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def import_counts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the counts of a file; rows that do not fit are named with the reason."""
    with transaction.atomic():
        sheet = get_object_or_404(selectors.visible_sheets(request.user), pk=pk)
    form = forms.CountFileForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    answer, status = None, 200
    if request.method == "POST":
        answer, status = _import(request, sheet, form)
        if answer and answer["applied"] and not answer["refused"]:
            messages.success(
                request, _("Applied the counts of %(count)d rows.") % {"count": answer["fitting"]}
            )
            return redirect("counts:countsheet_detail", pk=sheet.pk)
    context = {
        "sheet": sheet,
        "form": form,
        "answer": answer,
        "columns": ", ".join(COLUMNS),
        "shown": SHOWN,
        "key": uuid4(),
    }
    with transaction.atomic():
        return render(request, "counts/import.html", context, status=status)


def _import(request: HttpRequest, sheet: Any, form: Any) -> tuple[dict[str, Any] | None, int]:
    """Return what became of the file, and the status of the answer; errors are on the form."""
    if not form.is_valid():
        return None, 422
    upload = form.cleaned_data["file"]
    try:
        rows = read_table(upload.read(), upload.name, columns=COLUMNS, needed=("code", "quantity"))
        answer = run_once(
            request,
            lambda: _applied(request.user, sheet.pk, rows, form.cleaned_data["apply_good"]),
        )
    except BusinessError as error:
        form.add_error("file" if error.field == "file" else None, error.message)
        return None, error.http_status
    return answer, 422 if answer["refused"] else 200


def _applied(user: Any, pk: UUID, rows: list[FileRow], apply_good: bool) -> dict[str, Any]:  # noqa: FBT001
    outcome = services.import_counts(actor=user, pk=pk, rows=rows, apply_good=apply_good)
    return {
        "fitting": outcome.fitting,
        "applied": outcome.applied,
        "refused": [[row.number, row.code, row.reason] for row in outcome.refused],
    }


@right("counts.view_countsheet")
@require_POST
def ask_for_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a worker for the sheet as PDF."""
    sheet = get_object_or_404(selectors.visible_sheets(request.user), pk=pk)
    event = printing.ask_for_pdf(sheet)
    return redirect(waiting_for(reverse("counts:sheet_pdf"), event))


@right("counts.view_countsheet")
@require_GET
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    """Show the progress of the PDF, and the PDF when it is there."""
    return answer_file(request, printing.ASKED)
