"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["picking.view_wave", "picking.view_putawayrule"]
WORK = [
    *SEE,
    "picking.add_wave",
    "picking.add_putawayrule",
    "picking.change_putawayrule",
    *(f"picking.{verb}_wave" for verb in ("pick", "bring", "pack", "ship", "finish", "cancel")),
]


class PickingConfig(AppConfig):
    """The warehouse floor: waves of shipments picked with a scanner, goods put away by rule."""

    name = "apps.picking"
    verbose_name = _("Picking")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "warehouse_manager": WORK,
        "salesperson": SEE,
    }

    def ready(self) -> None:
        """Show in the sidebar how many waves wait; say where goods go that come in."""
        from apps.access import navigation  # noqa: PLC0415 - models are loaded only now
        from apps.picking.finding import propose_places  # noqa: PLC0415
        from apps.picking.selectors import live_waves  # noqa: PLC0415
        from apps.stock.services.drafts import placers  # noqa: PLC0415

        navigation.count_waiting("picking:wave_list", live_waves)
        placers.append(propose_places)
