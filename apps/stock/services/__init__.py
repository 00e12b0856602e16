"""Commands of stock: ``from apps.stock import services as stock``."""

from apps.stock.services.cancelling import (
    cancel_adjustment,
    cancel_drafts_of,
    cancel_receipt,
    cancel_shipment,
    cancel_transfer,
)
from apps.stock.services.channels import (
    QuotaBelowPromised,
    QuotaTwice,
    delete_quota,
    save_channel,
    save_quota,
)
from apps.stock.services.common import period_date
from apps.stock.services.consignment import NotOnConsignment, consigned, return_level
from apps.stock.services.cost_adjustment import (
    Adjusted,
    CostAdjustment,
    NothingReceived,
    Placed,
    adjust_cost,
    plan_costs,
)
from apps.stock.services.cost_undo import undo_cost
from apps.stock.services.drafts import (
    Count,
    create_receipt,
    create_shipment,
    draft_count,
    save_document,
)
from apps.stock.services.forms import save_adjustment, save_receipt, save_shipment, save_transfer
from apps.stock.services.found_lots import create_lot
from apps.stock.services.inspection import (
    NotOfReceipt,
    NotOnHold,
    reject_level,
    release_level,
    scrap_level,
)
from apps.stock.services.lines import LineDraft, NotGoods, WrongPlace
from apps.stock.services.lot_rules import LotMayNotLeave, LotMissing, SerialTwice
from apps.stock.services.lots import (
    LotHasMoved,
    UnknownLot,
    WrongLot,
    block_lot,
    save_lot,
    unblock_lot,
)
from apps.stock.services.method_change import apply_costing
from apps.stock.services.ownership import NotOurs
from apps.stock.services.pools import lock_spots
from apps.stock.services.posting import (
    NegativeStock,
    NoLines,
    OnHold,
    SentInTwoSteps,
    post_adjustment,
    post_receipt,
    post_shipment,
    post_transfer,
)
from apps.stock.services.reasons import (
    NoteMissing,
    ReasonDoesNotFit,
    ReasonUsed,
    save_reason,
)
from apps.stock.services.reservations import (
    NotEnoughStock,
    QuotaReached,
    Wanted,
    release,
    release_reservation,
    reserve,
)
from apps.stock.services.revaluation import set_standard_cost
from apps.stock.services.reversal import (
    AlreadyReversed,
    reverse_adjustment,
    reverse_receipt,
    reverse_shipment,
    reverse_transfer,
)
from apps.stock.services.routing import NoInspectionPlace
from apps.stock.services.transit import (
    MoreThanSent,
    NothingOnTheWay,
    OneStep,
    lose_transfer,
    receive_transfer,
    return_transfer,
    send_transfer,
)

__all__ = [
    "Adjusted",
    "AlreadyReversed",
    "CostAdjustment",
    "Count",
    "LineDraft",
    "LotHasMoved",
    "LotMayNotLeave",
    "LotMissing",
    "MoreThanSent",
    "NegativeStock",
    "NoInspectionPlace",
    "NoLines",
    "NotEnoughStock",
    "NotGoods",
    "NotOfReceipt",
    "NotOnConsignment",
    "NotOnHold",
    "NotOurs",
    "NoteMissing",
    "NothingOnTheWay",
    "NothingReceived",
    "OnHold",
    "OneStep",
    "Placed",
    "QuotaBelowPromised",
    "QuotaReached",
    "QuotaTwice",
    "ReasonDoesNotFit",
    "ReasonUsed",
    "SentInTwoSteps",
    "SerialTwice",
    "UnknownLot",
    "Wanted",
    "WrongLot",
    "WrongPlace",
    "adjust_cost",
    "apply_costing",
    "block_lot",
    "cancel_adjustment",
    "cancel_drafts_of",
    "cancel_receipt",
    "cancel_shipment",
    "cancel_transfer",
    "consigned",
    "create_lot",
    "create_receipt",
    "create_shipment",
    "delete_quota",
    "draft_count",
    "lock_spots",
    "lose_transfer",
    "period_date",
    "plan_costs",
    "post_adjustment",
    "post_receipt",
    "post_shipment",
    "post_transfer",
    "receive_transfer",
    "reject_level",
    "release",
    "release_level",
    "release_reservation",
    "reserve",
    "return_level",
    "return_transfer",
    "reverse_adjustment",
    "reverse_receipt",
    "reverse_shipment",
    "reverse_transfer",
    "save_adjustment",
    "save_channel",
    "save_document",
    "save_lot",
    "save_quota",
    "save_reason",
    "save_receipt",
    "save_shipment",
    "save_transfer",
    "scrap_level",
    "send_transfer",
    "set_standard_cost",
    "unblock_lot",
    "undo_cost",
]
