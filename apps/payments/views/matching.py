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
    """Show what is open with a party, both sides; POST settles a debit with a credit."""
    with transaction.atomic():
        found = get_object_or_404(visible_parties(request.user), pk=party)
        form = forms.MatchForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return _desk_page(request, found, form)
    values = form.cleaned_data
    back = reverse("payments:match_desk", args=[party])
    try:
        run_once(request, lambda: _settle(request.user, values, back))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, _("Matched."))
    return go_to(request, back)


def _settle(user: Any, values: dict[str, Any], back: str) -> dict[str, Any]:
    pair = services.Pair(values["debit"], values["credit"], values["amount"])
    services.match_pairs(actor=user, pairs=[pair])
    return {"url": back, "message": ""}


def _desk_page(request: HttpRequest, party: Any, form: forms.MatchForm) -> HttpResponse:
    context = {
        "party": party,
        "form": form,
        "desks": selectors.desks_of(party.pk),
        "matches": selectors.recent_matches(party.pk),
        "key": uuid4(),
    }
    return render(request, "payments/match_desk.html", context, status=422 if form.errors else 200)


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
