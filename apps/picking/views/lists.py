"""The pick list as PDF: asked for, waited for, handed out."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import is_fragment
from apps.core.permissions import right
from apps.picking import printing, selectors

RIGHT = "picking.view_wave"


@right(RIGHT)
@require_POST
def ask_for_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a worker for the pick list of a wave."""
    with transaction.atomic():
        wave = get_object_or_404(selectors.visible_waves(request.user), pk=pk)
        event = printing.ask_for_list(wave)
    return redirect(_address(event.pk))


def _address(pk: UUID) -> str:
    return f"{reverse('picking:list_pdf')}?asked={pk}"


@right(RIGHT)
@require_GET
def list_pdf(request: HttpRequest) -> HttpResponse:
    """Show that the pick list ``?asked=`` is being written, then itself; with ``&file=1`` hand it out."""
    try:
        event = printing.asked_by(request.user, UUID(request.GET.get("asked", "")))
    except ValueError as error:
        raise Http404 from error
    if event is None:
        raise Http404
    done, url = printing.list_of(event), _address(event.pk)
    if done is None or not request.GET.get("file"):
        part = "#progress" if is_fragment(request) else ""
        context = {"done": done, "poll_url": url, "file_url": f"{url}&file=1"}
        return render(request, f"ledger/report_pdf.html{part}", context)
    headers = {
        "Content-Disposition": f'inline; filename="{done.filename}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(bytes(done.content), content_type=done.content_type, headers=headers)
