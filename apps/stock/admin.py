"""The Django admin of stock: documents through their screens, facts and sums to look at."""

from django.contrib import admin

from apps.core.admin import ReadOnlyAdmin
from apps.stock.models import (
    ChannelQuota,
    CostLayer,
    CostPart,
    CostPool,
    Level,
    Lot,
    Move,
    Reason,
    Reservation,
    SalesChannel,
    StockDocument,
    StockDocumentLine,
    TransitLine,
    ValueLine,
)


class LineInline(admin.TabularInline):
    """Lines of a stock document."""

    model = StockDocumentLine
    extra = 0
    can_delete = False
    fields = readonly_fields = (
        "product",
        "from_location",
        "to_location",
        "quantity",
        "unit",
        "unit_cost",
    )

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        """Refuse: lines belong to the document's form."""
        return False


@admin.register(StockDocument)
class StockDocumentAdmin(ReadOnlyAdmin):
    """Receipts, shipments, transfers, adjustments."""

    list_display = ("number", "kind", "status", "date", "warehouse", "party")
    list_filter = ("kind", "status")
    list_select_related = ("warehouse", "party")
    search_fields = ("number", "reference")
    inlines = (LineInline,)
    ordering = ("-date", "-id")


@admin.register(Move)
class MoveAdmin(ReadOnlyAdmin):
    """What moved."""

    list_display = (
        "date",
        "product",
        "from_location",
        "to_location",
        "quantity",
        "value",
        "document",
    )
    list_select_related = ("product", "from_location", "to_location", "document")
    ordering = ("-id",)


@admin.register(ValueLine)
class ValueLineAdmin(ReadOnlyAdmin):
    """What changed the value of stock."""

    list_display = ("date", "product", "kind", "quantity", "value", "account")
    list_select_related = ("product", "account")
    list_filter = ("kind",)
    ordering = ("-id",)


@admin.register(Level)
class LevelAdmin(ReadOnlyAdmin):
    """What lies where."""

    list_display = ("product", "location", "lot", "on_hand", "reserved")
    list_select_related = ("product", "location", "lot")
    search_fields = ("product__sku",)


@admin.register(Lot)
class LotAdmin(ReadOnlyAdmin):
    """Lots and serial numbers."""

    list_display = ("number", "product", "expires_on", "supplier", "is_blocked")
    list_select_related = ("product", "supplier")
    search_fields = ("number", "product__sku")
    ordering = ("product", "number")


@admin.register(CostPool)
class CostPoolAdmin(ReadOnlyAdmin):
    """What stock is worth."""

    list_display = ("product", "costing_method", "scope", "quantity", "value", "account")
    list_select_related = ("product", "account")
    search_fields = ("product__sku",)


@admin.register(CostPart)
class CostPartAdmin(ReadOnlyAdmin):
    """What each warehouse or lot holds of it."""

    list_display = ("product", "warehouse", "lot", "quantity", "value")
    list_select_related = ("product", "warehouse", "lot")
    search_fields = ("product__sku", "lot__number")


@admin.register(CostLayer)
class CostLayerAdmin(ReadOnlyAdmin):
    """What is left of receipts."""

    list_display = ("product", "date", "received_quantity", "quantity", "value")
    list_select_related = ("product",)
    ordering = ("-date",)


@admin.register(Reservation)
class ReservationAdmin(ReadOnlyAdmin):
    """What is promised."""

    list_display = ("product", "location", "quantity", "origin_type", "origin_id", "created_at")
    list_select_related = ("product", "location")
    ordering = ("-created_at",)


@admin.register(TransitLine)
class TransitLineAdmin(ReadOnlyAdmin):
    """What is on its way between warehouses."""

    list_display = ("sent_on", "product", "from_warehouse", "to_warehouse", "open_quantity")
    list_select_related = ("product", "from_warehouse", "to_warehouse")
    ordering = ("-sent_on", "-id")


@admin.register(Reason)
class ReasonAdmin(ReadOnlyAdmin):
    """Why stock is adjusted."""

    list_display = ("code", "name", "kind", "account", "asks_note", "is_active")
    list_select_related = ("account",)
    ordering = ("sequence", "code")


@admin.register(SalesChannel)
class SalesChannelAdmin(ReadOnlyAdmin):
    """Ways goods are sold."""

    list_display = ("code", "name", "is_active")
    ordering = ("code",)


@admin.register(ChannelQuota)
class ChannelQuotaAdmin(ReadOnlyAdmin):
    """What channels may have promised."""

    list_display = ("product", "warehouse", "channel", "quantity", "promised")
    list_select_related = ("product", "warehouse", "channel")
    search_fields = ("product__sku",)
