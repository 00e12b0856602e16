"""The sealed journal as an export reads it: entry after entry in the order of their seals, never all at once."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import date as Date
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from types import SimpleNamespace
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection

from apps.companies.models import Company, ExchangeRate
from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.money import ZERO
from apps.integrations.lettering import Letters, Pair
from apps.ledger.choices import Purpose
from apps.ledger.models import Account, EntryLine, Journal, Seal
from apps.ledger.selectors import default_account

WINDOW: Final = 1000
"""Seals read by one statement."""

_LINES = """
SELECT s.number, s.hash, s.at, e.date, e.document_date, e.journal_id, e.reference, e.memo, l.id AS line_id,
       l.account_id, l.debit, l.credit, l.currency_id, l.amount_currency, p.code AS party,
       p.name AS party_name, l.due_date, t.code AS tax, l.memo AS line_memo
FROM ledger_seal s
JOIN ledger_entry e ON e.id = s.entry_id
JOIN ledger_entryline l ON l.entry_id = e.id
LEFT JOIN parties_party p ON p.id = l.party_id
LEFT JOIN ledger_tax t ON t.id = l.tax_id
WHERE s.company_id = %(company)s AND s.number BETWEEN %(low)s AND %(high)s AND e.date BETWEEN %(first)s AND %(last)s
ORDER BY s.number, l.line_no
"""
_NUMBERS = """
SELECT min(s.number), max(s.number) FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id
WHERE s.company_id = %(company)s AND s.number BETWEEN %(low)s AND %(high)s AND e.date BETWEEN %(first)s AND %(last)s
"""
_SUMS = """
SELECT e.date, e.journal_id, l.account_id, sum(l.debit) AS debit, sum(l.credit) AS credit,
       min(s.number) AS low, max(s.number) AS high
FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id JOIN ledger_entryline l ON l.entry_id = e.id
WHERE s.company_id = %(company)s AND s.number BETWEEN %(low)s AND %(high)s AND e.date BETWEEN %(first)s AND %(last)s
GROUP BY 1, 2, 3
"""
_COUNTS = """
SELECT count(*) AS entries, coalesce(sum(e.line_count), 0) AS lines, coalesce(sum(e.total), 0) AS total
FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id
WHERE s.company_id = %(company)s AND s.number BETWEEN %(low)s AND %(high)s AND e.date BETWEEN %(first)s AND %(last)s
"""
_LETTERS = """
SELECT m.debit_item_id AS debit, m.credit_item_id AS credit, max(m.date) AS "on",
       bool_and(d.open_amount = 0 AND c.open_amount = 0) AS settled
FROM payments_match m JOIN ledger_openitem d ON d.id = m.debit_item_id JOIN ledger_openitem c ON c.id = m.credit_item_id
WHERE m.company_id = %(company)s
GROUP BY 1, 2 HAVING sum(m.amount) <> 0 OR sum(m.amount_currency) <> 0
"""
_BALANCES = """
SELECT l.account_id, CASE WHEN l.amount_currency = 0 THEN %(own)s ELSE l.currency_id END AS currency,
       {party} AS party, {party_name} AS party_name, sum(l.debit - l.credit) AS amount,
       sum(CASE WHEN l.amount_currency = 0 THEN l.debit - l.credit ELSE l.amount_currency END) AS units
FROM ledger_seal s JOIN ledger_entry e ON e.id = s.entry_id JOIN ledger_entryline l ON l.entry_id = e.id
LEFT JOIN parties_party p ON p.id = l.party_id
WHERE s.company_id = %(company)s AND s.number <= %(high)s AND e.date < %(before)s
GROUP BY 1, 2, 3, 4
HAVING sum(l.debit - l.credit) <> 0
    OR sum(CASE WHEN l.amount_currency = 0 THEN l.debit - l.credit ELSE l.amount_currency END) <> 0
"""


class Span(NamedTuple):
    """Seals ``low`` to ``high`` of entries dated ``first`` to ``last``, all included."""

    low: int
    high: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class ExportLine:
    """A line of an entry; amounts are debit minus credit, ``units`` in ``currency``."""

    id: UUID
    account: Account
    amount: Decimal
    currency: str
    units: Decimal
    party: str
    party_name: str
    due_date: Date | None
    tax: str
    memo: str


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """A sealed entry with its lines."""

    number: int
    hash: str
    sealed_at: datetime
    date: Date
    document_date: Date
    journal: Journal
    reference: str
    memo: str
    lines: list[ExportLine]


class DaySums(NamedTuple):
    """What a journal moved on a day: per account what was debited and credited, and between which seals."""

    date: date
    journal: Journal
    low: int
    high: int
    rows: list[tuple[Account, Decimal, Decimal]]


class Balance(NamedTuple):
    """What stood on an account in a currency; ``units`` in that currency, ``amount`` in the company's."""

    account: Account
    currency: str
    amount: Decimal
    units: Decimal
    party: str = ""
    party_name: str = ""


