"""Screens of periods: checklist, closing, reopening, opening a year."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.answers import document_url, run_once
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, ListScreen
from apps.ledger import (
    closing,
    closing_tasks,
    filters,
    forms,
    selectors,
    services,
    shown,
    tables,
)
from apps.ledger.choices import PERIOD_LIFECYCLE, PeriodStatus
from apps.ledger.models import Period

SHOWN_ITEMS = 5


class PeriodList(ListScreen):
    """Periods of the books."""

    visible = selectors.visible_periods
    filterset_class = filters.PeriodFilter
    table_class = tables.PeriodTable
    title = _("Periods")
    tabs = (
        Tab(_("All")),
        Tab(_("Open"), {"status": "open"}),
        Tab(_("Closed"), {"status": "closed"}),
    )
    template_name = "ledger/period_list.html"


class PeriodDetail(DetailScreen):
    """One period: what stands in the way of its closing, and what its closings proved."""

    model = Period
    visible = selectors.visible_periods
    lifecycle = PERIOD_LIFECYCLE
    template_name = "ledger/period_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the checklist of an open period and the closings of any."""
        period = self.object
        is_open = period.status == PeriodStatus.OPEN
        return super().get_context_data(
            facts=[
                {"label": _("Fiscal year"), "value": period.fiscal_year},
                {"label": _("First day"), "value": format_date(period.start)},
                {"label": _("Last day"), "value": format_date(period.end)},
            ],
            checklist=shown_checklist(period) if is_open else [],
            tasks=closing_tasks.tasks_of(period),
            may_tick=is_open and may(self.request.user, "ledger.tick_closingtask"),
            entries=proposed(period) if is_open else {},
            tick_key=uuid4(),
            reopenings=sorted(period.reopenings.all(), key=lambda one: one.pk, reverse=True),
            may_decline=may(self.request.user, "ledger.decline_reopening"),
            closings=sorted(period.closings.all(), key=lambda made: made.pk, reverse=True),
            trial_balance_url=f"{reverse('ledger:trial_balance')}?first={period.start:%Y-%m-%d}&last={period.end:%Y-%m-%d}",
            **kwargs,
        )


def proposed(period: Period) -> dict[str, Any]:
    """Return the entries that closing ``period`` posts now, or the sentence that says why it cannot."""
    try:
        entries = shown.of_drafts(closing.proposed_entries(period))
    except BusinessError as error:
        return {"refused": error.message}
    for entry in entries:
        entry["on"] = date.fromisoformat(entry["date"])
        for line in entry["lines"]:
            line["amounts"] = [Decimal(line[side] or 0) for side in ("debit", "credit")]
    return {"shown": entries, "currency": company_in_force().currency_id}


def shown_checklist(period: Period) -> list[dict[str, Any]]:
    """Return every line of the checklist with the addresses of its first items, a statement per kind of document."""
    findings = closing.checklist(period)
    ids: dict[str, list[Any]] = defaultdict(list)
    for finding in findings:
        for item in finding.items[:SHOWN_ITEMS]:
            if item.target_type and item.target_id:
                ids[item.target_type].append(item.target_id)
    documents = {
        pk: document
        for model, pks in ids.items()
        for pk, document in apps.get_model(model)._default_manager.in_bulk(pks).items()
    }
    return [
        {
            "check": finding.check,
            "state": finding.state,
            "items": [
                (item.text, document_url(documents[item.target_id]))
                if item.target_id in documents
                else (item.text, "")
                for item in finding.items[:SHOWN_ITEMS]
            ],
            "more": max(0, len(finding.items) - SHOWN_ITEMS),
        }
        for finding in findings
    ]


def _close(*, actor: Any, pk: Any, accept: list[str]) -> Period:
    services.close_period(actor=actor, pk=pk, accept=accept)
    return Period.objects.get(pk=pk)


def _approve(*, actor: Any, pk: Any) -> Period:
    services.approve_period(actor=actor, pk=pk)
    return Period.objects.get(pk=pk)


close_period = command_view(
    _close,
    permission="ledger.close_period",
    visible=selectors.visible_periods,
    done=_("Closed %s. Its balances are frozen."),
    form=forms.CloseForm,
    confirm=_(
        "Close %s: nothing can be posted into it, its balances are frozen. Tick the warnings that may stay."
    ),
    icon="lock",
)
reopen_period = command_view(
    services.reopen_period,
    permission="ledger.reopen_period",
    visible=selectors.visible_periods,
    done=_("Asked to reopen %s. Somebody else approves it."),
    form=forms.ReasonForm,
    label=_("Ask to reopen"),
    confirm=_("Ask to open %s again and say why. Somebody else has to approve; both are kept."),
    offered=lambda period: services.pending_reopening(period) is None,
    icon="lock-open",
)
approve_period = command_view(
    _approve,
    permission="ledger.approve_period",
    visible=selectors.visible_periods,
    done=_("Opened %s again."),
    label=_("Approve the reopening"),
    confirm=_(
        "Open %s again? Entries can then be posted into it, and its frozen balances no longer count."
    ),
    offered=lambda period: services.pending_reopening(period) is not None,
    danger=True,
    icon="lock-open",
)
decline_reopening = command_view(
    services.decline_reopening,
    permission="ledger.decline_reopening",
    visible=selectors.visible_reopenings,
    done=_("Declined to reopen %s."),
)


@right("ledger.add_fiscalyear")
@transaction.non_atomic_requests
def open_year(request: HttpRequest) -> HttpResponse:
    """Open a fiscal year of twelve periods."""
    form = forms.YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run_once(request, lambda: _open_year(request, form))
        except BusinessError as error:
            form.add_error("start" if error.field == "start" else None, error.message)
        else:
            return redirect("ledger:period_list")
    with transaction.atomic():
        return render(
            request, "ledger/year_form.html", {"form": form}, status=422 if form.errors else 200
        )


def _open_year(request: HttpRequest, form: forms.YearForm) -> dict[str, Any]:
    actor: Any = request.user
    services.open_fiscal_year(actor=actor, start=form.cleaned_data["start"])
    return {}
