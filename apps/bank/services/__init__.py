"""Commands of the bank: accounts, imports."""

from apps.bank.services.accounts import AccountInUse, WrongJournal, save_account, save_columns
from apps.bank.services.importing import READABLE, import_statements

__all__ = [
    "READABLE",
    "AccountInUse",
    "WrongJournal",
    "import_statements",
    "save_account",
    "save_columns",
]
