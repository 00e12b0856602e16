"""The books: chart of accounts, journals, periods, entries that never change, and what is open on them."""

from apps.ledger.models.books import (
    AMOUNT_LIMIT,
    Account,
    DefaultAccount,
    FiscalYear,
    Journal,
    Period,
    PeriodBalance,
    PeriodClosing,
)
from apps.ledger.models.closing import (
    AreaLock,
    ClosingTask,
    ClosingTick,
    LockOverride,
    Reopening,
)
from apps.ledger.models.dimensions import Dimension, DimensionRule, DimensionValue
from apps.ledger.models.documents import (
    ManualEntry,
    ManualEntryLine,
)
from apps.ledger.models.entries import (
    Entry,
    EntryLine,
    OpenItem,
    Seal,
    line_memo,
)
from apps.ledger.models.pinned import OpeningImport, ReportRun
from apps.ledger.models.recurring import (
    Deferral,
    DeferralPart,
    EntryTemplate,
    EntryTemplateLine,
)
from apps.ledger.models.returns import TaxBox, TaxBoxSource, TaxReturn, TaxReturnBox
from apps.ledger.models.revaluations import Revaluation, RevaluationLine
from apps.ledger.models.taxes import Tax, TaxComponent

__all__ = [
    "AMOUNT_LIMIT",
    "Account",
    "AreaLock",
    "ClosingTask",
    "ClosingTick",
    "DefaultAccount",
    "Deferral",
    "DeferralPart",
    "Dimension",
    "DimensionRule",
    "DimensionValue",
    "Entry",
    "EntryLine",
    "EntryTemplate",
    "EntryTemplateLine",
    "FiscalYear",
    "Journal",
    "LockOverride",
    "ManualEntry",
    "ManualEntryLine",
    "OpenItem",
    "OpeningImport",
    "Period",
    "PeriodBalance",
    "PeriodClosing",
    "Reopening",
    "ReportRun",
    "Revaluation",
    "RevaluationLine",
    "Seal",
    "Tax",
    "TaxBox",
    "TaxBoxSource",
    "TaxComponent",
    "TaxReturn",
    "TaxReturnBox",
    "line_memo",
]
