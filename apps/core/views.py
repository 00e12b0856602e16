"""Comments and files of any document: whoever sees the document may read and add them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.core import comments, uploads
from apps.core.answers import answer_of, document_url, go_to, refuse, run_once
from apps.core.attachments import safe_filename
from apps.core.exceptions import BusinessError
from apps.core.models import Attachment
from apps.core.permissions import ANY_USER, right, visible_target

INLINE = ("application/pdf", "image/png", "image/jpeg")


@right(ANY_USER)
@require_POST
@transaction.non_atomic_requests
def comment_create(request: HttpRequest, label: str, pk: UUID) -> HttpResponse:
    """Add a remark to a document the user sees."""
    with transaction.atomic():
        target = visible_target(request.user, label, pk)
    text = request.POST.get("text", "")
    try:
        run_once(
            request,
            lambda: answer_of(
                comments.add_comment(actor=request.user, target=target, text=text), ""
            ),
        )
    except BusinessError as error:
        return refuse(request, error, document_url(target))
    return go_to(request, document_url(target))


@right(ANY_USER)
@require_POST
@transaction.non_atomic_requests
def attachment_create(request: HttpRequest, label: str, pk: UUID) -> HttpResponse:
    """Attach a file to a document the user sees."""
    with transaction.atomic():
        target = visible_target(request.user, label, pk)
    upload = request.FILES.get("file")
    try:
        run_once(
            request,
            lambda: answer_of(
                uploads.attach_upload(actor=request.user, target=target, upload=upload), ""
            ),
        )
    except BusinessError as error:
        return refuse(request, error, document_url(target))
    if upload is not None:
        messages.success(request, _("Attached %s.") % safe_filename(upload.name or ""))
    return go_to(request, document_url(target))


@right(ANY_USER)
@require_GET
def attachment_download(request: HttpRequest, pk: UUID) -> FileResponse:
    """Send a file of a document the user sees, in a way that can do no harm in the browser."""
    file = Attachment.objects.filter(pk=pk).first()
    if file is None:
        raise Http404
    visible_target(request.user, file.target_type, file.target_id)
    return file_response(file)


def file_response(file: Attachment) -> FileResponse:
    """Return the bytes of ``file`` as stored; only PDF and pictures are shown, all else is downloaded."""
    inline = file.content_type in INLINE
    response = FileResponse(
        iter([bytes(file.content)]),
        as_attachment=not inline,
        filename=file.filename,
        content_type=file.content_type if inline else "application/octet-stream",
    )
    disposition = content_disposition_header(not inline, file.filename)
    response["Content-Disposition"] = disposition or "inline"
    response["Content-Length"] = str(file.size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    viewer = (
        file.content_type == "application/pdf"
    )  # a browser's PDF viewer does not start in a sandbox
    response["Content-Security-Policy"] = (
        f"default-src 'none'; frame-ancestors 'self'{'' if viewer else '; sandbox'}"
    )
    return response
