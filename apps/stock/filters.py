"""What lists of stock, moves and stock documents can be narrowed to."""

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from apps.core.filters import SearchFilter
from apps.products.models import Category, Product
from apps.stock import on_hold, on_the_way, selectors, tracing
from apps.stock.channels import visible_channels
from apps.stock.choices import AdjustmentReason
from apps.stock.models import (
    ChannelQuota,
    Level,
    Lot,
    Move,
    Reason,
    Reservation,
    SalesChannel,
    StockDocument,
    TransitLine,
)
from apps.stock.reasons import visible_reasons
from apps.warehouses.models import Location
from apps.warehouses.selectors import visible_locations, visible_warehouses

STATES = {
    "here": selectors.in_stock,
    "reorder": selectors.below_reorder_level,
    "gone": selectors.out_of_stock,
}

WAY_STATES = {"arriving": on_the_way.keep_arriving, "late": on_the_way.late}

LOT_STATES = {
    "here": tracing.lots_in_stock,
    "soon": tracing.lots_to_use_soon,
    "expired": tracing.lots_expired,
    "blocked": tracing.lots_blocked,
}


def _channels(request: Any) -> Any:
    return visible_channels(request.user)


def _warehouses(request: Any) -> Any:
    return visible_warehouses(request.user)


def _reasons(request: Any) -> Any:
    return visible_reasons(request.user)


class StockFilter(django_filters.FilterSet):
    """Goods by search, category and how much there is."""

    q = SearchFilter("sku", "name", "gtin")
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.order_by("name"), label=_("Category")
    )
    state = django_filters.ChoiceFilter(
        choices=[
            ("here", _("In stock")),
            ("reorder", _("Below reorder level")),
            ("gone", _("None on hand")),
        ],
        method="in_state",
        label=_("State"),
    )

    class Meta:
        model = Product
        fields = ("q", "category", "state")

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is there, what runs low, or what is gone."""
        return STATES[value](rows, self.request.user)


class CostingFilter(django_filters.FilterSet):
    """Goods to be valued anew, by search and category."""

    q = SearchFilter("sku", "name", "gtin")
    category = django_filters.ModelChoiceFilter(
        queryset=lambda request: Category.objects.order_by("name"), label=_("Category")
    )

    class Meta:
        model = Product
        fields = ("q", "category")


class PlaceFilter(django_filters.FilterSet):
    """Levels by product, warehouse and location."""

    q = SearchFilter("product__sku", "product__name", "location__code", "lot__number")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="location__warehouse", label=_("Warehouse")
    )
    location = django_filters.ModelChoiceFilter(
        queryset=lambda request: visible_locations(request.user),
        method="within",
        label=_("Location"),
    )

    class Meta:
        model = Level
        fields = ("q", "warehouse", "location")

    def within(self, rows: QuerySet[Any], _name: str, value: Location) -> QuerySet[Any]:
        """Keep what lies in a location itself."""
        return rows.filter(location=value)


class HeldFilter(django_filters.FilterSet):
    """Goods on hold, by product, warehouse and whether they wait to be inspected."""

    q = SearchFilter("product__sku", "product__name", "location__code", "lot__number")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="location__warehouse", label=_("Warehouse")
    )
    state = django_filters.ChoiceFilter(
        choices=[("inspect", _("To inspect"))], method="in_state", label=_("State")
    )
    product = django_filters.UUIDFilter(field_name="product_id", label=_("Product"))

    class Meta:
        model = Level
        fields = ("q", "warehouse", "state", "product")

    def in_state(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep what waits to be inspected."""
        return on_hold.keep_to_inspect(rows, self.request.user)


