"""Screens of the revaluation of foreign currency: what it would book, what it booked."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.answers import answer_of, run_once
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date, format_money, format_stamp
from apps.core.ids import uuid7
from apps.core.money import ZERO
from apps.core.permissions import right
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger import filters, forms, selectors, services, tables
from apps.ledger.models import Period, Revaluation
from apps.ledger.services.revaluation import RevaluationPlan, entry_lines, plan_revaluation


class RevaluationList(ListScreen):
    """Revaluations, newest first."""

    visible = selectors.visible_revaluations
    filterset_class = filters.RevaluationFilter
    table_class = tables.RevaluationTable
    title = _("Revaluations")
    create = _("Revalue foreign currency")
    empty = {
        "title": _("Nothing was revalued yet"),
        "text": _("At the end of a month, foreign currency is booked at the closing rate."),
        "icon": "coins",
    }


class RevaluationDetail(DetailScreen):
    """One revaluation with its lines, its entry and the reversal of it."""

    model = Revaluation
    visible = selectors.visible_revaluations
    template_name = "ledger/revaluation_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the facts and the lines."""
        made: Revaluation = self.object
        own = company_in_force().currency_id
        facts = [
            {"label": _("Date"), "value": format_date(made.date)},
            {"label": _("Result"), "value": format_money(made.result, own)},
            {"label": _("Entry"), "value": _("Journal entry"), "url": _entry_url(made.entry_id)},
            {
                "label": _("Reversed on"),
                "value": format_date(made.reversal.date),
                "url": _entry_url(made.reversal_id),
            },
            {"label": _("Posted by"), "value": made.actor or ""},
            {"label": _("Posted at"), "value": format_stamp(made.created_at)},
        ]
        lines = made.lines.select_related("account", "party", "item").order_by("line_no")
        return super().get_context_data(facts=facts, revaluation_lines=lines, **kwargs)


@right("ledger.add_revaluation")
@transaction.non_atomic_requests
def revalue(request: HttpRequest) -> HttpResponse:
    """Show what revaluing the day ``on`` would book, and book it."""
    with transaction.atomic():
        given = request.POST if request.method == "POST" else request.GET
        form = forms.RevaluationForm({"on": usual_day().isoformat(), **given.dict()})
        is_valid = form.is_valid()
    if request.method == "POST" and is_valid:
        try:
            answer = run_once(request, lambda: _revalue(request, form.cleaned_data["on"]))
        except BusinessError as error:
            form.add_error("on" if error.field == "on" else None, error.message)
        else:
            messages.success(request, answer["message"])
            return redirect(answer["url"] or reverse("ledger:revaluation_list"))
    with transaction.atomic():
        return _preview(request, form)


def _revalue(request: HttpRequest, on: date) -> dict[str, Any]:
    actor: Any = request.user
    made = services.revalue(actor=actor, on=on)
    if made is None:
        words = gettext("Nothing to book: foreign currency stands at the rates of %s.")
        return {"url": "", "message": words % format_date(on)}
    return answer_of(made, _("Posted %s and its reversal."))


def _preview(request: HttpRequest, form: forms.RevaluationForm) -> HttpResponse:
    plan: RevaluationPlan | None = None
    if form.is_valid() or "on" in form.cleaned_data:
        try:
            plan = plan_revaluation(form.cleaned_data["on"], source_id=uuid7())
        except BusinessError as error:
            if not form.errors:
                form.add_error("on" if error.field == "on" else None, error.message)
    context = {
        "form": form,
        "plan": plan,
        "company": company_in_force(),
        "idempotency_key": uuid7(),
        "entry_lines": _debits_and_credits(plan) if plan else [],
        "does": _does(plan) if plan else "",
    }
    status = 422 if form.errors else 200
    return render(request, "ledger/revaluation_form.html", context, status=status)


def _does(plan: RevaluationPlan) -> str:
    return gettext("Posts this entry on %(on)s and its reversal on %(reversal)s.") % {
        "on": format_date(plan.on),
        "reversal": format_date(plan.reversal_on),
    }


def _debits_and_credits(plan: RevaluationPlan) -> list[tuple[Any, Any, Any]]:
    return [
        (account, max(amount, ZERO), max(-amount, ZERO)) for account, amount in entry_lines(plan)
    ]


def usual_day() -> date:
    """Return the end of the last open period that is over; else of the first open one, else of last month."""
    today = company_in_force().today()
    periods = Period.objects.filter(status="open").order_by("end")
    over = periods.filter(end__lt=today).last() or periods.first()
    return over.end if over else today.replace(day=1) - timedelta(days=1)


def _entry_url(pk: Any) -> str:
    return reverse("ledger:entry_detail", args=[pk])
