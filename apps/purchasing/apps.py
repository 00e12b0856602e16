"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["purchasing.view_purchaseorder"]
BUY = [
    *SEE,
    *(
        f"purchasing.{verb}_purchaseorder"
        for verb in (
            "add", "change", "confirm", "receive", "bill", "bill_down_payment", "close", "cancel",
        )
    ),
]  # fmt: skip


class PurchasingConfig(AppConfig):
    """Purchase orders, from draft to received and billed."""

    name = "apps.purchasing"
    verbose_name = _("Purchasing")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "buyer": BUY,
        "accountant": [
            *SEE,
            "purchasing.bill_purchaseorder",
            "purchasing.bill_down_payment_purchaseorder",
        ],
        "warehouse_manager": [*SEE, "purchasing.receive_purchaseorder"],
        "salesperson": SEE,
    }

    def ready(self) -> None:
        """Clear what came in when its bill is posted; put purchasing into the closing, with what it accrues."""
        from apps.invoices import posting  # noqa: PLC0415 - models must be loaded
        from apps.ledger import closing  # noqa: PLC0415
        from apps.ledger.accruing import accruals_of  # noqa: PLC0415
        from apps.purchasing.accruals import SERVICES  # noqa: PLC0415
        from apps.purchasing.billing import received_values, spread_differences  # noqa: PLC0415
        from apps.purchasing.closing import CHECKS  # noqa: PLC0415
        from apps.purchasing.services import require_room_for  # noqa: PLC0415

        posting.participants += [require_room_for, received_values]
        posting.followers.append(spread_differences)
        closing.checks.extend(CHECKS)
        closing.entries.append(accruals_of(SERVICES))
