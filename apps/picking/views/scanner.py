"""The scanner screen of a wave: one box that is always ready, what is next, and what was said last."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import is_fragment, run_once
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.permissions import right
from apps.picking import forms, selectors, services
from apps.picking.models import Wave
from apps.picking.services import Scanned
from apps.products.selectors import picture_of

RIGHT = "picking.pick_wave"


@right(RIGHT)
@require_GET
def scanner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what is to be picked next; ``?line=`` begins with another line."""
    wave = _wave(request, pk)
    return _panel(request, wave, _uuid(request.GET.get("line")))


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one scan; the same key again gets the same answer and counts nothing."""
    user: Any = request.user
    code = request.POST.get("code", "")[:200]
    return _do(request, pk, lambda line: services.scan(actor=user, pk=pk, line=line, code=code))


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def short(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave a line short, with a reason."""
    user: Any = request.user
    reason = request.POST.get("reason", "")
    return _do(
        request, pk, lambda line: services.leave_short(actor=user, pk=pk, line=line, reason=reason)
    )


@right(RIGHT)
@require_POST
@transaction.non_atomic_requests
def elsewhere(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Pick a line, or a part of it, somewhere else."""
    user: Any = request.user

    def take(line: UUID) -> Scanned:
        row = services.line_told(pk, line)
        form = forms.ElsewhereForm(request.POST, line=row)
        if not form.is_valid():
            words = [text for errors in form.errors.values() for text in errors]
            raise InvalidInput(str(words[0]))
        values = {**form.cleaned_data, "level": UUID(form.cleaned_data["level"])}
        made = services.take_elsewhere(actor=user, pk=pk, line=line, **values)
        return Scanned(made.pk, str(made.location), is_settled=False)

    return _do(request, pk, take)


def _do(request: HttpRequest, pk: UUID, act: Callable[[UUID], Scanned]) -> HttpResponse:
    """Act on the line that is told, once per key, and show what is next with what was said."""
    line = _uuid(request.POST.get("line")) or pk  # the wave's own id is no line of it
    with transaction.atomic():
        _wave(request, pk)
    said, refused, seen_place = "", "", False
    try:
        answer = run_once(request, partial(_done, act, line))
        said, line = answer["message"], UUID(answer["line"])
        seen_place = not answer["counted"]
    except BusinessError as error:
        refused = error.message
    with transaction.atomic():
        wave = _wave(request, pk)
        if not is_fragment(request):
            (messages.error if refused else messages.success)(request, refused or said)
            return redirect(f"{reverse('picking:wave_scanner', args=[pk])}?line={line}")
        return _panel(request, wave, line, said=said, refused=refused, seen_place=seen_place)


def _done(act: Callable[[UUID], Scanned], line: UUID) -> dict[str, Any]:
    done = act(line)
    return {"message": done.message, "line": str(done.line), "counted": done.counted, "url": ""}


def _wave(request: HttpRequest, pk: UUID) -> Wave:
    return get_object_or_404(selectors.visible_waves(request.user), pk=pk)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


def _panel(request: HttpRequest, wave: Wave, after: UUID | None, **told: Any) -> HttpResponse:
    lines = list(selectors.lines_of(wave.pk).select_related("wave"))
    line = selectors.next_line(lines, after)
    steps = wave.warehouse.delivery_steps
    next_steps = [state.next_step(steps) for state in selectors.shipments_of(lines)]
    context = {
        "wave": wave,
        "line": line,
        "picture": picture_of(line.product_id) if line else None,
        "lines": lines,
        "done": sum(row.is_settled for row in lines),
        "elsewhere": forms.ElsewhereForm(line=line) if line else None,
        **{step: next_steps.count(step) for step in ("bring", "pack", "ship")},
        "key": uuid4(),
        "seen_place": bool(told.get("seen_place")) or bool(line and line.picked),
        **{name: told.get(name, "") for name in ("said", "refused")},
    }
    part = "#panel" if is_fragment(request) else ""
    status = 422 if told.get("refused") else 200
    return render(request, f"picking/scanner.html{part}", context, status=status)
