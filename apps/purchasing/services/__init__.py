"""Commands of purchasing: order, confirm, receive, bill, enter a down payment, close, cancel, take over."""

from apps.products.order_lines import OrderLineDraft
from apps.purchasing.services.bills import (
    NothingToBill,
    bill_down_payment,
    bill_order,
    require_room_for,
)
from apps.purchasing.services.consignment import NoAgreedPrice, draw_level
from apps.purchasing.services.orders import (
    ORIGIN,
    AlreadyReceived,
    InactiveProduct,
    NoLines,
    NotASupplier,
    NothingToReceive,
    cancel_order,
    close_order,
    confirm_order,
    draft_order,
    price_order,
    receive_order,
    save_order,
    unit_cost,
)

__all__ = [
    "ORIGIN",
    "AlreadyReceived",
    "InactiveProduct",
    "NoAgreedPrice",
    "NoLines",
    "NotASupplier",
    "NothingToBill",
    "NothingToReceive",
    "OrderLineDraft",
    "bill_down_payment",
    "bill_order",
    "cancel_order",
    "close_order",
    "confirm_order",
    "draft_order",
    "draw_level",
    "price_order",
    "receive_order",
    "require_room_for",
    "save_order",
    "unit_cost",
]
