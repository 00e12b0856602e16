"""App configuration."""

from typing import ClassVar

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

MODELS = (
    *("account", "journal", "fiscalyear", "period", "tax", "defaultaccount", "manualentry"),
    "arealock",
    "closingtask",
    "dimension",
    "dimensionvalue",
    "dimensionrule",
    "entrytemplate",
    "deferral",
    "taxbox",
)
SEE = [
    *(f"ledger.view_{model}" for model in MODELS),
    "ledger.view_entry",
    "ledger.view_entryline",
    "ledger.view_openitem",
    "ledger.view_seal",
    "ledger.view_periodclosing",
    "ledger.view_periodbalance",
    "ledger.view_reopening",
    "ledger.view_closingtick",
    "ledger.view_lockoverride",
    "ledger.view_revaluation",
    "ledger.view_revaluationline",
    "ledger.view_taxreturn",
    "ledger.view_taxreturnbox",
    "ledger.view_reportrun",
    "ledger.view_openingimport",
]
KEEP = [
    *SEE,
    *(f"ledger.{verb}_{model}" for model in MODELS for verb in ("add", "change")),
    *(f"ledger.{verb}_manualentry" for verb in ("post", "cancel", "reverse")),
    "ledger.add_revaluation",
    "ledger.file_taxreturn",
    "ledger.add_reportrun",
    "ledger.add_openingimport",
    *(f"ledger.{verb}_manualentry" for verb in ("submit", "approve", "reject")),
    "ledger.make_entrytemplate",
    "ledger.start_deferral",
    "ledger.cancel_deferral",
    "ledger.close_period",
    "ledger.close_fiscalyear",
    "ledger.reopen_period",
    "ledger.decline_reopening",
    "ledger.override_arealock",
    "ledger.tick_closingtask",
]


class LedgerConfig(AppConfig):
    """Chart of accounts, journals, periods, entries, taxes and the closing of the books."""

    name = "apps.ledger"
    verbose_name = _("Ledger")
    role_permissions: ClassVar[dict[str, list[str]]] = {
        "accountant": KEEP,
        "salesperson": ["ledger.view_tax"],
        "buyer": ["ledger.view_tax"],
    }

    def ready(self) -> None:
        """Put the ledger's own drafts and seals on the closing's checklist."""
        from apps.access import navigation  # noqa: PLC0415
        from apps.ledger import (  # noqa: PLC0415 - models are loaded only now
            closing,
            closing_tasks,
            tax_sheets,  # noqa: F401
        )
        from apps.ledger.blockers import CHECKS  # noqa: PLC0415
        from apps.ledger.selectors import entries_to_approve  # noqa: PLC0415

        closing.checks.extend([*CHECKS, *closing_tasks.CHECKS])
        navigation.count_waiting("ledger:manualentry_list", entries_to_approve)
