"""Pictures of products: their bytes, which browsers keep, and the commands on them."""

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import answer_of, document_url, go_to, refuse, run_once
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.permissions import right
from apps.products import services
from apps.products.selectors import visible_pictures, visible_products


@right("products.view_product")
@require_GET
def picture_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a picture in the size of a page."""
    return _bytes(request, pk, "page")


@right("products.view_product")
@require_GET
def picture_thumb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send a picture in the size of a thumbnail."""
    return _bytes(request, pk, "thumb")


def _bytes(request: HttpRequest, pk: UUID, size: str) -> HttpResponse:
    """Answer with bytes that never change, in a way that can do no harm in the browser."""
    rows = visible_pictures(request.user).select_related(None).only(size, "sha256")
    picture = get_object_or_404(rows, pk=pk)
    etag = f'"{size}-{picture.sha256}"'
    answer = get_conditional_response(request, etag=etag)
    if answer is None:
        answer = HttpResponse(bytes(getattr(picture, size)), content_type="image/webp")
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return answer


@right("products.change_product")
@require_POST
@transaction.non_atomic_requests
def add_picture(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a picture to a product the user sees."""
    with transaction.atomic():
        product = get_object_or_404(visible_products(request.user), pk=pk)
    upload = request.FILES.get("picture")
    try:
        run_once(
            request,
            lambda: answer_of(services.add_picture(actor=request.user, pk=pk, upload=upload), ""),
        )
    except BusinessError as error:
        return refuse(request, error, document_url(product))
    messages.success(request, _("Added the picture."))
    return go_to(request, document_url(product))


remove_picture = command_view(
    services.remove_picture,
    permission="products.change_product",
    visible=visible_pictures,
    label=_lazy("Remove"),
    done=_lazy("Removed the picture."),
    danger=True,
)
lead_picture = command_view(
    services.lead_picture,
    permission="products.change_product",
    visible=visible_pictures,
    label=_lazy("Show first"),
    done=_lazy("Lists and scanners show this picture now."),
)
