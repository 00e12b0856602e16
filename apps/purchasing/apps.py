"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PurchasingConfig(AppConfig):
    """Purchase orders, from draft to received and billed."""

    name = "apps.purchasing"
    verbose_name = _("Purchasing")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
