"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["purchasing.view_purchaseorder"]
BUY = [
    *SEE,
    *(
        f"purchasing.{verb}_purchaseorder"
        for verb in ("add", "change", "confirm", "receive", "bill", "close", "cancel")
    ),
]


class PurchasingConfig(AppConfig):
    """Purchase orders, from draft to received and billed."""

    name = "apps.purchasing"
    verbose_name = _("Purchasing")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "buyer": BUY,
        "accountant": [*SEE, "purchasing.bill_purchaseorder"],
        "warehouse_manager": [*SEE, "purchasing.receive_purchaseorder"],
        "salesperson": SEE,
    }

    def ready(self) -> None:
        """Say what a bill for ordered goods clears."""
        from apps.invoices.posting import participants  # noqa: PLC0415 - models are loaded only now
        from apps.purchasing.billing import received_values  # noqa: PLC0415

        participants.append(received_values)
