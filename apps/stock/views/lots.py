"""Screens of lots and serial numbers."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.core.commands import command_view
from apps.core.formatting import format_date, format_quantity
from apps.core.lists import Tab
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.stock import filters, forms, services, tables, tracing
from apps.stock.models import Lot


class LotList(ListScreen):
    """Lots with what is left of them."""

    visible = tracing.visible_lots
    filterset_class = filters.LotFilter
    table_class = tables.LotTable
    title, subtitle = _("Lots"), _("%s lots")
    tabs = (
        Tab(_("All")),
        Tab(_("In stock"), {"state": "here"}),
        Tab(_("To be used within 30 days"), {"state": "soon"}),
        Tab(_("Expired, in stock"), {"state": "expired"}),
        Tab(_("Blocked"), {"state": "blocked"}),
    )
    empty = {
        "title": _("No lot here"),
        "text": _("Let a product be traced by lot or serial number, then receive some of it."),
        "icon": "barcode",
    }


class LotDetail(DetailScreen):
    """One lot: where it lies, where it came from, who got it."""

    model = Lot
    visible = tracing.visible_lots
    verbs = ("block", "unblock")
    template_name = "stock/lot_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the lot with its places and its way through the company."""
        lot: Any = self.object
        return super().get_context_data(
            facts=_facts(lot),
            levels=tracing.levels_of_lot(lot, self.request.user),
            trace=tracing.trace_of(lot),
            **kwargs,
        )


def _facts(lot: Any) -> list[dict[str, Any]]:
    product = lot.product
    pairs: list[tuple[Any, Any, str]] = [
        (_("Product"), product, reverse("products:product_detail", args=[product.pk])),
        (_("On hand"), format_quantity(lot.on_hand, unit=product.unit.code), ""),
        (_("Use by"), format_date(lot.expires_on) if lot.expires_on else "", ""),
        (
            _("Supplier"),
            lot.supplier or "",
            reverse("parties:party_detail", args=[lot.supplier_id]) if lot.supplier_id else "",
        ),
        (_("Notes"), lot.notes, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in pairs if value]


class LotEdit(FormScreen):
    """The form of a lot."""

    model = Lot
    visible = tracing.visible_lots
    form_class = forms.LotForm
    service = services.save_lot
    title = _("Edit %s")


block_lot = command_view(
    services.block_lot,
    permission="stock.block_lot",
    visible=tracing.visible_lots,
    done=_("Blocked %s."),
    confirm=_("Block %s? It is promised to no order and ships to nobody until it is unblocked."),
    icon="lock",
    danger=True,
    offered=lambda lot: not lot.is_blocked,
)
unblock_lot = command_view(
    services.unblock_lot,
    permission="stock.unblock_lot",
    visible=tracing.visible_lots,
    done=_("Unblocked %s."),
    icon="undo-2",
    offered=lambda lot: lot.is_blocked,
)
