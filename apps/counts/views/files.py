"""Counts from a file, and the sheet as PDF."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.core.asked_files import answer as answer_file
from apps.core.asked_files import waiting_for
from apps.core.file_import import Import, Imported, import_page
from apps.core.filetables import FileRow
from apps.core.permissions import right
from apps.counts import printing, selectors, services
from apps.counts.services.importing import COLUMNS


@right("counts.count_countsheet")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def import_counts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the counts of a file; rows that do not fit are named with the reason."""
    with transaction.atomic():
        sheet = get_object_or_404(selectors.visible_sheets(request.user), pk=pk)

    def take(rows: list[FileRow], apply_good: bool) -> Imported:  # noqa: FBT001
        return services.import_counts(
            actor=request.user,  # type: ignore[arg-type]
            pk=pk,
            rows=rows,
            apply_good=apply_good,
        )

    done = _("Applied the counts of %(count)d rows.")
    sheets = (_("Stock counts"), reverse("counts:countsheet_list"))
    return import_page(
        request,
        Import(COLUMNS, ("code", "quantity"), take, done),
        title=_("Import counts"),
        text=_("The code is a SKU or bar code; location and lot are needed where the sheet has several."),
        crumbs=[sheets, (str(sheet), reverse("counts:countsheet_detail", args=[pk]))],
    )  # fmt: skip


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
