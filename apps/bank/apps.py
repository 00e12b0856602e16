"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BankConfig(AppConfig):
    """Bank accounts, statements and their reconciliation, payment runs."""

    name = "apps.bank"
    verbose_name = _("Bank")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": [
            "bank.view_bankaccount",
            "bank.add_bankaccount",
            "bank.change_bankaccount",
            "bank.view_bankstatement",
            "bank.view_bankstatementline",
            "bank.view_statementfile",
            "bank.import_statementfile",
        ],
    }