class MoveFilter(django_filters.FilterSet):
    """Moves by product, warehouse and day."""

    q = SearchFilter("product__sku", "product__name", "document__number", "lot__number")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, method="of_warehouse", label=_("Warehouse")
    )
    product = django_filters.UUIDFilter(method="of_product", label=_("Product"))
    lot = django_filters.UUIDFilter(method="of_lot", label=_("Lot"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = Move
        fields = ("q", "warehouse", "product", "lot", "date")

    def of_warehouse(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep what came into or left a warehouse."""
        return rows.filter(Q(from_location__warehouse=value) | Q(to_location__warehouse=value))

    def of_product(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep one product's."""
        return rows.filter(product_id=value)

    def of_lot(self, rows: QuerySet[Any], _name: str, value: Any) -> QuerySet[Any]:
        """Keep one lot's."""
        return rows.filter(lot_id=value)


class TransitFilter(django_filters.FilterSet):
    """What is on its way, by product, warehouse and whether it is late."""

    q = SearchFilter("document__number", "product__sku", "product__name", "lot__number")
    from_warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("From"))
    to_warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("To"))
    state = django_filters.ChoiceFilter(
        choices=[("arriving", _("To receive")), ("late", _("Overdue"))],
        method="in_state",
        label=_("State"),
    )
    product = django_filters.UUIDFilter(field_name="product_id", label=_("Product"))
    sent_on = django_filters.DateFromToRangeFilter(label=_("Since"))

    class Meta:
        model = TransitLine
        fields = ("q", "from_warehouse", "to_warehouse", "state", "product", "sent_on")

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what comes to the user's warehouses, or what should have arrived."""
        return WAY_STATES[value](rows, self.request.user)


class LotFilter(django_filters.FilterSet):
    """Lots by number, product, what is left of them and by when they are to be used."""

    q = SearchFilter("number", "product__sku", "product__name")
    state = django_filters.ChoiceFilter(
        choices=[
            ("here", _("In stock")),
            ("soon", _("To be used within 30 days")),
            ("expired", _("Expired, in stock")),
            ("blocked", _("Blocked")),
        ],
        method="in_state",
        label=_("State"),
    )
    product = django_filters.UUIDFilter(field_name="product_id", label=_("Product"))
    expires_on = django_filters.DateFromToRangeFilter(label=_("Use by"))

    class Meta:
        model = Lot
        fields = ("q", "state", "product", "expires_on")

    def in_state(self, rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
        """Keep what is there, what should leave soon or should have, or what is blocked."""
        return LOT_STATES[value](rows)


class ReservationFilter(django_filters.FilterSet):
    """Reservations by product and warehouse."""

    q = SearchFilter("product__sku", "product__name")
    warehouse = django_filters.ModelChoiceFilter(
        queryset=_warehouses, field_name="location__warehouse", label=_("Warehouse")
    )

    channel = django_filters.ModelChoiceFilter(queryset=_channels, label=_("Sales channel"))

    class Meta:
        model = Reservation
        fields = ("q", "warehouse", "channel")


class DocumentFilter(django_filters.FilterSet):
    """Documents by number, party, warehouse, status and day."""

    q = SearchFilter("number", "reference", "party__name", "party__code")
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))
    date = django_filters.DateFromToRangeFilter(label=_("Date"))

    class Meta:
        model = StockDocument
        fields: tuple[str, ...] = ("q", "status", "warehouse", "date")


class AdjustmentFilter(DocumentFilter):
    """The same, and by reason."""

    why = django_filters.ModelChoiceFilter(queryset=_reasons, label=_("Reason"))
    reason = django_filters.ChoiceFilter(
        choices=AdjustmentReason.choices, label=_("Kind of reason")
    )

    class Meta(DocumentFilter.Meta):
        fields = ("q", "status", "why", "reason", "warehouse", "date")


class ReasonFilter(django_filters.FilterSet):
    """Reasons by code, name and kind."""

    q = SearchFilter("code", "name")

    class Meta:
        model = Reason
        fields = ("q", "kind", "is_active")


class ChannelFilter(django_filters.FilterSet):
    """Sales channels by code and name."""

    q = SearchFilter("code", "name")

    class Meta:
        model = SalesChannel
        fields = ("q", "is_active")


class QuotaFilter(django_filters.FilterSet):
    """Quotas by product, channel and warehouse, and whether something is left."""

    q = SearchFilter("product__sku", "product__name")
    channel = django_filters.ModelChoiceFilter(queryset=_channels, label=_("Sales channel"))
    warehouse = django_filters.ModelChoiceFilter(queryset=_warehouses, label=_("Warehouse"))
    state = django_filters.ChoiceFilter(
        method="in_state", label=_("State"), choices=[("full", _("Nothing left"))]
    )

    class Meta:
        model = ChannelQuota
        fields = ("q", "channel", "warehouse")

    def in_state(self, rows: Any, _name: str, _value: str) -> Any:
        """Return the quotas of which nothing is left."""
        return rows.filter(promised=F("quantity"))
