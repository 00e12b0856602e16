"""The French audit file (fichier des écritures comptables): 18 columns, tabs, decimal commas, ISO 8859-15.

The opening balances come first, then the entries under their sealed numbers. Entries that only carry the result of
the year to equity stay out, as the rules want; what is matched carries a letter.
Source: Livre des procédures fiscales, article A47 A-1; BOI-CF-IOR-60-40-20.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from stdnum.exceptions import ValidationError
from stdnum.fr import siren, siret, tva

from apps.core.exceptions import BusinessError
from apps.core.money import ZERO
from apps.integrations.books import Balance, Books, ExportEntry, ExportLine
from apps.integrations.formats.fec_rules import COLUMNS, ENCODING, Checker
from apps.ledger.choices import AccountType, JournalType
from apps.ledger.reports import RESULT

OPENING = ("AN", "A nouveaux")
EQUITY = (AccountType.EQUITY, AccountType.EQUITY_UNAFFECTED)


class NotAFec(BusinessError):
    """The company's data cannot make a file the tax office takes."""


def write(books: Books) -> Iterator[str]:
    """Yield the lines, each checked against the published rules.

    Raises:
        NotAFec: a rule is broken; the sentence quotes the first ones.
    """
    checker = Checker(books.first, books.last)
    for fields in _lines(books):
        text = "\t".join(_field(value) for value in fields)
        checker.feed(text)
        yield f"{text}\r\n"
    if faults := checker.finish():
        raise NotAFec(
            _("To make the audit file, mend this first: %(faults)s.")
            % {"faults": "; ".join(faults[:3])}
        )


def filename(books: Books) -> str:
    """Return the name the rules want: SIREN, FEC, last day."""
    return f"{siren_of(books.company.tax_number)}FEC{books.last:%Y%m%d}.txt"


def siren_of(tax_number: str) -> str:
    """Return the nine digits of the company in a SIREN, SIRET or French VAT number.

    Raises:
        NotAFec: it is none of them.
    """
    text = tax_number.replace(" ", "").upper()
    if not text:
        raise NotAFec(_("To make the audit file, write the company's SIREN or French VAT number."))
    for kind, digits in ((siren, slice(0, 9)), (siret, slice(0, 9)), (tva, slice(-9, None))):
        try:
            return str(kind.validate(text))[digits]
        except ValidationError:
            continue
    raise NotAFec(
        _(
            "To make the audit file, write the company's SIREN or French VAT number; “%(number)s” is neither."
        )
        % {"number": tax_number}
    )


def _lines(books: Books) -> Iterator[tuple[str, ...]]:
    yield COLUMNS
    for row in _opening(books):
        yield _opening_line(row, books.first)
    for entry in books.entries():
        if not _carries_the_result(entry):
            yield from _entry_lines(books, entry)


def _opening(books: Books) -> list[Balance]:
    """Return the balances carried over; results of years nobody closed stand on retained earnings."""
    balances = books.balances_before(books.first, by_party=True)
    kept: dict[tuple[str, str], Balance] = {}
    for row in balances:
        account = books.retained if row.account.type in RESULT else row.account
        if account.type == AccountType.OFF_BALANCE:
            continue
        has_party = account.reconcile and row.account == account
        key = (account.code, row.party if has_party else "")
        before = kept.get(key)
        amount = row.amount + (before.amount if before else ZERO)
        party = (row.party, row.party_name) if has_party else ("", "")
        kept[key] = Balance(account, books.currency, amount, amount, *party)
    return [kept[key] for key in sorted(kept) if kept[key].amount]


def _opening_line(row: Balance, on: date) -> tuple[str, ...]:
    return (
        *OPENING,
        f"AN{on:%Y}",
        _day(on),
        row.account.code,
        row.account.name,
        row.party,
        row.party_name if row.party else "",
        f"AN{on:%Y}",
        _day(on),
        "A nouveau",
        *_sides(row.amount),
        "",
        "",
        _day(on),
        "",
        "",
    )


def _carries_the_result(entry: ExportEntry) -> bool:
    """Return whether the entry only moves revenue and costs to equity."""
    types = {line.account.type for line in entry.lines}
    closing = entry.journal.type == JournalType.CLOSING
    return closing and bool(types & set(RESULT)) and types <= {*RESULT, *EQUITY}


def _entry_lines(books: Books, entry: ExportEntry) -> Iterator[tuple[str, ...]]:
    document = entry.reference or str(entry.number)
    sealed = entry.sealed_at.astimezone(ZoneInfo(books.company.time_zone)).date()
    for line in entry.lines:
        letter = books.letters.get(line.id.int)
        yield (
            entry.journal.code,
            entry.journal.name,
            str(entry.number),
            _day(entry.date),
            line.account.code,
            line.account.name,
            line.party,
            line.party_name,
            document,
            _day(entry.document_date),
            line.memo or entry.memo or document,
            *_sides(line.amount),
            letter.code if letter else "",
            _day(letter.on) if letter else "",
            _day(sealed),
            *_foreign(line, books.currency),
        )


def _foreign(line: ExportLine, own: str) -> tuple[str, str]:
    return ("", "") if line.currency == own else (_amount(line.units), line.currency)


def _sides(amount: Decimal) -> tuple[str, str]:
    return _amount(max(amount, ZERO)), _amount(max(-amount, ZERO))


def _amount(amount: Decimal) -> str:
    return f"{amount:.2f}".replace(".", ",")


def _day(day: date) -> str:
    return f"{day:%Y%m%d}"


def _field(text: str) -> str:
    """Return ``text`` without tabs and line ends, in letters the character set has."""
    plain = " ".join(text.split())
    if plain.encode(ENCODING, "ignore").decode(ENCODING) == plain:
        return plain
    parted = "".join(c if _has(c) else unicodedata.normalize("NFKD", c) for c in plain)
    return parted.encode(ENCODING, "replace").decode(ENCODING)


def _has(character: str) -> bool:
    return bool(character.encode(ENCODING, "ignore"))
