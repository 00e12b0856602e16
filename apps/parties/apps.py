"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

SEE = ["parties.view_party", "parties.view_paymentterm"]
EDIT = [*SEE, "parties.add_party", "parties.change_party"]


class PartiesConfig(AppConfig):
    """Customers and suppliers with their contacts, addresses, tax numbers and payment terms."""

    name = "apps.parties"
    verbose_name = _("Parties")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [
            *EDIT,
            "parties.archive_party",
            "parties.add_paymentterm",
            "parties.change_paymentterm",
        ],
        "salesperson": EDIT,
        "buyer": EDIT,
        "warehouse_manager": SEE,
    }
