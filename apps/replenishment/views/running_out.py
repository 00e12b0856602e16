"""The report of what would run out."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.exports import FORMATS, download
from apps.core.lists import query_url
from apps.core.permissions import right
from apps.replenishment.forms import RunningOutForm
from apps.replenishment.running_out import SHOWN, as_rows, shortages


@right("replenishment.view_proposal")
@require_GET
def running_out(request: HttpRequest) -> HttpResponseBase:
    """Show what would be gone within some days, the first before; as a file all of it."""
    form = RunningOutForm(request.GET or None, user=request.user)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    house = asked.get("warehouse")
    days = asked.get("days") or form.usual_days
    found = shortages(request.user, days=days, warehouse=house.pk if house else None)
    kind = request.GET.get("export", "")
    if kind in FORMATS:
        name = f"{_('running-out')}-{company_in_force().today():%Y-%m-%d}"
        return download(as_rows(found), kind, name)
    context: dict[str, Any] = {
        "form": form,
        "days": days,
        "count": len(found),
        "rows": found[:SHOWN],
        "export_url": query_url(request),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "replenishment/running_out.html", context, status=status)
