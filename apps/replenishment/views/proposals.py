"""Screens of proposals: the worklist, one with its why, deciding on one or many."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from apps.core.answers import document_url, go_to, refuse, run_once
from apps.core.commands import MANY, command_view
from apps.core.exceptions import BusinessError
from apps.core.flow import step
from apps.core.formatting import format_date, format_quantity, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import right
from apps.core.screens import DetailScreen, ListScreen
from apps.replenishment import filters, forms, selectors, services, tables, why
from apps.replenishment.choices import PROPOSAL_LIFECYCLE
from apps.replenishment.models import Proposal


class ProposalList(ListScreen):
    """What to order, what would arrive first before."""

    visible = selectors.visible_proposals
    filterset_class = filters.ProposalFilter
    table_class = tables.ProposalTable
    title, subtitle = _("Replenishment"), _("%s proposals")
    bulk = ("accept",)
    tabs = (
        Tab(_("To decide")),
        Tab(_("Accepted"), {"status": "accepted"}),
        Tab(_("Dismissed"), {"status": "dismissed"}),
        Tab(_("All"), {"status": "all"}),
    )
    empty = {
        "title": _("Nothing is to be ordered"),
        "text": _("Have the proposals worked out, or give products a rule first."),
        "icon": "package-search",
    }
    template_name = "replenishment/proposal_list.html"


class ProposalDetail(DetailScreen):
    """One proposal: how many, from whom, and why."""

    model = Proposal
    visible = selectors.visible_proposals
    lifecycle = PROPOSAL_LIFECYCLE
    template_name = "replenishment/proposal_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the proposal with its sum, its sentences, and who waits for it."""
        proposal = self.object
        return super().get_context_data(
            facts=proposal_facts(proposal),
            sum=why.sum_of(proposal),
            sentences=why.sentences(proposal),
            waiting=selectors.waiting_orders(proposal),
            flow=[step(made)] if (made := proposal.order or proposal.transfer) else [],
            edit_url="",
            **kwargs,
        )


def proposal_facts(proposal: Proposal) -> list[dict[str, Any]]:
    """Return what stands at the head of a proposal."""
    unit = proposal.product.unit.code
    product_url = reverse("products:product_detail", args=[proposal.product_id])
    rows = [
        (_("Product"), proposal.product, product_url),
        (_("For warehouse"), proposal.warehouse, ""),
        (proposal.get_source_display(), proposal.origin, ""),
        (_("To order"), format_quantity(proposal.quantity, unit), ""),
        (_("Ordered"), format_quantity(proposal.ordered, unit) if proposal.ordered else "", ""),
        (_("Would arrive"), format_date(proposal.due_date), ""),
        (_("Rule"), proposal.get_method_display(), document_url(proposal.rule)),
        (_("Reason"), proposal.reason, ""),
        (_("Not before"), _day(proposal.dismissed_until), ""),
        (_("Decided"), format_stamp(proposal.decided_at) if proposal.decided_at else "", ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def _day(value: Any) -> str:
    return format_date(value) if value else ""


accept_proposal = command_view(
    services.accept_proposal,
    permission="replenishment.accept_proposal",
    visible=selectors.visible_proposals,
    done=_("Made %s. Look at it, then confirm or post it."),
    icon="check",
    form=forms.AcceptForm,
    confirm=_("A draft is made of %s; nothing is ordered or moved before somebody confirms it."),
)
dismiss_proposal = command_view(
    services.dismiss_proposal,
    permission="replenishment.dismiss_proposal",
    visible=selectors.visible_proposals,
    done=_("Set %s aside."),
    icon="ban",
    form=forms.DismissForm,
    confirm=_("%s is not proposed again before the day you choose."),
)


@right("replenishment.accept_proposal")
@require_POST
@transaction.non_atomic_requests
def accept_proposals(request: HttpRequest) -> HttpResponse:
    """Turn the chosen proposals into drafts, one for each supplier and warehouse."""
    chosen = _chosen(request)
    back = reverse("replenishment:proposal_list")
    try:
        answer = run_once(request, lambda: _accept(request.user, chosen))
    except BusinessError as error:
        return refuse(request, error, back)
    messages.success(request, answer["message"])
    return go_to(request, answer["url"] or back)


def _chosen(request: HttpRequest) -> list[UUID]:
    try:
        return [UUID(pk) for pk in dict.fromkeys(request.POST.getlist("pk")[:MANY])]
    except ValueError as error:
        raise Http404 from error


def _accept(user: Any, chosen: Sequence[UUID]) -> dict[str, Any]:
    made = services.accept_proposals(actor=user, pks=chosen)
    words = ngettext(
        "Made %(count)d draft: %(names)s.", "Made %(count)d drafts: %(names)s.", len(made)
    )
    names = ", ".join(str(document) for document in made[:5])
    url = document_url(made[0]) if len(made) == 1 else ""
    return {"url": url, "message": words % {"count": len(made), "names": names}}
