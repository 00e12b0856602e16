"""Screens of landed costs: list, page with the split, form, verbs."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.command_forms import DateForm
from apps.companies.selectors import company_in_force
from apps.core.answers import answer_of
from apps.core.buttons import url_of
from apps.core.commands import command_view
from apps.core.flow import step
from apps.core.formatting import format_date, format_money, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, Invalid, ListScreen, kept_and_removed
from apps.landed import filters, forms, selectors, services, tables
from apps.landed.choices import LANDED_COST_LIFECYCLE, Basis, LandedCostStatus
from apps.landed.models import LandedCost
from apps.landed.selectors import visible_landed_costs

SHOWN = 3  # receipts before the document; the split names them all
MEASURES = {
    Basis.VALUE: _("Value"),
    Basis.QUANTITY: _("Quantity"),
    Basis.WEIGHT: _("Weight in kg"),
    Basis.VOLUME: _("Volume in m³"),
}


class LandedCostList(ListScreen):
    """Landed costs, newest first."""

    visible = visible_landed_costs
    filterset_class = filters.LandedCostFilter
    table_class = tables.LandedCostTable
    title, subtitle = _("Landed costs"), _("%s landed costs")
    create = _("New landed cost")
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("Posted"), {"status": "posted"}),
    )
    empty = {
        "title": _("No landed cost here"),
        "text": _("Spread freight or duty over the goods it was paid for."),
        "icon": "split",
    }


class LandedCostDetail(DetailScreen):
    """Landed costs with what they are made of and how they fall on goods."""

    model = LandedCost
    visible = visible_landed_costs
    lifecycle = LANDED_COST_LIFECYCLE
    template_name = "landed/landedcost_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the document, its costs, and the split: as posted, or as it would be."""
        document, user = self.object, self.request.user
        rows = document.lines.select_related("account", "bill_line__invoice__party")
        entry = document.entry_id if may(user, "ledger.view_entry") else None
        return super().get_context_data(
            facts=_facts(document, user),
            charges=list(rows),
            split=selectors.split_of(document),
            measure=MEASURES[Basis(document.basis)],
            is_draft=document.status == LandedCostStatus.DRAFT,
            shows_split=document.status != LandedCostStatus.CANCELLED,
            currency=company_in_force().currency_id,
            flow=_flow(document),
            postings_url=url_of("ledger:entry", "detail", entry) if entry else "",
            **kwargs,
        )


def _facts(document: LandedCost, user: Any) -> list[dict[str, Any]]:
    undo = document.undo_entry
    undo_url = url_of("ledger:entry", "detail", undo.pk) if undo else ""
    pairs: list[tuple[Any, Any, str]] = [
        (_("Date"), format_date(document.date), ""),
        (_("Spread by"), document.get_basis_display(), ""),
        (_("What for"), document.memo, ""),
        (_("Posted"), format_stamp(document.posted_at) if document.posted_at else "", ""),
        (_("Posted by"), document.posted_by or "", ""),
        (
            _("Reversed on"),
            format_date(undo.date) if undo else "",
            undo_url if may(user, "ledger.view_entry") else "",
        ),
        (_("Notes"), document.notes, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def _flow(document: LandedCost) -> list[dict[str, Any]]:
    rows = document.receipts.select_related("receipt").order_by("receipt__date", "pk")[:SHOWN]
    return [*(step(row.receipt) for row in rows), step(document, current=True)]


class LandedCostEdit(FormScreen):
    """The form of landed costs: the costs, and the receipts."""

    model = LandedCost
    visible = visible_landed_costs
    form_class = forms.LandedCostForm
    lines_class = forms.Charges
    title = _("Edit %s")
    template_name = "landed/landedcost_form.html"
    receipts: Any = None

    def bind(self, pk: UUID | None, data: Any = None) -> Any:
        """Make the forms, that of the receipts too; ``?receipt=`` presets the first."""
        document = super().bind(pk, data)
        asked = self.request.GET.get("receipt")
        first = [{"receipt": asked}] if asked and data is None and not pk else None
        self.receipts = forms.Receipts(data, instance=document, prefix="receipts", initial=first)
        return document

    def save(self, pk: UUID | None) -> dict[str, Any]:
        """Check the shape of all three and call the service."""
        document = self.bind(pk, self.request.POST)
        if not all([self.form.is_valid(), self.lines.is_valid(), self.receipts.is_valid()]):
            raise Invalid
        actor: Any = self.request.user
        charges, removed = kept_and_removed(self.lines)
        receipts, receipts_removed = kept_and_removed(self.receipts)
        saved = services.save_landed_cost(
            actor=actor,
            document=document,
            lines=charges,
            removed=removed,
            receipts=receipts,
            receipts_removed=receipts_removed,
        )
        return answer_of(saved, self.done)

    def get(self, request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        """Show the form, or one more row for a receipt or a cost."""
        if request.GET.get("row") == "receipts":
            row = forms.Receipts(instance=LandedCost(), prefix="receipts").empty_form
            return render(request, self.row_template, {"row": row})
        return super().get(request, pk)

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Return the context with the receipts."""
        return context | {"receipts": self.receipts}


class LandedCostCreate(LandedCostEdit):
    """The form of new landed costs."""

    permission = "landed.add_landedcost"
    title = _("New landed cost")


def _post_words(document: LandedCost) -> str:
    split = selectors.split_of(document)
    currency, total = company_in_force().currency_id, split.total
    words = _(
        "Post %(document)s? %(kept)s go to stock, %(sold)s to cost of goods sold, %(variance)s stay a variance."
    )
    amounts = {name: format_money(total[name], currency) for name in ("kept", "sold", "variance")}
    return split.refused or str(words) % {"document": document, **amounts}


post_landed_cost = command_view(
    services.post_landed_cost,
    permission="landed.post_landedcost",
    visible=visible_landed_costs,
    done=_("Posted %s."),
    confirm=_post_words,
    icon="check",
)
cancel_landed_cost = command_view(
    services.cancel_landed_cost,
    permission="landed.cancel_landedcost",
    visible=visible_landed_costs,
    done=_("Cancelled %s."),
    confirm=_("Cancel %s? It moves nothing and stays in the list as cancelled."),
    danger=True,
)
reverse_landed_cost = command_view(
    services.reverse_landed_cost,
    permission="landed.reverse_landedcost",
    visible=visible_landed_costs,
    done=_("Reversed %s."),
    form=DateForm,
    confirm=_(
        "What %s put into stock and still lies there leaves it; what was sold since leaves cost of goods sold."
    ),
    danger=True,
)


@right("landed.view_landedcost")
@require_GET
def receipt_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: posted receipts by number, order or supplier."""
    found = selectors.receipt_options(request.user, request.GET.get("q", ""))
    return render(request, "landed/receipt_options.html", {"receipts": found})


@right("landed.view_landedcost")
@require_GET
def bill_line_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: lines of posted supplier bills that are for no goods and not spread."""
    allowed = may(request.user, "invoices.view_bill")
    found = selectors.bill_line_options(request.GET.get("q", "")) if allowed else []
    return render(request, "landed/bill_line_options.html", {"lines": found})
