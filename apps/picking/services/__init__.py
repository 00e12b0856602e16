"""Commands of the warehouse floor: ``from apps.picking import services as picking``."""

from apps.picking.services.common import NotInWave, line_told
from apps.picking.services.elsewhere import NotFree, take_elsewhere
from apps.picking.services.packing import (
    Closed,
    PackageEmpty,
    PackageGone,
    close_package,
    reopen_package,
    scan_into_package,
)
from apps.picking.services.picks import (
    MoreThanAsked,
    Scanned,
    ShipmentGone,
    WaveEnded,
    WrongScan,
    leave_short,
    scan,
)
from apps.picking.services.putaway import (
    NotThere,
    UnknownGoods,
    WrongRule,
    goods_called,
    place_called,
    put_away,
    save_putaway_rule,
)
from apps.picking.services.shipping import NotAtDock, NotPicked, ship_picked
from apps.picking.services.staging import (
    NothingToBring,
    NothingToPack,
    bring_picked,
    pack_shipment,
    ship_from_dock,
)
from apps.picking.services.waves import (
    InOtherWave,
    NothingChosen,
    PickedNotShipped,
    cancel_wave,
    finish_wave,
    make_waves,
)

__all__ = [
    "Closed",
    "InOtherWave",
    "MoreThanAsked",
    "NotAtDock",
    "NotFree",
    "NotInWave",
    "NotPicked",
    "NotThere",
    "NothingChosen",
    "NothingToBring",
    "NothingToPack",
    "PackageEmpty",
    "PackageGone",
    "PickedNotShipped",
    "Scanned",
    "ShipmentGone",
    "UnknownGoods",
    "WaveEnded",
    "WrongRule",
    "WrongScan",
    "bring_picked",
    "cancel_wave",
    "close_package",
    "finish_wave",
    "goods_called",
    "leave_short",
    "line_told",
    "make_waves",
    "pack_shipment",
    "place_called",
    "put_away",
    "reopen_package",
    "save_putaway_rule",
    "scan",
    "scan_into_package",
    "ship_from_dock",
    "ship_picked",
    "take_elsewhere",
]
