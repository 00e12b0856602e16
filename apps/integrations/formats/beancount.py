"""Beancount: foreign amounts are held at their cost in company currency, so every balance is exact in both.

Source: Beancount Language Syntax, https://beancount.github.io/docs/beancount_language_syntax.html
"""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from apps.core.money import minor_units
from apps.integrations.books import Balance, Books, ExportEntry, ExportLine
from apps.integrations.formats.names import account_names, legs, number, one_line


def write(books: Books) -> Iterator[str]:
    """Yield the journal as a file that ``bean-check`` proves: it ends with the balance of each account."""
    names = account_names(books.accounts.values())
    yield from _head(books, names)
    opening = books.balances_before(books.first)
    if opening:
        yield _opening(books, names, opening)
    for entry in books.entries():
        yield _transaction(books, names, entry)
    yield from _assertions(books, names)


def _head(books: Books, names: dict[UUID, str]) -> Iterator[str]:
    own = books.currency
    half_a_unit = number(Decimal(5).scaleb(-minor_units(own) - 1), own)
    yield (
        f'option "title" "{_text(books.company.name)}"\n'
        f'option "operating_currency" "{own}"\n'
        'option "booking_method" "NONE"\n'
        f'option "inferred_tolerance_default" "{own}:{half_a_unit}"\n'
        f"; Sealed up to entry {books.head}, {books.head_hash}\n\n"
    )
    opened = books.first - timedelta(days=1)
    for pk, account in books.accounts.items():
        yield (
            f"{opened} open {names[pk]}\n"
            f'  code: "{_text(account.code)}"\n  name: "{_text(account.name)}"\n'
        )
    yield "\n"
    for rate in books.rates():
        if rate.currency_id != own:
            yield f"{rate.date} price {rate.currency_id} {rate.rate.normalize():f} {own}\n"
    yield "\n"


def _opening(books: Books, names: dict[UUID, str], opening: list[Balance]) -> str:
    lines = [f'{books.first - timedelta(days=1)} * "Opening balances"\n']
    lines += [
        f"  {names[row.account.pk]}  {_leg(*leg, books.currency)}\n"
        for row in opening
        for leg in legs(row.amount, row.currency, row.units, books.currency)
    ]
    return "".join([*lines, "\n"])


def _transaction(books: Books, names: dict[UUID, str], entry: ExportEntry) -> str:
    lines = [
        f'{entry.date} * "{_text(entry.memo or entry.reference)}"\n',
        f'  number: "{entry.number}"\n',
        f'  journal: "{_text(entry.journal.code)}"\n',
        *([f'  document: "{_text(entry.reference)}"\n'] if entry.reference else []),
        *([f"  dated: {entry.document_date}\n"] if entry.document_date != entry.date else []),
    ]
    for line in entry.lines:
        lines += [
            f"  {names[line.account.pk]}  {_leg(*leg, books.currency)}\n"
            for leg in legs(line.amount, line.currency, line.units, books.currency)
        ]
        lines += _about(line)
    return "".join([*lines, "\n"])


def _about(line: ExportLine) -> Iterator[str]:
    texts = {"party": line.party, "tax": line.tax, "memo": line.memo}
    yield from (f'    {key}: "{_text(value)}"\n' for key, value in texts.items() if value)
    if line.due_date:
        yield f"    due: {line.due_date}\n"


def _leg(units: Decimal, currency: str, cost: Decimal, own: str) -> str:
    if currency == own:
        return f"{number(units, own)} {own}"
    return f"{number(units, currency)} {currency} {{{{{number(abs(cost), own)} {own}}}}}"


def _assertions(books: Books, names: dict[UUID, str]) -> Iterator[str]:
    """Yield a balance per account and currency, exact, at the start of the day after."""
    after = books.last + timedelta(days=1)
    for row in books.balances_before(after):
        if row.units:
            figure = number(row.units, row.currency)
            yield f"{after} balance {names[row.account.pk]}  {figure} ~ 0 {row.currency}\n"


def _text(text: str) -> str:
    return one_line(text).replace("\\", "\\\\").replace('"', '\\"')
