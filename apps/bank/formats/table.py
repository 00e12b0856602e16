"""Reading CSV statements by a mapping the company stores: which column is what. Pure; no database."""

import csv
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from apps.bank.formats.model import ReadLine, ReadStatement, StatementRefused
from apps.core.money import ZERO, NotANumber, parse_decimal

DATES: Final = {
    "%Y-%m-%d": "2026-01-31",
    "%d.%m.%Y": "31.01.2026",
    "%d/%m/%Y": "31/01/2026",
    "%d-%m-%Y": "31-01-2026",
    "%m/%d/%Y": "01/31/2026",
    "%Y/%m/%d": "2026/01/31",
    "%Y%m%d": "20260131",
    "%d.%m.%y": "31.01.26",
    "%d/%m/%y": "31/01/26",
}
DELIMITERS: Final = (",", ";", "\t", "|")
ENCODINGS: Final = ("utf-8", "cp1252", "iso-8859-15", "cp1256", "utf-16")
ROLES: Final = (
    "date", "value_date", "amount", "money_in", "money_out", "text", "name", "iban", "reference", "balance",
)  # fmt: skip
HINTS: Final = {
    "date": "booking date|buchungs|date op|date|تاريخ",
    "value_date": "value date|valuta|date val|wertstellung",
    "amount": "amount|betrag|montant|umsatz|مبلغ",
    "money_in": "credit|crédit|paid in|money in|haben|دائن",
    "money_out": "debit|débit|paid out|money out|soll|مدين",
    "text": "description|purpose|libell|verwendungszweck|details|text|memo|بيان",
    "name": "name|payee|counterparty|beneficiary|auftraggeber|bénéficiaire|اسم",
    "iban": "iban|counterparty account|kontonummer|account number",
    "reference": "reference|référence|referenz|transaction id|مرجع",
    "balance": "balance|saldo|solde|رصيد",
}


@dataclass(frozen=True, slots=True)
class Mapping:
    """How the company's CSV files are written.

    Attributes:
        columns: the heading of the column by role; without a heading row its number, from 1.
        skip: lines before the headings.
    """

    delimiter: str = ","
    encoding: str = "utf-8"
    decimal: str = "."
    date_format: str = "%Y-%m-%d"
    skip: int = 0
    header: bool = True
    columns: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Mapping | None":
        """Return the mapping stored as JSON, None where there is none."""
        return cls(**stored) if stored else None

    def as_json(self) -> dict[str, Any]:
        """Return what is stored."""
        return asdict(self)


def rows_of(text: str, mapping: Mapping) -> tuple[list[str], list[list[str]]]:
    """Return the headings and the rows of a CSV text; empty rows are left out.

    Raises:
        StatementRefused: it is no CSV.
    """
    try:
        rows = [
            [cell.strip() for cell in row]
            for row in csv.reader(text.splitlines(), delimiter=mapping.delimiter, strict=True)
        ][mapping.skip :]
    except csv.Error as error:
        raise StatementRefused(
            _("To import, save the file as CSV again; a row cannot be read (%(error)s).")
            % {"error": error}
        ) from None
    rows = [row for row in rows if any(row)]
    if not rows:
        return [], []
    if mapping.header:
        return rows[0], rows[1:]
    return [str(number) for number in range(1, len(rows[0]) + 1)], rows


