"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["counts.view_countsheet", "counts.view_countline", "counts.view_difference"]
DECIDE = [f"counts.{verb}_countsheet" for verb in ("approve", "post", "reopen", "cancel")]


class CountsConfig(AppConfig):
    """Stock counts: blind sheets, tolerance, approval, and what is due by class."""

    name = "apps.counts"
    verbose_name = _("Stock counts")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "warehouse_manager": [
            *SEE,
            "counts.add_countsheet",
            "counts.run_countplan",
            *(
                f"counts.{verb}_countsheet"
                for verb in ("count", "submit", "post", "reopen", "cancel")
            ),
        ],
        "accountant": [*SEE, *DECIDE, "counts.view_countplan", "counts.change_countplan"],
    }

    def ready(self) -> None:
        """Show in the sidebar how many sheets wait."""
        from apps.access import navigation  # noqa: PLC0415 - models are loaded only now
        from apps.counts.selectors import open_sheets  # noqa: PLC0415

        navigation.count_waiting("counts:countsheet_list", open_sheets)
