"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

KINDS = ("receipt", "shipment", "transfer", "adjustment")
VERBS = ("edit", "post", "cancel", "reverse")
LOOK = ["stock.view_stockdocument", "stock.view_level", "stock.view_move", "stock.view_reservation"]


def _verbs(*kinds: str) -> list[str]:
    return [f"stock.{verb}_{kind}" for kind in kinds for verb in VERBS]


class StockConfig(AppConfig):
    """Moves, reservations and valuation of goods."""

    name = "apps.stock"
    verbose_name = _("Stock")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "warehouse_manager": [*LOOK, *_verbs(*KINDS), "stock.release_reservation"],
        "accountant": [
            *LOOK,
            "stock.view_valueline",
            "stock.view_costpool",
            "stock.view_costlayer",
        ],
        "salesperson": [*LOOK, "stock.edit_shipment", "stock.release_reservation"],
        "buyer": [*LOOK, *_verbs("receipt")],
    }

    def ready(self) -> None:
        """Let stock be revalued when a product gets a new standard cost."""
        from apps.products.services import saved_participants  # noqa: PLC0415 - models must be loaded
        from apps.stock.services.revaluation import revalue_at_standard  # noqa: PLC0415

        if revalue_at_standard not in saved_participants:
            saved_participants.append(revalue_at_standard)
