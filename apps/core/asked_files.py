"""PDFs somebody asks a worker for: the event that asks, the finished file, and handing it only to who asked."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from apps.core.answers import is_fragment
from apps.core.attachments import issued
from apps.core.context import company_id, current
from apps.core.models import Attachment, Event

KIND: Final = "pdf"


def just_asked(name: str) -> Event:
    """Return the event ``name`` that was published last by who acts."""
    mine = Event.objects.filter(company_id=company_id(), name=name, actor_id=current().user_id)
    return mine.latest("id")


def asked_by(user: Any, name: str, pk: UUID) -> Event | None:
    """Return what ``user`` asked for under ``pk``."""
    mine = Event.objects.filter(company_id=company_id(), name=name, actor_id=user.pk)
    return mine.filter(pk=pk).first()


def pdf_of(event: Event) -> Attachment | None:
    """Return the finished PDF, with its bytes."""
    return issued(event, KIND)


def waiting_for(address: str, event: Event) -> str:
    """Return the address of the page that waits for what was asked for."""
    return f"{address}?{urlencode({'asked': str(event.pk)})}"


def answer(request: HttpRequest, name: str) -> HttpResponse:
    """Show the progress of the PDF ``?asked=``; with ``&file=1`` hand it out when it is there."""
    try:
        event = asked_by(request.user, name, UUID(request.GET.get("asked", "")))
    except ValueError:
        event = None
    if event is None:
        raise Http404
    done = pdf_of(event)
    if done and request.GET.get("file"):
        return handed_out(done)
    url = waiting_for(request.path, event)
    part = "#progress" if is_fragment(request) else ""
    context = {"done": done, "poll_url": url, "file_url": f"{url}&file=1"}
    return render(request, f"screens/asked_file.html{part}", context)


def handed_out(file: Attachment) -> HttpResponse:
    """Return a finished file for its reader alone, shown in the browser."""
    response = HttpResponse(bytes(file.content), content_type=file.content_type)
    response["Content-Disposition"] = f'inline; filename="{file.filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
