"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StockConfig(AppConfig):
    """Moves of goods, reservations, valuation and the documents that cause them."""

    name = "apps.stock"
    verbose_name = _("Stock")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
