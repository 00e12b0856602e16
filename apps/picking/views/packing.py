"""The packing bench of a shipment: scan goods into the open package, close it, print its label."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import is_fragment, run_once
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.permissions import right
from apps.picking import bench, forms, printing, services
from apps.stock.models import StockDocument
from apps.stock.selectors import visible_shipments

RIGHT = "picking.pack_wave"


@right(RIGHT)
@require_GET
def desk(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what of a shipment is to be packed, and its packages."""
    return _panel(request, _shipment(request, pk), {})


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one scan; the same key again gets the same answer and counts nothing."""
    user: Any = request.user
    code = request.POST.get("code", "")[:200]
    last = request.POST.get("line", "")

    def act() -> dict[str, Any]:
        line = UUID(last) if len(last) == 36 else None
        done = services.scan_into_package(actor=user, pk=pk, code=code, line=line)
        return {"message": done.message, "line": str(done.line), "url": ""}

    return _do(request, pk, act)


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the open package with its weight."""
    user: Any = request.user

    def act() -> dict[str, Any]:
        form = forms.PackageForm(request.POST)
        if not form.is_valid():
            wrong = [text for errors in form.errors.values() for text in errors]
            raise InvalidInput(str(wrong[0]))
        done = services.close_package(actor=user, pk=pk, **form.cleaned_data)
        words = (
            _("Closed %(package)s. All is packed, and was brought to the dock.")
            if done.is_last
            else _("Closed %(package)s.")
        )
        return {"message": words % {"package": done.package}, "line": "", "url": ""}

    return _do(request, pk, act)


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a closed package again."""
    user: Any = request.user
    with transaction.atomic():
        package = get_object_or_404(bench.visible_packages(user), pk=pk)

    def act() -> dict[str, Any]:
        services.reopen_package(actor=user, pk=pk)
        return {"message": _("Opened %(package)s.") % {"package": package}, "line": "", "url": ""}

    return _do(request, package.shipment_id, act)


@right(RIGHT)
@require_POST
def label(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask a worker for the label of a package."""
    with transaction.atomic():
        package = get_object_or_404(bench.visible_packages(request.user), pk=pk)
        event = printing.ask_for_label(package)
    return redirect(f"{reverse('picking:list_pdf')}?asked={event.pk}")


def _do(request: HttpRequest, pk: UUID, act: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Act once per key, and show the bench with what was said."""
    with transaction.atomic():
        _shipment(request, pk)
    told = {"line": request.POST.get("line", "")}
    try:
        answer = run_once(request, act)
        told = {"said": answer["message"], "line": answer["line"]}
    except BusinessError as error:
        told["refused"] = error.message
    with transaction.atomic():
        shipment = _shipment(request, pk)
        if not is_fragment(request):
            words = told.get("refused") or told.get("said", "")
            (messages.error if told.get("refused") else messages.success)(request, words)
            return redirect(reverse("picking:bench_desk", args=[pk]))
        return _panel(request, shipment, told)


def _shipment(request: HttpRequest, pk: UUID) -> StockDocument:
    return get_object_or_404(visible_shipments(request.user), pk=pk)


def _panel(request: HttpRequest, shipment: StockDocument, told: dict[str, str]) -> HttpResponse:
    rows = bench.bench_rows(shipment.pk)
    packages = list(bench.packages_of(shipment.pk))
    context = {
        "shipment": shipment,
        "rows": rows,
        "left": sum(row.left > 0 for row in rows),
        "packages": packages,
        "open": next((package for package in packages if package.status == "open"), None),
        "form": forms.PackageForm(),
        "key": uuid4(),
        **{name: told.get(name, "") for name in ("said", "refused", "line")},
    }
    part = "#panel" if is_fragment(request) else ""
    status = 422 if told.get("refused") else 200
    return render(request, f"picking/packing.html{part}", context, status=status)
