"""Screens of stock: what lies where, what moved, receipts, shipments, transfers and adjustments."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.buttons import url_of
from apps.core.commands import bulk_view, command_view
from apps.core.flow import step
from apps.core.formatting import format_date, format_stamp
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.stock import filters, forms, selectors, services, tables
from apps.stock.choices import DOCUMENT_LIFECYCLE, DocumentKind, DocumentStatus
from apps.stock.models import Level, Reservation, StockDocument
from apps.warehouses.selectors import visible_warehouses

SEE = "stock.view_stockdocument"
LISTS = {
    DocumentKind.RECEIPT: _("Receipts"),
    DocumentKind.SHIPMENT: _("Shipments"),
    DocumentKind.TRANSFER: _("Transfers"),
    DocumentKind.ADJUSTMENT: _("Adjustments"),
}


class StockList(ListScreen):
    """Goods with what is on hand, promised, available and worth."""

    names = "stock:level"
    permission = "stock.view_level"
    visible = selectors.visible_stock
    filterset_class = filters.StockFilter
    table_class = tables.StockTable
    title, subtitle = _("Stock"), _("%s products")
    tabs = (
        Tab(_("All")),
        Tab(_("In stock"), {"state": "here"}),
        Tab(_("Below reorder level"), {"state": "reorder"}),
    )
    empty = {
        "title": _("No goods here"),
        "text": _("Receive some, or remove a filter."),
        "icon": "boxes",
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show what stock is worth to those who may see it."""
        if may(request.user, "products.view_cost"):
            self.table_class = tables.ValuedStockTable
        return super().dispatch(request, *args, **kwargs)


class PlaceList(ListScreen):
    """What lies where."""

    names = "stock:place"
    model = Level
    visible = selectors.visible_levels
    filterset_class = filters.PlaceFilter
    table_class = tables.PlaceTable
    title = _("Stock by location")


class MoveList(ListScreen):
    """What moved, newest first."""

    visible = selectors.visible_moves
    filterset_class = filters.MoveFilter
    table_class = tables.MoveTable
    title, subtitle = _("Stock moves"), _("%s moves")


class ReservationList(ListScreen):
    """What is promised to orders."""

    model = Reservation
    visible = selectors.visible_reservations
    filterset_class = filters.ReservationFilter
    table_class = tables.ReservationTable
    title, subtitle = _("Reservations"), _("%s reservations")
    bulk = ("release",)
    empty = {
        "title": _("Nothing is reserved"),
        "text": _("Confirm a sales order: it reserves what stock there is."),
        "icon": "lock",
    }


release_reservation = command_view(
    services.release_reservation,
    permission="stock.release_reservation",
    visible=selectors.visible_reservations,
    done=_("Released what was reserved of %s."),
)
release_reservations = bulk_view(release_reservation)


