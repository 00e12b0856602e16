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
    "ControlAccount",
    "EntryDraft",
    "NoDefaultAccount",
    "NoJournal",
    "NoLines",
    "NoPeriod",
    "PeriodClosed",
    "Posting",
    "Unbalanced",
    "account_for",
    "default_account",
    "default_accounts",
    "journal_of",
    "journals_by_type",
    "post_entries",
    "post_entry",
    "reverse_entry",
]
