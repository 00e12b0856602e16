"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

INVOICES = [
    f"invoices.{verb}_invoice"
    for verb in ("view", "add", "change", "post", "cancel", "credit", "send")
]
BILLS = [f"invoices.{verb}_bill" for verb in ("view", "edit", "post", "cancel", "credit")]


class InvoicesConfig(AppConfig):
    """Customer invoices, supplier bills and their credit notes, from draft to archived PDF."""

    name = "apps.invoices"
    verbose_name = _("Invoices")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [*INVOICES, *BILLS],
        "salesperson": [
            f"invoices.{verb}_invoice" for verb in ("view", "add", "change", "cancel", "send")
        ],
        "buyer": [f"invoices.{verb}_bill" for verb in ("view", "edit", "cancel")],
    }

    def ready(self) -> None:
        """Put drafts on the closing's checklist."""
        from apps.invoices.closing import CHECKS  # noqa: PLC0415 - models are loaded only now
        from apps.ledger import closing  # noqa: PLC0415

        closing.checks.extend(CHECKS)
