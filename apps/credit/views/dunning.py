"""Screens of reminding: what to do first, proposals and runs, levels, disputes."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from apps.companies.selectors import company_in_force
from apps.core.answers import answer_of, go_to, refuse, run_once
from apps.core.attachments import issued
from apps.core.commands import command_view
from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.credit import filters, forms, selectors, services, tables
from apps.credit.choices import DUNNING_LIFECYCLE
from apps.credit.dunning import propose
from apps.credit.mailing import REMINDER_PDF
from apps.credit.models import Dispute, DunningLevel, DunningRun
from apps.parties.selectors import visible_parties


@right("credit.view_openspan")
@require_GET
def worklist(request: HttpRequest) -> HttpResponse:
    """Show the customers to call, the largest overdue amount first."""
    context = {"work": selectors.worklist(request.user), "company": company_in_force()}
    return render(request, "credit/worklist.html", context)


class RunList(ListScreen):
    """Dunning runs."""

    visible = selectors.visible_runs
    filterset_class = filters.RunFilter
    table_class = tables.RunTable
    title = _("Reminders")
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("Sent"), {"status": "sent"}),
    )
    template_name = "credit/dunningrun_list.html"
    empty = {
        "title": _("No reminders yet"),
        "text": _("Look at what is proposed for today."),
        "icon": "mail",
    }


class RunDetail(DetailScreen):
    """The letters of a run, with what each reminds of and why."""

    model = DunningRun
    visible = selectors.visible_runs
    lifecycle = DUNNING_LIFECYCLE
    template_name = "credit/dunningrun_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the letters."""
        run = self.object
        facts = [
            {"label": _("Date"), "value": format_date(run.date)},
            {"label": _("Reminders"), "value": run.letter_count},
        ]
        letters = selectors.letters_of(run)
        company = company_in_force()
        return super().get_context_data(facts=facts, letters=letters, company=company, **kwargs)


@right("credit.add_dunningrun")
@transaction.non_atomic_requests
def propose_run(request: HttpRequest) -> HttpResponse:
    """Show whom a run of today would remind of what, why, and who is left out; POST drafts it."""
    if request.method != "POST":
        with transaction.atomic():
            return _proposal(request)
    try:
        answer = run_once(request, lambda: answer_of(services.draft_run(actor=request.user), ""))
    except BusinessError as error:
        return refuse(request, error, reverse("credit:dunningrun_create"))
    return go_to(request, answer["url"])


def _proposal(request: HttpRequest) -> HttpResponse:
    company = company_in_force()
    context = {
        "found": propose(company.today()),
        "has_levels": selectors.visible_levels(request.user).filter(is_active=True).exists(),
        "company": company,
        "key": uuid4(),
    }
    return render(request, "credit/proposal.html", context)


send_run = command_view(
    services.send_run,
    permission="credit.send_dunningrun",
    visible=selectors.visible_runs,
    done=_("Sent %s."),
    confirm=_(
        "Send %s? E-mails go out, fees are booked, letters are archived; it cannot be undone."
    ),
    icon="send",
)
cancel_run = command_view(
    services.cancel_run,
    permission="credit.cancel_dunningrun",
    visible=selectors.visible_runs,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? Nobody has got anything yet; its items are free for the next run."),
    danger=True,
)


@right("credit.view_dunningrun")
@require_GET
def letter_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out the archived PDF of a reminder."""
    letter = get_object_or_404(selectors.visible_letters(request.user), pk=pk)
    pdf = issued(letter, REMINDER_PDF)
    if pdf is None:
        raise Http404
    response = HttpResponse(bytes(pdf.content), content_type=pdf.content_type)
    response["Content-Disposition"] = f'inline; filename="{pdf.filename}"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


class LevelList(ListScreen):
    """Dunning levels."""

    visible = selectors.visible_levels
    filterset_class = filters.LevelFilter
    table_class = tables.LevelTable
    title = _("Dunning levels")
    create = _("New level")
    template_name = "credit/dunninglevel_list.html"


class LevelEdit(FormScreen):
    """The form of a dunning level."""

    model = DunningLevel
    visible = selectors.visible_levels
    form_class = forms.LevelForm
    service = services.save_level
    title = _("Dunning level")


class LevelCreate(LevelEdit):
    """The form of a new dunning level."""

    permission = "credit.add_dunninglevel"
    title = _("New level")


@right("credit.add_dunninglevel")
@require_POST
@transaction.non_atomic_requests
def start_levels(request: HttpRequest) -> HttpResponse:
    """Give the company the three usual levels."""
    back = reverse("credit:dunninglevel_list")
    try:
        run_once(request, lambda: answer_of(services.start_levels(actor=request.user), ""))
    except BusinessError as error:
        return refuse(request, error, back)
    return go_to(request, back)


class DisputeList(ListScreen):
    """What is in dispute, and what was."""

    visible = selectors.visible_disputes
    filterset_class = filters.DisputeFilter
    table_class = tables.DisputeTable
    title = _("Disputes")
    create = _("New dispute")
    tabs = (
        Tab(_("All")),
        Tab(_("Running"), {"state": "running"}),
        Tab(_("Over"), {"state": "over"}),
    )


class DisputeDetail(DetailScreen):
    """One dispute."""

    model = Dispute
    visible = selectors.visible_disputes
    verbs = ("end",)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what it is about."""
        dispute = self.object
        rows = [
            (_("Party"), dispute.party, reverse("parties:party_detail", args=[dispute.party_id])),
            (_("Item"), dispute.item.entry if dispute.item else _("Everything of the party"), ""),
            (_("Reason"), dispute.reason, ""),
            (_("Since"), format_date(dispute.since), ""),
            (_("Ended on"), format_date(dispute.ended_on) if dispute.ended_on else "", ""),
        ]
        facts = [
            {"label": label, "value": value, "url": url} for label, value, url in rows if value
        ]
        return super().get_context_data(facts=facts, edit_url="", **kwargs)


class DisputeCreate(FormScreen):
    """The form of a new dispute; ``?party=`` and ``?item=`` preset what it is about."""

    model = Dispute
    visible = selectors.visible_disputes
    permission = "credit.add_dispute"
    form_class = forms.DisputeForm
    service = services.save_dispute
    title = _("New dispute")


end_dispute = command_view(
    services.end_dispute,
    permission="credit.end_dispute",
    visible=selectors.visible_disputes,
    done=_("Ended: %s."),
    label=_("End dispute"),
    confirm=_("End it? What was left alone is reminded of again."),
    icon="check",
    offered=lambda dispute: dispute.ended_on is None,
)


@right("credit.view_openspan")
@require_GET
def party_panel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer the credit panel of a party, for pages of other apps to show."""
    party = get_object_or_404(visible_parties(request.user), pk=pk)
    context = {"party": party, "credit": selectors.credit_of(party)}
    return render(request, "credit/panel.html", context)
