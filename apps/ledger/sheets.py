"""Reports as sheets: one description of columns and rows, shown on a screen, printed, and exported."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core.formatting import format_date
from apps.core.keyset import page_of
from apps.ledger import reports
from apps.ledger.models import Account, EntryLine
from apps.ledger.questions import Question, words_of

PAGE = 200  # lines of an account on one screen


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``numeric`` ones hold amounts of company currency, or shares when ``percent``."""

    label: str | Promise
    numeric: bool = False
    whole: bool = False  # a date or a number, never broken over two lines
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, what it is (``line``, ``head``, ``total``, ``control``), where it and each cell lead."""

    cells: Sequence[Any]
    kind: str = "line"
    url: str = ""
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report, or one page of it; ``previous`` and ``next`` are the keys of the pages beside it.

    Attributes:
        joined: code and name, the first two cells, stand in one on screens and pages.
        note: what stands under the title besides, such as the number of the chain it is of.
        warning: what is wrong with the report; "" when nothing is.
    """

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Iterable[Row] = field(default_factory=list)
    previous: str | None = None
    next: str | None = None
    joined: bool = False
    note: str = ""
    warning: str = ""

    @property
    def heads(self) -> Sequence[Column]:
        """Return the columns a screen or page shows."""
        return self.columns[1:] if self.joined else self.columns

    def values(self) -> Iterator[list[Any]]:
        """Yield head and rows as plain cells, for CSV and XLSX."""
        yield [str(column.label) for column in self.columns]
        for row in self.rows:
            yield list(row.cells)


def account_sheet(
    user: Any, account: Account, question: Question, *, after: str = "", before: str = ""
) -> Sheet:
    """Return a page of the statement of an account, with the balance after each line."""
    first, last = question.first, question.last
    lines = reports.account_lines(user, account, first, last, question.lines)
    page = page_of(lines, reports.LINE_ORDER, size=PAGE, after=after, before=before)
    start = page.rows[0] if page.previous else None
    opening = reports.balance_before(account, first, start, question)
    rows = _account_rows(page.rows, opening, first, last, previous=page.previous, next=page.next)
    return Sheet(
        str(account),
        span_words(first, last),
        _account_columns(),
        list(rows),
        page.previous,
        page.next,
        note=note_of(question),
    )


def whole_account_sheet(user: Any, account: Account, question: Question) -> Sheet:
    """Return the whole statement of an account; its rows are read while they are written."""
    first, last = question.first, question.last
    lines = reports.account_lines(user, account, first, last, question.lines)
    opening = reports.balance_before(account, first, question=question)
    rows = _account_rows(lines.iterator(chunk_size=2000), opening, first, last)
    words = span_words(first, last)
    return Sheet(str(account), words, _account_columns(), rows, note=note_of(question))


def _account_columns() -> list[Column]:
    return [
        Column(_("Date"), whole=True),
        Column(_("No."), whole=True),
        Column(_("Reference"), whole=True),
        Column(_("Party")),
        Column(_("Memo")),
        Column(_("Debit"), numeric=True),
        Column(_("Credit"), numeric=True),
        Column(_("Balance"), numeric=True),
    ]


def _account_rows(
    lines: Iterable[EntryLine],
    opening: Decimal,
    first: date,
    last: date,
    *,
    previous: str | None = None,
    next: str | None = None,  # noqa: A002 as in Sheet
) -> Iterator[Row]:
    """Yield the opening, each line with the balance after it, and the closing of a page or the whole."""
    start = _("Brought forward") if previous else _("Opening balance")
    yield Row([first, "", "", "", start, None, None, opening], "head")
    balance = opening
    for item in reports.with_balance(lines, opening):
        line, balance = item.line, item.balance
        seal = getattr(line.entry, "seal", None)
        yield Row(
            [
                line.date, seal.number if seal else "", str(line.entry),
                line.party.display_name if line.party else "", _memo(line),
                line.debit, line.credit, balance,
            ],
            url=reverse("ledger:entry_detail", args=[line.entry_id]),
        )  # fmt: skip
    end = _("Carried forward") if next else _("Closing balance")
    yield Row([last, "", "", "", end, None, None, balance], "total")


def _memo(line: EntryLine) -> str:
    """Return what a line is about, unless that is the party beside it."""
    memo = line.memo or line.entry.memo
    return "" if line.party and memo == line.party.name else memo


def account_url(account: Account, first: date, last: date, **more: Any) -> str:
    """Return the address of an account's statement over a span; ``more`` narrows it, see ``Question``."""
    asked = {"first": first.isoformat(), "last": last.isoformat(), **more}
    query = urlencode({key: value for key, value in asked.items() if value})
    return f"{reverse('ledger:account_detail', args=[account.pk])}?{query}"


def span_words(first: date, last: date) -> str:
    """Return a span of days in words."""
    return _("%(first)s to %(last)s") % {"first": format_date(first), "last": format_date(last)}


def note_of(question: Question) -> str:
    """Return what a report is narrowed to and which number of the chain it is of, in words."""
    words = [words_of(question.only)] if question.only else []
    if question.number is not None:
        words.append(_("as of number %(number)d of the chain") % {"number": question.number})
    return " · ".join(words)
