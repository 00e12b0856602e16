"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Chart of accounts, journals, periods, entries, taxes and the closing of the books."""

    name = "apps.ledger"
    verbose_name = _("Ledger")
    role_permissions: ClassVar[dict[str, list[str]]] = {}
