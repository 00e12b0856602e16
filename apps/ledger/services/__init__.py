"""Commands of the ledger: ``from apps.ledger import services as ledger``."""

from apps.ledger.selectors import (
    NoDefaultAccount,
    NoJournal,
    account_for,
    default_account,
    default_accounts,
    journal_of,
    journals_by_type,
)
from apps.ledger.services.analysis import (
    save_dimension,
    save_dimension_rule,
    save_dimension_value,
)
from apps.ledger.services.cash_taxes import settle_cash_taxes
from apps.ledger.services.charts import ChartExists, YearExists, install_chart, open_fiscal_year
from apps.ledger.services.closing import (
    Blocked,
    ClosingPlan,
    close_period,
    latest_closing,
    plan_closing,
)
from apps.ledger.services.dimensions import (
    DimensionForbidden,
    DimensionNotInUse,
    DimensionRequired,
    Dimensions,
)
from apps.ledger.services.locks import AreaLocked, save_area_lock
from apps.ledger.services.manual import (
    cancel_manual_entry,
    copy_manual_entry,
    post_manual_entry,
    reverse_due_entries,
    reverse_manual_entry,
    save_manual_entry,
)
from apps.ledger.services.posting import (
    AlreadyReversed,
    ControlAccount,
    EntryDraft,
    NoLines,
    NoPeriod,
    PeriodClosed,
    Posting,
    Unbalanced,
    post_entries,
    post_entry,
    reverse_entry,
)
from apps.ledger.services.reopening import (
    NobodyAsked,
    NotTheNext,
    SamePerson,
    approve_period,
    decline_reopening,
    pending_reopening,
    reopen_period,
)
from apps.ledger.services.revaluation import revalue
from apps.ledger.services.sealing import seal_entries
from apps.ledger.services.setup import (
    save_account,
    save_default_account,
    save_journal,
)
from apps.ledger.services.taxes import WrongTax, save_tax
from apps.ledger.services.year import (
    NothingToCarry,
    YearNotReady,
    YearPlan,
    close_year,
    closing_entry,
    plan_year,
    year_draft,
)

__all__ = [
    "AlreadyReversed",
    "AreaLocked",
    "Blocked",
    "ChartExists",
    "ClosingPlan",
    "ControlAccount",
    "DimensionForbidden",
    "DimensionNotInUse",
    "DimensionRequired",
    "Dimensions",
    "EntryDraft",
    "NoDefaultAccount",
    "NoJournal",
    "NoLines",
    "NoPeriod",
    "NobodyAsked",
    "NotTheNext",
    "NothingToCarry",
    "PeriodClosed",
    "Posting",
    "SamePerson",
    "Unbalanced",
    "WrongTax",
    "YearExists",
    "YearNotReady",
    "YearPlan",
    "account_for",
    "approve_period",
    "cancel_manual_entry",
    "close_period",
    "close_year",
    "closing_entry",
    "copy_manual_entry",
    "decline_reopening",
    "default_account",
    "default_accounts",
    "install_chart",
    "journal_of",
    "journals_by_type",
    "latest_closing",
    "open_fiscal_year",
    "pending_reopening",
    "plan_closing",
    "plan_year",
    "post_entries",
    "post_entry",
    "post_manual_entry",
    "reopen_period",
    "revalue",
    "reverse_due_entries",
    "reverse_entry",
    "reverse_manual_entry",
    "save_account",
    "save_area_lock",
    "save_default_account",
    "save_dimension",
    "save_dimension_rule",
    "save_dimension_value",
    "save_journal",
    "save_manual_entry",
    "save_tax",
    "seal_entries",
    "settle_cash_taxes",
    "year_draft",
]
