"""Tables of the ledger."""

from apps.ledger.tables.closing import (
    AreaLockTable,
    ClosingTaskTable,
    FiscalYearTable,
    LockOverrideTable,
    PeriodTable,
)
from apps.ledger.tables.entries import (
    AccountTable,
    DeferralTable,
    EntryLineTable,
    EntryTable,
    ManualEntryTable,
    OpeningImportTable,
    ReportRunTable,
    RevaluationTable,
    TemplateTable,
)
from apps.ledger.tables.setup import (
    DefaultAccountTable,
    DimensionRuleTable,
    DimensionTable,
    DimensionValueTable,
    JournalTable,
    TaxTable,
)

__all__ = [
    "AccountTable",
    "AreaLockTable",
    "ClosingTaskTable",
    "DefaultAccountTable",
    "DeferralTable",
    "DimensionRuleTable",
    "DimensionTable",
    "DimensionValueTable",
    "EntryLineTable",
    "EntryTable",
    "FiscalYearTable",
    "JournalTable",
    "LockOverrideTable",
    "ManualEntryTable",
    "OpeningImportTable",
    "PeriodTable",
    "ReportRunTable",
    "RevaluationTable",
    "TaxTable",
    "TemplateTable",
]
