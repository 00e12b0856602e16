"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

KINDS = ("receipt", "shipment", "transfer", "adjustment")
VERBS = ("edit", "post", "cancel", "reverse")
LOOK = [
    "stock.view_stockdocument",
    "stock.view_level",
    "stock.view_move",
    "stock.view_reservation",
    "stock.view_lot",
    "stock.view_transitline",
    "stock.view_reason",
    "stock.view_saleschannel",
    "stock.view_channelquota",
]
CONSIGNED = ["stock.draw_level", "stock.return_level"]
HOLD = [f"stock.{verb}_level" for verb in ("release", "reject", "scrap")]
WAY = [f"stock.{verb}_transfer" for verb in ("send", "receive", "return", "lose")]
CHANNELS = [
    "stock.add_saleschannel",
    "stock.change_saleschannel",
    *(f"stock.{verb}_channelquota" for verb in ("add", "change", "delete")),
]
LOTS = ["stock.change_lot", "stock.block_lot", "stock.unblock_lot"]


def _verbs(*kinds: str) -> list[str]:
    return [f"stock.{verb}_{kind}" for kind in kinds for verb in VERBS]


class StockConfig(AppConfig):
    """Moves of goods, reservations, valuation and the documents that cause them."""

    name = "apps.stock"
    verbose_name = _("Stock")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "warehouse_manager": [
            *LOOK,
            *LOTS,
            *CHANNELS,
            *_verbs(*KINDS),
            *WAY,
            *HOLD,
            *CONSIGNED,
            "stock.release_reservation",
        ],
        "quality": [*LOOK, *LOTS, *HOLD],
        "accountant": [
            *LOOK,
            *_verbs("adjustment"),
            "stock.add_reason",
            "stock.change_reason",
            "stock.view_valueline",
            "stock.apply_costpool",
        ],
        "salesperson": [*LOOK, "stock.edit_shipment", "stock.release_reservation"],
        "buyer": [*LOOK, *_verbs("receipt"), *CONSIGNED],
    }

    def ready(self) -> None:
        """Revalue stock when a product gets a new standard cost; put stock on the closing's checklist."""
        from apps.access import navigation  # noqa: PLC0415 - models must be loaded
        from apps.ledger import closing  # noqa: PLC0415
        from apps.ledger.services import charts  # noqa: PLC0415
        from apps.products import selectors as products  # noqa: PLC0415
        from apps.products.services import saved_participants  # noqa: PLC0415
        from apps.stock.closing import CHECKS  # noqa: PLC0415
        from apps.stock.on_hold import to_inspect  # noqa: PLC0415
        from apps.stock.on_the_way import arriving  # noqa: PLC0415
        from apps.stock.selectors import draft_receipts, draft_shipments, with_stock  # noqa: PLC0415
        from apps.stock.services.reasons import install_reasons  # noqa: PLC0415
        from apps.stock.services.revaluation import revalue_at_standard  # noqa: PLC0415

        products.annotations.append(with_stock)
        saved_participants.append(revalue_at_standard)
        charts.followers.append(install_reasons)
        closing.checks.extend(CHECKS)
        navigation.count_waiting("stock:receipt_list", draft_receipts)
        navigation.count_waiting("stock:shipment_list", draft_shipments)
        navigation.count_waiting("stock:transitline_list", arriving)
        navigation.count_waiting("stock:held_list", to_inspect)
