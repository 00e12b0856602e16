"""Screens of what lies where, what moved, what is promised."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.companies.selectors import company_in_force
from apps.core.commands import bulk_view, command_view
from apps.core.lists import Tab
from apps.core.permissions import may, right
from apps.core.screens import ListScreen
from apps.stock import filters, on_the_way, selectors, services, tables
from apps.stock.models import Level, Reservation


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
        "on_the_way": list(on_the_way.visible_transit(request.user).filter(product=product)),
        "moves": list(selectors.visible_moves(request.user).filter(product=product)[:12]),
        "moves_url": f"{reverse('stock:move_list')}?product={product.pk}",
        "currency": company_in_force().currency_id,
    }
    if may(request.user, "products.view_cost"):
        context |= {
            "pool": getattr(product, "cost_pool", None),
            "parts": selectors.parts_of(product),
            "history": selectors.cost_history(product),
            "layers": selectors.layers_left(product),
        }
    part = "#stock" if getattr(request, "htmx", False) and not request.htmx.boosted else ""  # type: ignore[attr-defined]
    return render(request, f"stock/product_stock.html{part}", context)
