"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Receipts, disbursements and the matching of open items."""

    name = "apps.payments"
    verbose_name = _("Payments")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [
            f"payments.{verb}_payment"
            for verb in (
                "view",
                "add",
                "change",
                "post",
                "cancel",
                "reverse",
                "match",
                "write_off",
                "override",
            )
        ]
        + [f"payments.{verb}_writeoffreason" for verb in ("view", "add", "change")],
        "salesperson": ["payments.view_payment"],
        "buyer": ["payments.view_payment"],
    }

    def ready(self) -> None:
        """Settle a credit note with its invoice when it is posted; put payments on the closing's checklist."""
        from apps.invoices.posting import followers  # noqa: PLC0415 - models are loaded only now
        from apps.ledger import closing  # noqa: PLC0415
        from apps.payments.closing import CHECKS  # noqa: PLC0415
        from apps.payments.services import settle_credit_note  # noqa: PLC0415

        followers.append(settle_credit_note)
        closing.checks.extend(CHECKS)
