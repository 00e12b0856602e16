"""What the screens of all stock documents share: list, page, form and verbs."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.companies.selectors import company_in_force
from apps.core.buttons import url_of
from apps.core.commands import command_view
from apps.core.flow import step
from apps.core.formatting import format_date, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import may
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.ledger.selectors import analysis_of
from apps.stock import filters, forms, on_the_way, selectors, tables
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentKind, DocumentStatus
from apps.stock.models import StockDocument, StockDocumentLine
from apps.warehouses.selectors import visible_warehouses

SEE = "stock.view_stockdocument"
LISTS = {
    DocumentKind.RECEIPT: _("Receipts"),
    DocumentKind.SHIPMENT: _("Shipments"),
    DocumentKind.TRANSFER: _("Transfers"),
    DocumentKind.ADJUSTMENT: _("Adjustments"),
}


class DocumentList(ListScreen):
    """Stock documents of one kind."""

    permission = SEE
    filterset_class = filters.DocumentFilter
    table_class: Any = tables.DocumentTable
    bulk = ("post",)
    tabs = (
        Tab(_("All")),
        Tab(_("Drafts"), {"status": "draft"}),
        Tab(_("Posted"), {"status": "posted"}),
    )


class DocumentDetail(DetailScreen):
    """One stock document: lines, value, related documents."""

    model = StockDocument
    permission = SEE
    lifecycle = DOCUMENT_LIFECYCLE
    template_name = "stock/document_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the document with its lines, their moves and what it came of."""
        document, user = self.object, self.request.user
        shows_value = may(user, "products.view_cost")
        lines = selectors.posted_lines(document)
        context = super().get_context_data(
            facts=document_facts(document),
            document_lines=_with_analysis(lines),
            was_sent=any(getattr(line, "transit", None) for line in lines),
            is_underway=any(
                getattr(getattr(line, "transit", None), "open_quantity", 0) for line in lines
            ),
            is_return=document.kind == DocumentKind.RECEIPT
            and any(line.source_line_id for line in lines),
            shows_value=shows_value,
            currency=company_in_force().currency_id,
            flow=document_flow(document),
            postings_url=_postings_url(user, document),
            **kwargs,
        )
        return context | {"list_title": LISTS[document.kind]}


def _with_analysis(lines: Iterable[StockDocumentLine]) -> list[Any]:
    """Give the lines what they are analysed by, in words."""
    rows = list[Any](lines)
    words = analysis_of(rows)
    for line in rows:
        line.analysis = words.get(line.pk, "")
    return rows


def document_facts(document: StockDocument) -> list[dict[str, Any]]:
    """Return what stands at the head of a stock document."""
    pairs: list[tuple[Any, Any, str]] = [
        (
            _("Party"),
            document.party or "",
            reverse("parties:party_detail", args=[document.party_id]) if document.party_id else "",
        ),
        (_("Date"), format_date(document.date), ""),
        (_("Warehouse"), document.warehouse, ""),
        (_("To warehouse"), document.to_warehouse or "", ""),
        (_("Expected"), format_date(document.expected_date) if document.expected_date else "", ""),
        (_("Reason"), tables.reason_name(document), ""),
        (_("Reference"), document.reference, ""),
        (_("Posted"), format_stamp(document.posted_at) if document.posted_at else "", ""),
        (_("Posted by"), document.posted_by or "", ""),
        (_("Notes"), document.notes, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


def document_flow(document: StockDocument) -> list[dict[str, Any]]:
    """Return the order, the document, its backorders and its reversal as steps; nothing when it is alone."""
    origin = selectors.origin_of(document)
    related = selectors.related_documents(document)
    before = [other for other in related if other.pk < document.pk]
    after = [other for other in related if other.pk > document.pk]
    steps = [step(origin)] if origin and origin not in related else []
    steps += [*map(step, before), step(document, current=True), *map(step, after)]
    return steps if len(steps) > 1 else []


def _postings_url(user: Any, document: StockDocument) -> str:
    if document.entry_id is None or not may(user, "ledger.view_entry"):
        return ""
    return url_of("ledger:entry", "detail", document.entry_id)


class DocumentEdit(FormScreen):
    """The form of a draft stock document."""

    model = StockDocument
    title = _("Edit %s")
    kind: DocumentKind
    new_title: Any

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Offer only the warehouses the user may work in; say what is being written."""
        houses = visible_warehouses(self.request.user).filter(is_active=True)
        self.form.fields["warehouse"].queryset = houses
        if "pk" not in self.kwargs:
            context["title"] = self.new_title
        return context | {"list_title": LISTS[self.kind]}


def _post_words(document: StockDocument) -> str:
    words = {
        "receipt": _("Post %s? The goods come into stock and its value into the books."),
        "shipment": _("Post %s? The goods leave stock and their cost goes to the books."),
        "transfer": _("Post %s? The goods move; their value stays."),
        "adjustment": _("Post %s? Stock and books change by it."),
    }
    return str(words[document.kind])


def _reverse_words(document: StockDocument) -> str:
    return str(
        _("An opposite document moves everything on %s back, each good at the cost it moved with.")
    )


def _is_draft(document: StockDocument) -> bool:
    return document.status == DocumentStatus.DRAFT


def verbs_of(
    kind: str, visible: Any, post: Any, cancel: Any, reverse_: Any
) -> tuple[Any, Any, Any]:
    """Return the command views of a kind: post, cancel, reverse."""
    return (
        command_view(
            post,
            permission=f"stock.post_{kind}",
            visible=visible,
            done=_("Posted %s."),
            confirm=_post_words,
            icon="check",
            offered=lambda document: not on_the_way.goes_in_two_steps(document),
        ),
        command_view(
            cancel,
            permission=f"stock.cancel_{kind}",
            visible=visible,
            done=_("Cancelled %s."),
            confirm=_("Cancel %s? It moves nothing and stays in the list as cancelled."),
            danger=True,
        ),
        command_view(
            reverse_,
            permission=f"stock.reverse_{kind}",
            visible=visible,
            done=_("Reversed by %s."),
            form=forms.ReverseForm,
            confirm=_reverse_words,
            danger=True,
            offered=on_the_way.may_be_reversed,
        ),
    )


def in_part(kind: str, visible: Any, post: Any) -> Any:
    """Return the command view that posts a part and leaves the rest to a backorder."""
    return command_view(
        post,
        permission=f"stock.post_{kind}",
        visible=visible,
        done=_("Posted %s; the rest waits in a new draft."),
        form=forms.PartForm,
        label=_("Post in part"),
        confirm=_("Write how much of %s moves now. The rest goes to a new draft, its backorder."),
        icon="split",
        offered=_is_draft,
    )
