"""hledger: foreign amounts carry their total price in company currency, so ``hledger bal -B`` is exact.

Source: hledger manual, journal format, https://hledger.org/hledger.html#journal
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from apps.core.money import minor_units
from apps.integrations.books import Balance, Books, ExportEntry, ExportLine
from apps.integrations.formats.names import account_names, legs, number, one_line
from apps.ledger.choices import AccountType

TYPES = {"Assets": "A", "Liabilities": "L", "Equity": "E", "Income": "R", "Expenses": "X"}


def write(books: Books) -> Iterator[str]:
    """Yield the journal as a file that ``hledger check --strict`` proves: it ends with balance assertions."""
    names = account_names(books.accounts.values())
    yield from _head(books, names)
    opening = books.balances_before(books.first)
    if opening:
        yield _opening(books, names, opening)
    for entry in books.entries():
        yield _transaction(books, names, entry)
    yield _assertions(books, names)


def _head(books: Books, names: dict[UUID, str]) -> Iterator[str]:
    yield f"; {one_line(books.company.name)}\n; Sealed up to entry {books.head}, {books.head_hash}\n"
    yield "decimal-mark .\n\n"
    for currency in sorted(_currencies(books)):
        sample = f"1000.{'0' * minor_units(currency)}"
        yield f"commodity {currency} {sample}\n"
    yield "\n"
    for pk, account in books.accounts.items():
        cash = account.type == AccountType.ASSET_CASH
        kind = "C" if cash else TYPES[names[pk].partition(":")[0]]
        yield f"account {names[pk]}  ; type: {kind}, code: {_tag(account.code)}\n"
    yield "\n"
    for rate in books.rates():
        if rate.currency_id != books.currency:
            price = f"{rate.rate.normalize():f}"
            yield f"P {rate.date} {rate.currency_id} {books.currency} {price}\n"
    yield "\n"


def _currencies(books: Books) -> set[str]:
    rated = {str(rate.currency_id) for rate in books.rates()}
    return {books.currency, *rated, *books.currencies()}


def _opening(books: Books, names: dict[UUID, str], opening: list[Balance]) -> str:
    lines = [f"{books.first - timedelta(days=1)} * Opening balances\n"]
    lines += [
        f"    {names[row.account.pk]}  {_leg(*leg, books.currency)}\n"
        for row in opening
        for leg in legs(row.amount, row.currency, row.units, books.currency)
    ]
    return "".join([*lines, "\n"])


def _transaction(books: Books, names: dict[UUID, str], entry: ExportEntry) -> str:
    tags = [f"journal: {_tag(entry.journal.code)}"]
    if entry.reference:
        tags.append(f"document: {_tag(entry.reference)}")
    if entry.document_date != entry.date:
        tags.append(f"dated: {entry.document_date}")
    described = one_line(entry.memo or entry.reference).replace(";", ",").replace("|", "/")
    lines = [f"{entry.date} * ({entry.number}) {described}".rstrip() + f"  ; {', '.join(tags)}\n"]
    for line in entry.lines:
        about = _about(line)
        lines += [
            f"    {names[line.account.pk]}  {_leg(*leg, books.currency)}{about}\n"
            for leg in legs(line.amount, line.currency, line.units, books.currency)
        ]
    return "".join([*lines, "\n"])


def _about(line: ExportLine) -> str:
    values = {"party": line.party, "tax": line.tax, "due": line.due_date, "memo": line.memo}
    tags = [f"{key}: {_tag(str(value))}" for key, value in values.items() if value]
    return f"  ; {', '.join(tags)}" if tags else ""


def _leg(units: Decimal, currency: str, cost: Decimal, own: str) -> str:
    written = f"{currency} {number(units, currency)}"
    return written if currency == own else f"{written} @@ {own} {number(abs(cost), own)}"


def _assertions(books: Books, names: dict[UUID, str]) -> str:
    """Return one transaction of nothing that asserts the balance per account and currency."""
    lines = [f"{books.last} * Balances\n"]
    for row in books.balances_before(books.last + timedelta(days=1)):
        figure = number(row.units, row.currency)
        lines.append(f"    {names[row.account.pk]}  {row.currency} 0 = {row.currency} {figure}\n")
    return "".join(lines) if len(lines) > 1 else ""


def _tag(text: str) -> str:
    """Return ``text`` as the value of a tag, which ends at a comma."""
    return one_line(text).replace(",", " ").replace(";", " ")
