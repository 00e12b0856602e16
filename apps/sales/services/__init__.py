"""Commands of sales: order, confirm, reserve, release, ship, invoice, ask for a down payment, close, cancel."""

from apps.products.order_lines import OrderLineDraft
from apps.sales.services.expiring import Released, release_expired, release_order
from apps.sales.services.holding import DayIsPast
from apps.sales.services.invoicing import (
    NothingToInvoice,
    invoice_down_payment,
    invoice_order,
    require_room_for,
)
from apps.sales.services.orders import (
    ORIGIN,
    AlreadyShipped,
    InactiveProduct,
    NoLines,
    NotACustomer,
    NothingToShip,
    cancel_order,
    close_order,
    confirm_order,
    draft_order,
    price_order,
    reserve_order,
    save_order,
    ship_order,
)
from apps.sales.services.replacing import (
    LineUnderway,
    NoSubstitute,
    confirm_replacing,
    replace_line,
)

__all__ = [
    "ORIGIN",
    "AlreadyShipped",
    "DayIsPast",
    "InactiveProduct",
    "LineUnderway",
    "NoLines",
    "NoSubstitute",
    "NotACustomer",
    "NothingToInvoice",
    "NothingToShip",
    "OrderLineDraft",
    "Released",
    "cancel_order",
    "close_order",
    "confirm_order",
    "confirm_replacing",
    "draft_order",
    "invoice_down_payment",
    "invoice_order",
    "price_order",
    "release_expired",
    "release_order",
    "replace_line",
    "require_room_for",
    "reserve_order",
    "save_order",
    "ship_order",
]
