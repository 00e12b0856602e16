"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    """Receipts, disbursements and the matching of open items."""

    name = "apps.payments"
    verbose_name = _("Payments")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