def guess(text: str, mapping: Mapping | None = None) -> Mapping:
    """Return a mapping that may fit ``text``, for the form to begin with."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    base = mapping or Mapping(delimiter=delimiter)
    headings, rows = rows_of(text, base)
    columns: dict[str, str] = {}
    for role in ("value_date", "iban", "money_in", "money_out", "balance", *ROLES):
        taken = set(columns.values())
        for heading in headings:
            if role not in columns and heading not in taken and _fits(role, heading):
                columns[role] = heading
    if "amount" in columns:
        columns.pop("money_in", None)
        columns.pop("money_out", None)
    sample = _sample(headings, rows, columns.get("date"))
    dated = next((form for form in DATES if _reads_all(sample, form)), base.date_format)
    amounts = _sample(headings, rows, columns.get("amount") or columns.get("money_in"))
    comma = any(re.search(r",\d{1,2}$", amount) for amount in amounts)
    decimal = "," if comma else "."
    return Mapping(base.delimiter, base.encoding, decimal, dated, base.skip, base.header, columns)


def _fits(role: str, heading: str) -> bool:
    return re.search(HINTS[role], heading.casefold()) is not None


def _sample(headings: list[str], rows: list[list[str]], heading: str | None) -> list[str]:
    if heading not in headings:
        return []
    index = headings.index(heading)
    return [row[index] for row in rows[:20] if len(row) > index and row[index]]


def _reads_all(values: Sequence[str], form: str) -> bool:
    try:
        return bool(values) and all(datetime.strptime(value, form) for value in values)  # noqa: DTZ007 - a day
    except ValueError:
        return False


def read_table(text: str, mapping: Mapping, *, closing: Decimal | None = None) -> ReadStatement:
    """Return the movements of a CSV file as one statement, oldest first.

    Args:
        closing: what the account stood at afterwards; needed when no column tells the balance.

    Raises:
        StatementRefused: a column is missing, a value is none, or the balances do not follow each other.
    """
    headings, rows = rows_of(text, mapping)
    missing = [heading for heading in mapping.columns.values() if heading not in headings]
    if missing:
        raise StatementRefused(
            _("To import, set the CSV columns again; the file has no column “%(heading)s”.")
            % {"heading": missing[0]}
        )
    offset = mapping.skip + (2 if mapping.header else 1)
    reader = _Reader(mapping, {name: index for index, name in enumerate(headings)})
    read = [reader.line(row, number) for number, row in enumerate(rows, offset)]
    found = [(line, balance) for line, balance in read if line.amount]
    if not found:
        raise StatementRefused(_("To import, choose a file with movements; this one has none."))
    if "balance" in mapping.columns:
        found, opening = _in_order(found)
        last = found[-1][1]
    else:
        found, opening, last = sorted(found, key=lambda pair: pair[0].date), None, closing
    if last is None:
        raise StatementRefused(
            _("To import, write the closing balance; the file has no column that tells it."),
            field="closing",
        )
    lines = [line for line, _balance in found]
    return ReadStatement("", "", max(line.date for line in lines), opening, last, "", lines)


@dataclass(frozen=True, slots=True)
class _Reader:
    mapping: Mapping
    places: dict[str, int]

    def line(self, row: list[str], number: int) -> tuple[ReadLine, Decimal | None]:
        """Return the movement of a row, and the balance after it."""
        cell = {role: self._cell(row, role) for role in ROLES}
        amount = self._amount(cell["amount"], number)
        if "amount" not in self.mapping.columns:
            paid_in, paid_out = (self._amount(cell[r], number) for r in ("money_in", "money_out"))
            amount = abs(paid_in) - abs(paid_out)
        balance = self._amount(cell["balance"], number) if cell["balance"] else None
        line = ReadLine(
            date=self._day(cell["date"], number),
            value_date=self._day(cell["value_date"], number) if cell["value_date"] else None,
            amount=amount,
            text=" ".join(cell["text"].split()),
            name=cell["name"][:140],
            iban=cell["iban"].replace(" ", "")[:60],
            reference=cell["reference"][:100],
        )
        return line, balance

    def _cell(self, row: list[str], role: str) -> str:
        index = self.places.get(self.mapping.columns.get(role, ""), -1)
        return row[index] if 0 <= index < len(row) else ""

    def _day(self, text: str, number: int) -> date:
        try:
            return datetime.strptime(text[:10], self.mapping.date_format).date()  # noqa: DTZ007 - a day
        except ValueError:
            raise StatementRefused(
                _("To import, correct row %(row)d: “%(text)s” is no day written like %(example)s.")
                % {
                    "row": number,
                    "text": text[:40],
                    "example": DATES.get(self.mapping.date_format, ""),
                }
            ) from None

    def _amount(self, text: str, number: int) -> Decimal:
        try:
            return read_amount(text, self.mapping.decimal)
        except NotANumber:
            raise StatementRefused(
                _("To import, correct row %(row)d: “%(text)s” is no amount.")
                % {"row": number, "text": text[:40]}
            ) from None


def read_amount(text: str, decimal: str) -> Decimal:
    """Return an amount as banks write it: grouped, signed before or after, in brackets, with a currency sign.

    Raises:
        NotANumber: it is none.
    """
    bare = re.sub(r"[\s\u00a0\u202f'’]|[A-Z]{3}|[€$£]", "", text).replace("\u2212", "-")
    if not bare:
        return ZERO
    negative = bare.startswith(("-", "(")) or bare.endswith(("-", ")"))
    bare = bare.strip("+-()")
    group = "," if decimal == "." else "."
    bare = re.sub(rf"(?<=\d){re.escape(group)}(?=\d{{3}})", "", bare).replace(decimal, ".")
    value = parse_decimal(f"0{bare}" if bare.startswith(".") else bare)
    return -value if negative else value


def _in_order(
    found: list[tuple[ReadLine, Decimal | None]],
) -> tuple[list[tuple[ReadLine, Decimal | None]], Decimal]:
    """Return the rows oldest first and the balance before them: the balances say which way the file runs."""
    for rows in (found, found[::-1]):
        broken = _break_in(rows)
        if broken is None:
            first, balance = rows[0]
            assert balance is not None
            return rows, balance - first.amount
    broken = _break_in(found if found[0][0].date <= found[-1][0].date else found[::-1])
    assert broken is not None
    raise StatementRefused(
        _(
            "To import, bring the whole list: at the row of %(date)s, %(amount)s, the balance does not "
            "follow from the one before."
        )
        % {"date": broken.date.isoformat(), "amount": broken.amount}
    )


def _break_in(rows: list[tuple[ReadLine, Decimal | None]]) -> ReadLine | None:
    before: Decimal | None = None
    for line, balance in rows:
        if balance is None or (before is not None and before + line.amount != balance):
            return line
        before = balance
    return None
