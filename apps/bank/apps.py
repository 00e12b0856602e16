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
            "bank.view_reconciliation",
            "bank.add_reconciliation",
            "bank.undo_reconciliation",
            *(
                f"bank.{verb}_paymentrun"
                for verb in ("view", "add", "change", "submit", "approve", "post", "cancel")
            ),
            *(f"bank.{verb}_bankrule" for verb in ("view", "add", "change")),
            *(f"bank.{verb}_partyaccount" for verb in ("view", "add", "change")),
        ],
    }

    def ready(self) -> None:
        """Show in the sidebar how many movements wait."""
        from apps.access import navigation  # noqa: PLC0415 - models are loaded only now
        from apps.bank.selectors import lines_to_reconcile, runs_to_approve  # noqa: PLC0415

        navigation.count_waiting("bank:bankaccount_list", lines_to_reconcile)
        navigation.count_waiting("bank:paymentrun_list", runs_to_approve)
