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
from apps.ledger.services.charts import ChartExists, YearExists, install_chart, open_fiscal_year
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

__all__ = [
    "AlreadyReversed",
    "ChartExists",
    "ControlAccount",
    "EntryDraft",
    "NoDefaultAccount",
    "NoJournal",
    "NoLines",
    "NoPeriod",
    "PeriodClosed",
    "Posting",
    "Unbalanced",
    "YearExists",
    "account_for",
    "default_account",
    "default_accounts",
    "install_chart",
    "journal_of",
    "journals_by_type",
    "open_fiscal_year",
    "post_entries",
    "post_entry",
    "reverse_entry",
]
