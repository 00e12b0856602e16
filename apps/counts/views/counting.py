"""The counting screen: scan or type a place, goods or a lot, write the figure, Enter, the next. It is blind."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.core.answers import run_once
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_quantity
from apps.core.idempotency import FORM_FIELD
from apps.core.permissions import right
from apps.counts import forms, selectors, services
from apps.counts.models import CountLine, CountSheet
from apps.counts.scanning import SHOWN, Meaning, meaning_of, place_of
from apps.products.choices import Tracking
from apps.products.models import Product


@right("counts.count_countsheet")
@transaction.non_atomic_requests
@require_http_methods(["GET", "HEAD", "POST"])
def count(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what the code ``?code=`` or the line ``?line=`` means; POST writes a figure, once per hidden key."""
    if request.method == "POST":
        return _write(request, pk)
    with transaction.atomic():
        sheet = get_object_or_404(selectors.visible_sheets(request.user), pk=pk)
        found = _asked(sheet, request.GET)
        return _page(request, sheet, found, status=422 if found.error else 200)


def _asked(sheet: CountSheet, query: Any) -> Meaning:
    """Return what the address asks for."""
    place = place_of(sheet, _id(query.get("place")))
    line = _id(query.get("line"))
    if line is not None:
        row = selectors.lines_of(sheet).filter(pk=line).first()
        return Meaning(place=place, line=row)
    product = _id(query.get("product"))
    if product is not None:
        goods = Product.objects.filter(pk=product, kind="goods").select_related("unit").first()
        return Meaning(place=place, product=goods, lot_text=query.get("lot_text", "")[:60])
    code = query.get("code", "").replace("\x00", "").strip()[:100]
    return meaning_of(sheet, code, place) if code else Meaning(place=place)


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Store a figure and go on to the next, or say what to mend with all that was typed."""
    with transaction.atomic():
        sheet = get_object_or_404(selectors.visible_sheets(request.user), pk=pk)
        found = _asked(sheet, request.POST)
        form = _form(sheet, found, request.POST)
        if form is None:
            found.error = found.error or _("Choose a line of this sheet.")
        if form is None or not form.is_valid():
            return _page(request, sheet, found, form=form, status=422)
    try:
        answer = run_once(request, lambda: _store(request.user, sheet, found, form.cleaned_data))
    except BusinessError as error:
        with transaction.atomic():
            form.add_error(error.field if error.field in form.fields else None, error.message)
            return _page(request, sheet, found, form=form, status=error.http_status)
    messages.success(request, answer["message"])
    place = found.place.pk if found.place else None
    return redirect(_address(sheet, **({"place": place} if place else {})))


def _store(user: Any, sheet: CountSheet, found: Meaning, values: dict[str, Any]) -> dict[str, Any]:
    if found.line is not None:
        line = services.count_line(
            actor=user, pk=sheet.pk, line=found.line.pk, counted=values["counted"]
        )
    else:
        assert found.product is not None
        line = services.count_found(actor=user, pk=sheet.pk, product=found.product, **values)
    return {"message": _said(line)}


def _said(line: CountLine) -> str:
    """Return the figure that was stored, in words; without what was expected."""
    lot = f" · {line.lot}" if line.lot_id else ""
    return _("Counted %(quantity)s of %(product)s in %(place)s.") % {
        "quantity": format_quantity(line.counted or 0, line.product.unit.code),
        "product": f"{line.product}{lot}",
        "place": line.location,
    }


def _form(sheet: CountSheet, found: Meaning, data: Any = None) -> Any:
    """Return the form of the line or goods that were found; None while there are none."""
    if found.line is not None:
        is_piece = found.line.product.tracking == Tracking.SERIAL
        return forms.FigureForm(data, initial={"counted": 1 if is_piece else None})
    if found.product is not None:
        initial = {"location": found.place, "lot_text": found.lot_text}
        return forms.FoundForm(data, sheet=sheet, product=found.product, initial=initial)
    return None


def _page(
    request: HttpRequest, sheet: Any, found: Meaning, *, form: Any = None, status: int = 200
) -> HttpResponse:
    todo = selectors.lines_of(sheet).filter(tally_count=0)
    if found.place:
        todo = todo.filter(location=found.place)
    context = {
        "sheet": sheet,
        "found": found,
        "form": form or _form(sheet, found),
        "choices": found.lines if found.line is None else [],
        "todo": list(todo[:SHOWN]),
        "todo_count": todo.count(),
        "key": request.POST.get(FORM_FIELD) or uuid4(),
        "address": _address(sheet),
        "kept": f"&place={found.place.pk}" if found.place else "",
    }
    return render(request, "counts/count.html", context, status=status)


def _address(sheet: CountSheet, **query: Any) -> str:
    address = reverse("counts:countsheet_count", args=[sheet.pk])
    return f"{address}?{urlencode(query)}" if query else address
