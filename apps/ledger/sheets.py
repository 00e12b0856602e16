"""Reports as sheets: one description of columns and rows, shown on a screen, printed, and exported."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from apps.core.formatting import format_date
from apps.core.keyset import page_of
from apps.ledger import reports
from apps.ledger.models import Account, EntryLine

PAGE = 200  # lines of an account on one screen


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``numeric`` ones hold amounts of company currency."""

    label: str | Promise
    numeric: bool = False
    whole: bool = False  # a date or a number, never broken over two lines


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, what it is (``line``, ``head``, ``total``), and where it leads."""

    cells: Sequence[Any]
    kind: str = "line"
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report, or one page of it; ``previous`` and ``next`` are the keys of the pages beside it."""

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Iterable[Row] = field(default_factory=list)
    previous: str | None = None
    next: str | None = None

    def values(self) -> Iterator[list[Any]]:
        """Yield head and rows as plain cells, for CSV and XLSX."""
        yield [str(column.label) for column in self.columns]
        for row in self.rows:
            yield list(row.cells)


def trial_balance_sheet(user: Any, first: date, last: date) -> Sheet:
    """Return the trial balance."""
    balance = reports.trial_balance(user, first, last)
    columns = [
        Column(_("Account")),
        Column(_("Name")),
        Column(_("Opening balance"), numeric=True),
        Column(_("Debit"), numeric=True),
        Column(_("Credit"), numeric=True),
        Column(_("Closing balance"), numeric=True),
    ]
    rows = [
        Row(
            [
                row.account.code,
                row.account.display_name,
                row.opening,
                row.debit,
                row.credit,
                row.closing,
            ],
            url=account_url(row.account, first, last),
        )
        for row in balance.rows
    ]
    sums = balance.totals
    rows.append(Row(["", _("Total"), sums.opening, sums.debit, sums.credit, sums.closing], "total"))
    return Sheet(_("Trial balance"), _span(first, last), columns, rows)


def profit_and_loss_sheet(user: Any, first: date, last: date) -> Sheet:
    """Return revenue, costs and result."""
    report = reports.profit_and_loss(user, first, last)
    rows = [
        *_section_rows(report.income, first, last),
        *_section_rows(report.costs, first, last),
        Row(["", _("Result"), report.result], "total"),
    ]
    return Sheet(_("Profit and loss"), _span(first, last), _statement_columns(), rows)


def balance_sheet_sheet(user: Any, first: date, last: date) -> Sheet:
    """Return assets, liabilities and equity on ``last``."""
    report = reports.balance_sheet(user, last)
    rows = [
        *_section_rows(report.assets, first, last),
        Row(["", _("Total assets"), report.total_assets], "total"),
        *_section_rows(report.liabilities, first, last),
        *_section_rows(report.equity, first, last),
        Row(["", _("Result not yet carried to equity"), report.result]),
        Row(["", _("Total liabilities and equity"), report.total_claims], "total"),
    ]
    return Sheet(_("Balance sheet"), format_date(last), _statement_columns(), rows)


def account_sheet(
    user: Any, account: Account, first: date, last: date, *, after: str = "", before: str = ""
) -> Sheet:
    """Return a page of the statement of an account, with the balance after each line."""
    lines = reports.account_lines(user, account, first, last)
    page = page_of(lines, reports.LINE_ORDER, size=PAGE, after=after, before=before)
    start = page.rows[0] if page.previous else None
    opening = reports.balance_before(account, first, start)
    return Sheet(
        str(account),
        _span(first, last),
        _account_columns(),
        list(
            _account_rows(page.rows, opening, first, last, previous=page.previous, next=page.next)
        ),
        page.previous,
        page.next,
    )


def whole_account_sheet(user: Any, account: Account, first: date, last: date) -> Sheet:
    """Return the whole statement of an account; its rows are read while they are written."""
    lines = reports.account_lines(user, account, first, last).iterator(chunk_size=2000)
    opening = reports.balance_before(account, first)
    rows = _account_rows(lines, opening, first, last)
    return Sheet(str(account), _span(first, last), _account_columns(), rows)


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


SHEETS: dict[str, Callable[[Any, date, date], Sheet]] = {
    "trial_balance": trial_balance_sheet,
    "profit_and_loss": profit_and_loss_sheet,
    "balance_sheet": balance_sheet_sheet,
}


def make_sheet(
    name: str,
    user: Any,
    first: date,
    last: date,
    *,
    whole: bool = True,
    after: str = "",
    before: str = "",
) -> Sheet:
    """Return the report called ``name``: a key of ``SHEETS``, or ``account:<id>``, whole or a page of it."""
    if not name.startswith("account:"):
        return SHEETS[name](user, first, last)
    account = Account.objects.get(pk=name.removeprefix("account:"))
    if whole:
        return whole_account_sheet(user, account, first, last)
    return account_sheet(user, account, first, last, after=after, before=before)


def account_url(account: Account, first: date, last: date) -> str:
    """Return the address of an account's statement over a span."""
    return f"{reverse('ledger:account_detail', args=[account.pk])}?first={first:%Y-%m-%d}&last={last:%Y-%m-%d}"


def _statement_columns() -> list[Column]:
    return [Column(_("Account")), Column(_("Name")), Column(_("Amount"), numeric=True)]


def _section_rows(sections: Sequence[reports.Section], first: date, last: date) -> Iterator[Row]:
    for section in sections:
        yield Row(["", str(section.type.label), Decimal(section.total)], "head")
        for row in section.rows:
            yield Row(
                [row.account.code, row.account.display_name, row.amount],
                url=account_url(row.account, first, last),
            )


def _span(first: date, last: date) -> str:
    return _("%(first)s to %(last)s") % {"first": format_date(first), "last": format_date(last)}
