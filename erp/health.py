"""What load balancers ask: is the process alive, and can it serve."""

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def healthz(_: HttpRequest) -> HttpResponse:
    """Answer without touching anything."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
@transaction.non_atomic_requests
def readyz(_: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503, so that nobody is sent here meanwhile."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")
