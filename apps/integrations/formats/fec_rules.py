"""The published rules of the French audit file, asked of every line before anybody gets it.

Source: Livre des procédures fiscales, article A47 A-1; BOI-CF-IOR-60-40-20.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

COLUMNS = (
    "JournalCode",
    "JournalLib",
    "EcritureNum",
    "EcritureDate",
    "CompteNum",
    "CompteLib",
    "CompAuxNum",
    "CompAuxLib",
    "PieceRef",
    "PieceDate",
    "EcritureLib",
    "Debit",
    "Credit",
    "EcritureLet",
    "DateLet",
    "ValidDate",
    "Montantdevise",
    "Idevise",
)
MAY_BE_EMPTY = {"CompAuxNum", "CompAuxLib", "EcritureLet", "DateLet", "Montantdevise", "Idevise"}
TOGETHER = (("CompAuxNum", "CompAuxLib"), ("EcritureLet", "DateLet"), ("Montantdevise", "Idevise"))
DATES = ("EcritureDate", "PieceDate", "DateLet", "ValidDate")
AMOUNT = re.compile(r"-?\d+,\d\d")
ENCODING = "iso8859-15"
MOST_FAULTS = 20


class Checker:
    """Reads a file line by line and remembers what is wrong; holds one entry, never the file."""

    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.faults: list[str] = []
        self.line = 0
        self.entry = ""
        self.open = Decimal(0)

    def feed(self, text: str) -> None:
        """Check the next line, without its end."""
        self.line += 1
        fields = text.split("\t")
        if self.line == 1:
            if tuple(fields) != COLUMNS:
                self._say("the head does not name the 18 columns in their order")
            return
        if len(fields) != len(COLUMNS):
            self._say(f"{len(fields)} columns in place of 18")
            return
        row = dict(zip(COLUMNS, fields, strict=True))
        self._shape(row)
        self._dates(row)
        self._amounts(row)

    def finish(self) -> list[str]:
        """Return what is wrong with the whole."""
        self._close_entry()
        if self.line < 2:
            self._say("no line")
        return self.faults

    def _say(self, what: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(f"line {self.line}: {what}")

    def _shape(self, row: dict[str, str]) -> None:
        for column in COLUMNS:
            if not row[column].strip() and column not in MAY_BE_EMPTY:
                self._say(f"{column} is empty")
        for one, other in TOGETHER:
            if bool(row[one]) != bool(row[other]):
                self._say(f"{one} and {other} stand together or not at all")
        if not re.match(r"[0-9]{3}", row["CompteNum"]):
            self._say(f"account {row['CompteNum']} does not begin with three digits of the chart")
        if not all(
            text.encode(ENCODING, "ignore").decode(ENCODING) == text for text in row.values()
        ):
            self._say("a character outside ISO 8859-15")

    def _dates(self, row: dict[str, str]) -> None:
        for column in DATES:
            text = row[column]
            if text and not (re.fullmatch(r"\d{8}", text) and _day(text)):
                self._say(f"{column} {text} is not YYYYMMDD")
        on = _day(row["EcritureDate"])
        if on and not self.first <= on <= self.last:
            self._say(f"EcritureDate {row['EcritureDate']} is outside the fiscal year")

    def _amounts(self, row: dict[str, str]) -> None:
        for column in ("Debit", "Credit", "Montantdevise"):
            text = row[column]
            if not AMOUNT.fullmatch(text) and (text or column != "Montantdevise"):
                self._say(f"{column} {text} is not a number with a decimal comma and two decimals")
                return
        debit, credit = (Decimal(row[side].replace(",", ".")) for side in ("Debit", "Credit"))
        if debit and credit:
            self._say("a line is debit or credit, not both")
        if row["EcritureNum"] != self.entry:
            self._close_entry()
            self._follows(row["EcritureNum"])
        self.open += debit - credit

    def _close_entry(self) -> None:
        if self.open:
            self._say(f"entry {self.entry} does not balance by {self.open}")
        self.open = Decimal(0)

    def _follows(self, number: str) -> None:
        numbers = [text for text in (self.entry, number) if text.isdecimal()]
        if len(numbers) == 2 and int(numbers[1]) <= int(numbers[0]):
            self._say(f"entry {number} stands behind {self.entry}")
        self.entry = number


def check_file(lines: Iterable[str], first: date, last: date) -> list[str]:
    """Return what is wrong with the lines of a file of the fiscal year from ``first`` to ``last``."""
    checker = Checker(first, last)
    for line in lines:
        checker.feed(line.rstrip("\r\n"))
    return checker.finish()


def _day(text: str) -> date | None:
    try:
        return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 a day has no zone
    except ValueError:
        return None
