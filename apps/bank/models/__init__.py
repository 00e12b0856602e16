"""Bank accounts, what banks tell of them, and how it is reconciled with the books."""

from apps.bank.models.accounts import BankAccount
from apps.bank.models.matching import (
    BankRule,
    PartyAccount,
    ReconciledLine,
    ReconciledPosting,
    Reconciliation,
)
from apps.bank.models.runs import PaymentRun, PaymentRunLine, PaymentTransfer
from apps.bank.models.statements import BankStatement, BankStatementLine, StatementFile

__all__ = [
    "BankAccount",
    "BankRule",
    "BankStatement",
    "BankStatementLine",
    "PartyAccount",
    "PaymentRun",
    "PaymentRunLine",
    "PaymentTransfer",
    "ReconciledLine",
    "ReconciledPosting",
    "Reconciliation",
    "StatementFile",
]
