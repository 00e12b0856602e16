"""Bank accounts, and what banks tell of them."""

from apps.bank.models.accounts import BankAccount
from apps.bank.models.statements import BankStatement, BankStatementLine, StatementFile

__all__ = ["BankAccount", "BankStatement", "BankStatementLine", "StatementFile"]
