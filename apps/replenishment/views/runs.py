"""Working out what is missing: of everything, or for a sales order."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.core.answers import document_url, go_to, refuse, run_once
from apps.core.exceptions import BusinessError
from apps.core.permissions import right
from apps.replenishment import services
from apps.sales.models import SalesOrder
from apps.sales.selectors import visible_orders

RUN_WORDS = _(
    "Rules asked: %(rules)d. To order: %(needed)d, new: %(made)d, not needed any more: %(lapsed)d."
)


@right("replenishment.run_proposal")
@require_POST
@transaction.non_atomic_requests
def run(request: HttpRequest) -> HttpResponse:
    """Work out what to order now."""
    back = reverse("replenishment:proposal_list")
    try:
        answer = run_once(request, lambda: _run(request.user))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return go_to(request, back)


def _run(user: Any) -> dict[str, Any]:
    found = services.ask_run(actor=user)
    if found is None:
        return {"message": gettext("The proposals are being worked out; look again in a minute.")}
    return {"message": RUN_WORDS % _counts(found)}


def _counts(found: services.Outcome) -> dict[str, int]:
    return {name: getattr(found, name) for name in ("rules", "needed", "made", "lapsed")}


@right("replenishment.run_proposal")
@require_POST
@transaction.non_atomic_requests
def run_for_order(request: Any, pk: UUID) -> HttpResponse:
    """Work out what a sales order is short of, of products with a rule."""
    with transaction.atomic():
        order = get_object_or_404(visible_orders(request.user), pk=pk)
    back = document_url(order)
    try:
        answer = run_once(request, lambda: _run_for(request.user, order))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return go_to(request, back)


def _run_for(user: Any, order: SalesOrder) -> dict[str, Any]:
    products = list(order.lines.values_list("product_id", flat=True))
    found = services.propose(actor=user, warehouse=order.warehouse_id, products=products)
    if not found.rules:
        return {
            "message": gettext(
                "None of its products has a rule for this warehouse; write one first."
            )
        }
    return {"message": RUN_WORDS % _counts(found)}
