"""Commands of the bank: accounts, imports, reconciling, rules."""

from apps.bank.services.accounts import AccountInUse, WrongJournal, save_account, save_columns
from apps.bank.services.importing import READABLE, import_statements
from apps.bank.services.reconciling import (
    AlreadyReconciled,
    NotBalanced,
    WrongPart,
    reconcile,
    undo_reconciliation,
)
from apps.bank.services.rules import book_by_rules, save_party_account, save_rule

__all__ = [
    "READABLE",
    "AccountInUse",
    "AlreadyReconciled",
    "NotBalanced",
    "WrongJournal",
    "WrongPart",
    "book_by_rules",
    "import_statements",
    "reconcile",
    "save_account",
    "save_columns",
    "save_party_account",
    "save_rule",
    "undo_reconciliation",
]
