"""Screens of the exports: which there are, asking for one, its file."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.answers import is_fragment
from apps.core.formatting import format_date, format_money, format_quantity, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.integrations import filters, forms, selectors, services, tables
from apps.integrations.formats.registry import WRITERS
from apps.integrations.models import ExportResult, JournalExport


class JournalExportList(ListScreen):
    """Exports of the journal."""

    visible = selectors.visible_exports
    filterset_class = filters.JournalExportFilter
    table_class = tables.JournalExportTable
    title, subtitle = _("Exports of the journal"), _("%s exports")
    create = _("New export")
    tabs = (
        Tab(_("All")),
        Tab(_("Being written"), {"state": "waiting"}),
        Tab(_("Ready"), {"state": "ready"}),
        Tab(_("Refused"), {"state": "refused"}),
    )
    empty = {
        "title": _("Nothing was exported yet"),
        "text": _("Hand the journal to another program, or to the tax office."),
    }


class JournalExportEdit(FormScreen):
    """Asking for an export."""

    visible = selectors.visible_exports
    form_class = forms.JournalExportForm
    service = services.save_export
    title, done, submit = _("New export"), _("A worker is writing %s."), _("Export")


class JournalExportDetail(DetailScreen):
    """One export: its days, its hash, its file."""

    model = JournalExport
    visible = selectors.visible_exports
    template_name = "integrations/journalexport_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, or with the piece of it that waits for the file."""
        if is_fragment(request):
            export = get_object_or_404(self.get_queryset(), pk=kwargs["pk"])
            template = "integrations/journalexport_detail.html#file"
            return render(request, template, file_of(export))
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the facts of the export and where its file is."""
        export = self.object
        result = getattr(export, "result", None)
        facts = [
            {"label": _("Format"), "value": export.get_format_display()},
            {"label": _("Asked by"), "value": export.actor or "–"},
            {"label": _("Asked at"), "value": format_stamp(export.created_at)},
        ]
        made = facts_of(result) if result and not result.refusal else []
        return super().get_context_data(facts=[*facts, *made], **file_of(export), **kwargs)


def facts_of(result: ExportResult) -> list[dict[str, Any]]:
    """Return what the file of an export holds."""
    return [
        {"label": _("From"), "value": result.first_date and format_date(result.first_date)},
        {"label": _("To"), "value": result.last_date and format_date(result.last_date)},
        {"label": _("Sealed up to"), "value": format_quantity(result.seal_number)},
        {"label": _("Entries"), "value": format_quantity(result.entry_count)},
        {"label": _("Lines"), "value": format_quantity(result.line_count)},
        {"label": _("Debit"), "value": format_money(result.total, company_in_force().currency_id)},
    ]


def file_of(export: JournalExport) -> dict[str, Any]:
    """Return what the page says of the file: where it is, why there is none, or that it is being written."""
    return {
        "export": export,
        "result": getattr(export, "result", None),
        "poll_url": export.get_absolute_url(),
        "file_url": reverse("integrations:journalexport_file", args=[export.pk]),
    }


@right("integrations.view_journalexport")
@require_GET
def journalexport_file(request: HttpRequest, pk: UUID) -> StreamingHttpResponse:
    """Hand out the file of an export, the same bytes every time."""
    export = get_object_or_404(selectors.visible_exports(request.user), pk=pk)
    result = getattr(export, "result", None)
    if result is None or result.refusal:
        raise Http404
    response = StreamingHttpResponse(
        selectors.pieces_of(export.pk, export.company_id),
        content_type=WRITERS[export.format].content_type,
    )
    response["Content-Disposition"] = f'attachment; filename="{result.filename}"'
    response["Content-Length"] = str(result.size)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
