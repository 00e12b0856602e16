"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["sales.view_salesorder"]
SELL = [
    *SEE,
    *(
        f"sales.{verb}_salesorder"
        for verb in (
            "add", "change", "confirm", "reserve", "ship", "invoice", "invoice_down_payment", "replace", "close",
            "cancel",
        )
    ),
]  # fmt: skip


class SalesConfig(AppConfig):
    """Sales orders, from draft to shipped and invoiced."""

    name = "apps.sales"
    verbose_name = _("Sales")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "salesperson": SELL,
        "accountant": [
            *SEE,
            "sales.invoice_salesorder",
            "sales.invoice_down_payment_salesorder",
        ],
        "warehouse_manager": [*SEE, "sales.reserve_salesorder", "sales.ship_salesorder"],
        "buyer": SEE,
    }

    def ready(self) -> None:
        """Put sales into the closing, its checks and what it accrues, and into the posting of down payments."""
        from apps.invoices import posting  # noqa: PLC0415 - models must be loaded
        from apps.ledger import closing  # noqa: PLC0415
        from apps.ledger.accruing import accruals_of  # noqa: PLC0415
        from apps.sales.accruals import DELIVERIES  # noqa: PLC0415
        from apps.sales.closing import CHECKS  # noqa: PLC0415
        from apps.sales.services import require_room_for  # noqa: PLC0415

        closing.checks.extend(CHECKS)
        closing.entries.append(accruals_of(DELIVERIES))
        posting.participants.append(require_room_for)