@dataclass
class Books:
    """The sealed journal of the company in force over a span of dates; use it inside one transaction."""

    company: Company
    spans: list[Span]
    head: int
    head_hash: str
    accounts: dict[UUID, Account]
    journals: dict[UUID, Journal]
    entry_count: int = 0
    line_count: int = 0
    total: Decimal = field(default=ZERO)
    number: str = ""

    @property
    def currency(self) -> str:
        """Return the company's currency."""
        return str(self.company.currency_id)

    @property
    def first(self) -> date:
        """Return the first day."""
        return min(span.first for span in self.spans)

    @property
    def last(self) -> date:
        """Return the last day."""
        return max(span.last for span in self.spans)

    def entries(self) -> Iterator[ExportEntry]:
        """Yield the entries in the order of their seals, and count them."""
        for span in self.spans:
            for entry in self._entries_of(span):
                self.entry_count += 1
                self.line_count += len(entry.lines)
                self.total += sum((line.amount for line in entry.lines if line.amount > 0), ZERO)
                yield entry

    def day_sums(self) -> Iterator[DaySums]:
        """Yield the sums per day and journal, by day, and count the entries in them."""
        codes = {pk: journal.code for pk, journal in self.journals.items()}
        for span in self.spans:
            [counts] = _rows(_COUNTS, **span._asdict())
            self.entry_count += counts.entries
            self.line_count += counts.lines
            self.total += counts.total
            rows = _rows(_SUMS, **span._asdict())
            rows.sort(key=lambda row: (row.date, codes[row.journal_id], self._code(row)))
            for (day, journal), group in groupby(rows, key=lambda row: (row.date, row.journal_id)):
                of_day = list(group)
                yield DaySums(
                    day,
                    self.journals[journal],
                    min(row.low for row in of_day),
                    max(row.high for row in of_day),
                    [(self.accounts[row.account_id], row.debit, row.credit) for row in of_day],
                )

    @cached_property
    def letters(self) -> Letters:
        """Return the letters of all matched lines, by their ids as numbers."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(_LETTERS, {"company": company_id()})
            return Letters(Pair(*row) for row in cursor)

    @cached_property
    def retained(self) -> Account:
        """Return the account of retained earnings."""
        return default_account(Purpose.RETAINED_EARNINGS)

    def _code(self, row: Any) -> str:
        return self.accounts[row.account_id].code

    def balances_before(self, day: date, *, by_party: bool = False) -> list[Balance]:
        """Return what stood on each account, per currency, at the start of ``day``, by account."""
        party = ("p.code", "p.name") if by_party else ("NULL", "NULL")
        query = _BALANCES.format(party=party[0], party_name=party[1])
        found = _rows(query, own=self.currency, high=self.head, before=day)
        balances = [
            Balance(
                self.accounts[row.account_id],
                row.currency,
                row.amount,
                row.units,
                row.party or "",
                row.party_name or "",
            )
            for row in found
        ]
        return sorted(balances, key=lambda row: (row.account.code, row.party, row.currency))

    def currencies(self) -> set[str]:
        """Return every currency that lines up to the last day happened in."""
        lines = EntryLine.objects.filter(company_id=self.company.pk, date__lte=self.last)
        return set(lines.order_by().values_list("currency_id", flat=True).distinct())

    def rates(self) -> Iterator[ExchangeRate]:
        """Yield the exchange rates up to the last day, oldest first."""
        rates = ExchangeRate.objects.filter(company_id=self.company.pk, date__lte=self.last)
        yield from rates.order_by("date", "currency_id").iterator(WINDOW)

    def _entries_of(self, span: Span) -> Iterator[ExportEntry]:
        [reach] = _rows(_NUMBERS, **span._asdict())
        if reach.min is None:
            return
        for low in range(reach.min, reach.max + 1, WINDOW):
            high = min(low + WINDOW - 1, reach.max)
            rows = _rows(_LINES, **span._replace(low=low, high=high)._asdict())
            for _number, of_entry in groupby(rows, key=lambda row: row.number):
                yield self._entry(list(of_entry))

    def _entry(self, rows: list[Any]) -> ExportEntry:
        head = rows[0]
        return ExportEntry(
            head.number,
            head.hash,
            head.at,
            head.date,
            head.document_date,
            self.journals[head.journal_id],
            head.reference,
            head.memo,
            [self._line(row) for row in rows],
        )

    def _line(self, row: Any) -> ExportLine:
        """Return a line; one of no foreign amount, such as an exchange difference, is in the company's currency."""
        amount = row.debit - row.credit
        own = row.amount_currency == 0 or row.currency_id == self.currency
        return ExportLine(
            row.line_id,
            self.accounts[row.account_id],
            amount,
            self.currency if own else row.currency_id,
            amount if own else row.amount_currency,
            row.party or "",
            row.party_name or "",
            row.due_date,
            row.tax or "",
            row.line_memo,
        )


def open_books(spans: list[Span], head: Seal | None) -> Books:
    """Return the books of the company in force over ``spans``, as sealed up to ``head``."""
    company = company_id()
    return Books(
        company_in_force(),
        spans,
        head.number if head else 0,
        head.hash if head else "",
        Account.objects.filter(company_id=company).order_by("code").in_bulk(),
        Journal.objects.filter(company_id=company).in_bulk(),
    )


def _rows(query: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"company": company_id(), **values})
        names = [column.name for column in cursor.description]
        return [SimpleNamespace(**dict(zip(names, row, strict=True))) for row in cursor]
