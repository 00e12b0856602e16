"""The columns of a file of opening balances."""

from typing import Final

from apps.core.filetables import LARGEST, FileRow, FileUnreadable, read_table

__all__ = ["COLUMNS", "LARGEST", "FileRow", "FileUnreadable", "read_file"]

COLUMNS: Final = (
    "account", "party", "document", "due_date", "debit", "credit", "currency", "amount_currency", "memo",
)  # fmt: skip
NEEDED: Final = ("account", "debit", "credit")


def read_file(content: bytes, filename: str) -> list[FileRow]:
    """Return the rows of a file that are not empty; see ``read_table``."""
    return read_table(content, filename, columns=COLUMNS, needed=NEEDED)
