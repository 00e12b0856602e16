"""Commands of landed costs: ``from apps.landed import services as landed``."""

from apps.landed.services.booking import (
    NothingBooked,
    cancel_landed_cost,
    post_landed_cost,
    reverse_landed_cost,
)
from apps.landed.services.saving import WrongBillLine, WrongReceipt, save_landed_cost

__all__ = [
    "NothingBooked",
    "WrongBillLine",
    "WrongReceipt",
    "cancel_landed_cost",
    "post_landed_cost",
    "reverse_landed_cost",
    "save_landed_cost",
]
