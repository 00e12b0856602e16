"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["replenishment.view_rule", "replenishment.view_proposal"]
DECIDE = [*SEE, *(f"replenishment.{verb}_proposal" for verb in ("accept", "dismiss", "run"))]


class ReplenishmentConfig(AppConfig):
    """What runs out, and what to buy or bring for it."""

    name = "apps.replenishment"
    verbose_name = _("Replenishment")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "buyer": [*DECIDE, "replenishment.add_rule", "replenishment.change_rule"],
        "warehouse_manager": [*DECIDE, "replenishment.add_rule", "replenishment.change_rule"],
        "salesperson": SEE,
    }

    def ready(self) -> None:
        """Show in the sidebar how many proposals wait."""
        from apps.access import navigation  # noqa: PLC0415 - models are loaded only now
        from apps.replenishment.selectors import open_proposals  # noqa: PLC0415

        navigation.count_waiting("replenishment:proposal_list", open_proposals)
