"""The home page, the search over everything, and what went wrong in the background."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.core.answers import is_fragment
from apps.core.commands import command_view
from apps.core.models import Delivery
from apps.core.outbox import dead_letters, retry_delivery
from apps.core.permissions import ANY_USER, may, right
from apps.reporting import dashboard as home
from apps.reporting import search as finder
from apps.reporting import selectors


@right(ANY_USER)
@require_GET
def dashboard(request: Any) -> HttpResponse:
    """Show what waits, and to those who may see the books how the company stands."""
    company = request.company
    today: date = company.today()
    context: dict[str, Any] = {"groups": home.work_waiting(request), "today": today}
    if may(request.user, "ledger.view_entry"):
        books = home.Books(today, company.currency_id)
        context |= {
            "figures": books.figures(),
            "revenue_chart": books.revenue_chart(),
            "ageing_chart": books.ageing_chart(),
        }
    if may(request.user, "ledger.view_period"):
        context["periods"] = selectors.periods_to_close(today)[:3]
    return render(request, "reporting/dashboard.html", context)


@right(ANY_USER)
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Answer the search page, or its results alone for the dialog on Ctrl-K."""
    text = request.GET.get("q", "")
    context = {"text": text, "groups": finder.search(request.user, text)}
    part = "#results" if is_fragment(request) else ""
    return render(request, f"reporting/search.html{part}", context)


@right(ANY_USER)
@require_GET
def notifications(request: HttpRequest) -> HttpResponse:
    """Show what others said on the user's documents and, to those in charge, what could not be delivered."""
    context: dict[str, Any] = {"remarks": selectors.remarks_for(request.user)}
    if may(request.user, "core.view_delivery"):
        context["failed"] = dead_letters().select_related("event")[:50]
        context["may_retry"] = may(request.user, "core.retry_delivery")
    return render(request, "reporting/notifications.html", context)


def visible_deliveries(user: Any) -> Any:
    """Return the deliveries laid aside that ``user`` may see."""
    return dead_letters() if may(user, "core.view_delivery") else Delivery.objects.none()


delivery_retry = command_view(
    retry_delivery,
    permission="core.retry_delivery",
    visible=visible_deliveries,
    done=_("It is on its way again."),
)
