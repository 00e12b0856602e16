"""Screens of matching open items."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from apps.core.answers import go_to, refuse, run_once
from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.core.permissions import right
from apps.parties.selectors import visible_parties
from apps.payments import forms, selectors, services
from apps.payments.models import Match


@right("payments.match_payment")
@require_GET
def match_list(request: HttpRequest) -> HttpResponse:
    """Show the parties with something open on both sides."""
    return render(
        request, "payments/match_list.html", {"parties": selectors.parties_to_match()[:200]}
    )


@right("payments.match_payment")
@transaction.non_atomic_requests
def match_desk(request: HttpRequest, party: UUID) -> HttpResponse:
    """Show what is open with a party, both sides; POST settles what was chosen in one act."""
    back = reverse("payments:match_desk", args=[party])
    with transaction.atomic():
        found, form = _desk(request, party)
        if request.method != "POST" or not form.is_valid():
            return _desk_page(request, found, form)
        wanted = form.wanted()
    try:
        run_once(request, lambda: _settle(request.user, wanted, back))
    except BusinessError as error:
        with transaction.atomic():
            found, form = _desk(request, party)
            form.is_valid()
            form.add_error(None, error.message)
            return _desk_page(request, found, form, status=error.http_status)
    messages.success(request, _("Matched."))
    return go_to(request, back)


@right("payments.match_payment")
@require_POST
def match_preview(request: HttpRequest, party: UUID) -> HttpResponse:
    """Answer while somebody chooses: what would be settled, what would stay open, what would be booked."""
    _party, form = _desk(request, party)
    outcome, error = None, ""
    if form.is_valid() and form.chosen:
        try:
            outcome = services.preview_items(actor=request.user, **form.wanted())
        except BusinessError as refusal:
            error = refusal.message
    context = {"outcome": outcome, "error": error, "form": form, "sums": _sums(form)}
    return render(request, "payments/match_outcome.html", context)


def _desk(request: HttpRequest, party: UUID) -> tuple[Any, forms.DeskForm]:
    found = get_object_or_404(visible_parties(request.user), pk=party)
    data = request.POST if request.method == "POST" else None
    return found, forms.DeskForm(data, items=selectors.items_on_desk(party), user=request.user)


def _sums(form: forms.DeskForm) -> list[dict[str, Any]]:
    """Return what is chosen, by currency: debit, credit and what is over."""
    sums: dict[str, dict[str, Any]] = {}
    for item in form.items:
        if str(item.pk) not in form.chosen:
            continue
        row = sums.setdefault(item.currency_id, {"debit": ZERO, "credit": ZERO})
        typed = form.cleaned_data.get(f"amount-{item.pk}")
        row[item.side] += item.open_currency if typed is None else typed
    return [
        {"currency": currency, **row, "over": row["debit"] - row["credit"]}
        for currency, row in sums.items()
    ]


def _settle(user: Any, wanted: dict[str, Any], back: str) -> dict[str, Any]:
    services.match_items(actor=user, **wanted)
    return {"url": back, "message": ""}


def _desk_page(
    request: HttpRequest, party: Any, form: forms.DeskForm, status: int = 200
) -> HttpResponse:
    context = {
        "party": party,
        "form": form,
        "debits": form.rows("debit"),
        "credits": form.rows("credit"),
        "accounts": {item.account_id for item in form.items},
        "matches": selectors.recent_matches(party.pk),
        "key": uuid4(),
    }
    status = 422 if form.errors and status == 200 else status
    return render(request, "payments/match_desk.html", context, status=status)


@right("payments.match_payment")
@require_POST
@transaction.non_atomic_requests
def unmatch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a match of a party the user sees."""
    with transaction.atomic():
        match = Match.objects.select_related("debit_item").filter(pk=pk).first()
        party = match.debit_item.party_id if match else None
        if party is None or not visible_parties(request.user).filter(pk=party).exists():
            raise Http404
        back = reverse("payments:match_desk", args=[party])
    try:
        run_once(request, lambda: _undo(request.user, pk, back))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, _("Undone; both are open again."))
    return go_to(request, back)


def _undo(user: Any, pk: UUID, back: str) -> dict[str, Any]:
    services.unmatch(actor=user, pk=pk)
    return {"url": back, "message": ""}
