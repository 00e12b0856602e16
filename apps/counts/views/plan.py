"""How the company counts, and planning what is due."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from apps.core.answers import go_to, refuse, run_once
from apps.core.exceptions import BusinessError, InvalidInput
from apps.core.permissions import right
from apps.core.screens import FormScreen
from apps.counts import forms, selectors, services
from apps.counts.models import CountPlan


class CountPlanEdit(FormScreen):
    """The form of the plan; a company has one."""

    model = CountPlan
    visible = selectors.visible_plans
    form_class = forms.CountPlanForm
    service = services.save_plan
    title, done = _("How we count"), _("Saved %s.")

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Bind the plan there is, or a new one with what is usual."""
        stored = selectors.visible_plans(self.request.user).first()
        document = super().bind(stored.pk if stored else pk, data)
        self.kwargs.pop("pk", None)
        return document

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Lead back to the sheets."""
        sheets = reverse("counts:countsheet_list")
        return context | {
            "list_url": sheets,
            "list_title": gettext("Stock counts"),
            "cancel_url": sheets,
        }


@right("counts.run_countplan")
@require_POST
@transaction.non_atomic_requests
def run_plan(request: HttpRequest) -> HttpResponse:
    """Make sheets of what is due in a warehouse."""
    back = reverse("counts:countsheet_list")
    try:
        answer = run_once(request, lambda: _run(request))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return go_to(request, back)


def _run(request: HttpRequest) -> dict[str, Any]:
    form = forms.PlanRunForm(request.POST, user=request.user)
    if not form.is_valid():
        raise InvalidInput(gettext("Choose a warehouse to plan counts of."))
    planned = services.plan_counts(actor=request.user, warehouse=form.cleaned_data["warehouse"])  # type: ignore[arg-type]
    words = gettext("Products due: %(due)d. New sheets: %(sheets)d with %(lines)d lines.")
    return {
        "message": words
        % {"due": planned.due, "sheets": len(planned.sheets), "lines": planned.lines}
    }
