"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BudgetsConfig(AppConfig):
    """Budgets, their comparison with what was booked, and what happens when they are used up."""

    name = "apps.budgets"
    verbose_name = _("Budgets")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [f"budgets.{verb}_budget" for verb in ("view", "add", "change")],
    }

    def ready(self) -> None:
        """Have a say before supplier bills and manual entries are posted."""
        from apps.budgets.participants import hold_bill, hold_manual_entry  # noqa: PLC0415 - models must be loaded
        from apps.invoices import posting  # noqa: PLC0415
        from apps.ledger.services import manual  # noqa: PLC0415

        posting.participants.append(hold_bill)
        manual.participants.append(hold_manual_entry)
