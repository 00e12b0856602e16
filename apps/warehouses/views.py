"""Screens of warehouses and their locations."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from apps.core.commands import command_view
from apps.core.lookups import is_id
from apps.core.permissions import right
from apps.core.screens import DetailScreen, FormScreen, ListScreen
from apps.warehouses import filters, forms, selectors, services, tables
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.selectors import visible_locations, visible_warehouses


class WarehouseList(ListScreen):
    """Warehouses."""

    visible = visible_warehouses
    filterset_class = filters.WarehouseFilter
    table_class = tables.WarehouseTable
    title = _("Warehouses")
    create = _("New warehouse")
    empty = {
        "title": _("No warehouse here"),
        "text": _("Make the first one, or ask for access to one."),
        "icon": "warehouse",
    }


class WarehouseDetail(DetailScreen):
    """One warehouse with its tree of locations."""

    model = Warehouse
    visible = visible_warehouses
    verbs = ("archive",)
    template_name = "warehouses/warehouse_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the warehouse with its tree."""
        return super().get_context_data(
            tree=selectors.location_tree(self.object), facts=_facts(self.object), **kwargs
        )


def _facts(warehouse: Warehouse) -> list[dict[str, Any]]:
    town = f"{warehouse.postal_code} {warehouse.city}".strip()
    pairs = [
        (_("Branch"), warehouse.branch or ""),
        (_("Street"), warehouse.street),
        (_("City"), town),
        (_("Country"), warehouse.country),
        (_("Receipts"), warehouse.get_receipt_steps_display()),
        (_("Transfers"), warehouse.get_transfer_steps_display()),
        (_("Deliveries"), warehouse.get_delivery_steps_display()),
    ]
    return [{"label": label, "value": value} for label, value in pairs if value]


class WarehouseEdit(FormScreen):
    """The form of a warehouse."""

    visible = visible_warehouses
    form_class = forms.WarehouseForm
    title = _("Edit %s")

    def service(actor: Any, document: Warehouse, lines: Any, removed: Any) -> Warehouse:  # noqa: N805
        """Save the warehouse."""
        del lines, removed
        return services.save_warehouse(actor=actor, document=document)


class WarehouseCreate(WarehouseEdit):
    """The form of a new warehouse."""

    permission = "warehouses.add_warehouse"
    title = _("New warehouse")


archive_warehouse = command_view(
    services.archive_warehouse,
    permission="warehouses.delete_warehouse",
    visible=visible_warehouses,
    done=_("Archived %s."),
    confirm=_("%s is no longer offered. What happened there stays as it is."),
    icon="archive",
    offered=lambda warehouse: warehouse.is_active,
)


class LocationEdit(FormScreen):
    """The form of a location."""

    visible = visible_locations
    form_class = forms.LocationForm
    title = _("Edit %s")

    def extra(self, context: dict[str, Any]) -> dict[str, Any]:
        """Lead back to the warehouse."""
        chosen = self.form["warehouse"].value()
        houses = visible_warehouses(self.request.user)
        house = houses.filter(pk=chosen).first() if is_id(str(chosen)) else None
        if house is None:
            return context
        url = reverse("warehouses:warehouse_detail", args=[house.pk])
        return context | {"list_url": url, "list_title": house.display_name, "cancel_url": url}

    def service(actor: Any, document: Location, lines: Any, removed: Any) -> Location:  # noqa: N805
        """Save the location."""
        del lines, removed
        return services.save_location(actor=actor, document=document)


class LocationCreate(LocationEdit):
    """The form of a new location; ``?warehouse=`` says where."""

    permission = "warehouses.add_location"
    title = _("New location")


@right("warehouses.view_location")
@require_GET
def location_options(request: HttpRequest) -> HttpResponse:
    """Answer an autocomplete: at most 20 locations in use whose code or name holds ``q``."""
    locations = selectors.location_options(request.user, request.GET.get("q", ""))
    return render(request, "warehouses/options.html", {"locations": locations})