@right("stock.view_level")
@require_GET
def product_stock(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show where a product lies, what moved, and why it costs what it costs: a page, and a part of the product's."""
    product = get_object_or_404(selectors.visible_stock(request.user), pk=pk)
    context: dict[str, Any] = {
        "product": product,
        "levels": list(selectors.visible_levels(request.user).filter(product=product)),
        "moves": list(selectors.visible_moves(request.user).filter(product=product)[:12]),
        "moves_url": f"{reverse('stock:move_list')}?product={product.pk}",
        "currency": company_in_force().currency_id,
    }
    if may(request.user, "products.view_cost"):
        context |= {
            "pool": getattr(product, "cost_pool", None),
            "history": selectors.cost_history(product),
            "layers": selectors.layers_left(product),
        }
    part = "#stock" if getattr(request, "htmx", False) and not request.htmx.boosted else ""  # type: ignore[attr-defined]
    return render(request, f"stock/product_stock.html{part}", context)


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
        context = super().get_context_data(
            facts=document_facts(document),
            document_lines=selectors.posted_lines(document),
            shows_value=shows_value,
            currency=company_in_force().currency_id,
            flow=document_flow(document),
            postings_url=_postings_url(user, document),
            **kwargs,
        )
        return context | {"list_title": LISTS[document.kind]}


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
        (_("Reason"), document.get_reason_display() if document.reason else "", ""),
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
    steps = [step(origin)] if origin else []
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


def _verbs(kind: str, visible: Any, post: Any, cancel: Any, reverse_: Any) -> tuple[Any, Any, Any]:
    """Return the command views of a kind: post, cancel, reverse."""
    return (
        command_view(
            post,
            permission=f"stock.post_{kind}",
            visible=visible,
            done=_("Posted %s."),
            confirm=_post_words,
            icon="check",
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
            offered=lambda document: document.reverses_id is None,
        ),
    )


def _in_part(kind: str, visible: Any, post: Any) -> Any:
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


class ReceiptList(DocumentList):
    """Receipts."""

    names = "stock:receipt"
    visible = selectors.visible_receipts
    title, create = _("Receipts"), _("New receipt")
    empty = {
        "title": _("No receipt here"),
        "text": _("Receive a purchase order, or write one by hand."),
        "icon": "package-plus",
    }


class ReceiptDetail(DocumentDetail):
    """One receipt."""

    names = "stock:receipt"
    visible = selectors.visible_receipts
    verbs = ("post_part",)


class ReceiptEdit(DocumentEdit):
    """The form of a receipt."""

    names, permission = "stock:receipt", "stock.edit_receipt"
    visible = selectors.visible_receipts
    form_class, lines_class = forms.ReceiptForm, forms.ReceiptLines
    service = services.save_receipt
    kind, new_title = DocumentKind.RECEIPT, _("New receipt")


post_receipt, cancel_receipt, reverse_receipt = _verbs(
    "receipt",
    selectors.visible_receipts,
    services.post_receipt,
    services.cancel_receipt,
    services.reverse_receipt,
)
post_receipts = bulk_view(post_receipt)
post_part_receipt = _in_part("receipt", selectors.visible_receipts, services.post_receipt)


class ShipmentList(DocumentList):
    """Shipments."""

    names = "stock:shipment"
    visible = selectors.visible_shipments
    title, create = _("Shipments"), _("New shipment")
    empty = {
        "title": _("No shipment here"),
        "text": _("Ship a sales order, or write one by hand."),
        "icon": "truck",
    }


class ShipmentDetail(DocumentDetail):
    """One shipment."""

    names = "stock:shipment"
    visible = selectors.visible_shipments
    verbs = ("post_part",)


class ShipmentEdit(DocumentEdit):
    """The form of a shipment."""

    names, permission = "stock:shipment", "stock.edit_shipment"
    visible = selectors.visible_shipments
    form_class, lines_class = forms.ShipmentForm, forms.ShipmentLines
    service = services.save_shipment
    kind, new_title = DocumentKind.SHIPMENT, _("New shipment")


post_shipment, cancel_shipment, reverse_shipment = _verbs(
    "shipment",
    selectors.visible_shipments,
    services.post_shipment,
    services.cancel_shipment,
    services.reverse_shipment,
)
post_shipments = bulk_view(post_shipment)
post_part_shipment = _in_part("shipment", selectors.visible_shipments, services.post_shipment)


class TransferList(DocumentList):
    """Transfers."""

    names = "stock:transfer"
    visible = selectors.visible_transfers
    table_class = tables.TransferTable
    title, create = _("Transfers"), _("New transfer")
    empty = {
        "title": _("No transfer here"),
        "text": _("Move goods from one place to another."),
        "icon": "arrow-left-right",
    }


class TransferDetail(DocumentDetail):
    """One transfer."""

    names = "stock:transfer"
    visible = selectors.visible_transfers


class TransferEdit(DocumentEdit):
    """The form of a transfer."""

    names, permission = "stock:transfer", "stock.edit_transfer"
    visible = selectors.visible_transfers
    form_class, lines_class = forms.TransferForm, forms.TransferLines
    service = services.save_transfer
    kind, new_title = DocumentKind.TRANSFER, _("New transfer")


post_transfer, cancel_transfer, reverse_transfer = _verbs(
    "transfer",
    selectors.visible_transfers,
    services.post_transfer,
    services.cancel_transfer,
    services.reverse_transfer,
)
post_transfers = bulk_view(post_transfer)


class AdjustmentList(DocumentList):
    """Adjustments."""

    names = "stock:adjustment"
    visible = selectors.visible_adjustments
    filterset_class = filters.AdjustmentFilter
    table_class = tables.AdjustmentTable
    title, create = _("Adjustments"), _("New adjustment")
    empty = {
        "title": _("No adjustment here"),
        "text": _("Count goods, scrap them, or write your opening stock."),
        "icon": "scale",
    }


class AdjustmentDetail(DocumentDetail):
    """One adjustment."""

    names = "stock:adjustment"
    visible = selectors.visible_adjustments


class AdjustmentEdit(DocumentEdit):
    """The form of an adjustment."""

    names, permission = "stock:adjustment", "stock.edit_adjustment"
    visible = selectors.visible_adjustments
    form_class, lines_class = forms.AdjustmentForm, forms.AdjustmentLines
    service = services.save_adjustment
    kind, new_title = DocumentKind.ADJUSTMENT, _("New adjustment")


post_adjustment, cancel_adjustment, reverse_adjustment = _verbs(
    "adjustment",
    selectors.visible_adjustments,
    services.post_adjustment,
    services.cancel_adjustment,
    services.reverse_adjustment,
)
post_adjustments = bulk_view(post_adjustment)
