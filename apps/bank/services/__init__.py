"""Commands of the bank: accounts, imports, reconciling, rules, payment runs."""

from apps.bank.services.accounts import AccountInUse, WrongJournal, save_account, save_columns
from apps.bank.services.importing import READABLE, import_statements
from apps.bank.services.reconciling import reconcile
from apps.bank.services.rules import book_by_rules, save_party_account, save_rule
from apps.bank.services.run_decisions import (
    ORDER_CSV,
    ORDER_XML,
    OwnRun,
    approve_run,
    post_run,
    reject_run,
    withdraw_run,
)
from apps.bank.services.runs import (
    InAnotherRun,
    NoAccountToPay,
    NothingToPay,
    WrongItem,
    cancel_run,
    save_run,
    submit_run,
)
from apps.bank.services.undoing import undo_reconciliation
from apps.bank.services.work import AlreadyReconciled, NotBalanced, WrongPart

__all__ = [
    "ORDER_CSV",
    "ORDER_XML",
    "READABLE",
    "AccountInUse",
    "AlreadyReconciled",
    "InAnotherRun",
    "NoAccountToPay",
    "NotBalanced",
    "NothingToPay",
    "OwnRun",
    "WrongItem",
    "WrongJournal",
    "WrongPart",
    "approve_run",
    "book_by_rules",
    "cancel_run",
    "import_statements",
    "post_run",
    "reconcile",
    "reject_run",
    "save_account",
    "save_columns",
    "save_party_account",
    "save_rule",
    "save_run",
    "submit_run",
    "undo_reconciliation",
    "withdraw_run",
]
