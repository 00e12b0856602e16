"""Trial balance, profit and loss, balance sheet and cash flow as sheets, with one or several columns."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.companies.selectors import company_in_force
from apps.core.context import company_id
from apps.core.formatting import format_date, format_money
from apps.core.money import ZERO
from apps.ledger import reports, statements
from apps.ledger.cashflow import CashFlow, cash_flow
from apps.ledger.cumulative import balances_at, of_cut
from apps.ledger.models import Account
from apps.ledger.questions import Question
from apps.ledger.sheets import (
    Column,
    Row,
    Sheet,
    account_sheet,
    account_url,
    note_of,
    span_words,
    whole_account_sheet,
)
from apps.ledger.spans import Columns, Cut
from apps.ledger.statements import Amounts, Section

WORST = Decimal("999.9999")  # a change beyond it says nothing


@dataclass(frozen=True, slots=True)
class Frame:
    """How amounts become cells: one a column, a change and its share when two are compared, a sum when they add up.

    Attributes:
        flows: the amounts are of the days of a column, not of its last day.
    """

    question: Question
    flows: bool = False

    @property
    def cuts(self) -> list[Cut]:
        """Return what each column counts."""
        return self.question.cuts

    @property
    def columns(self) -> list[Column]:
        """Return the columns, from account and name on."""
        columns = [Column(self._label(cut), numeric=True) for cut in self.cuts]
        if self.question.is_compared:
            columns += [
                Column(_("Change"), numeric=True),
                Column(_("Change in %"), numeric=True, percent=True),
            ]
        elif self.sums:
            columns.append(Column(_("Total"), numeric=True))
        return [Column(_("Account")), Column(_("Name")), *columns]

    @property
    def sums(self) -> bool:
        """Return whether the columns add up to something."""
        return self.question.is_by_value or (self.flows and self.question.is_split)

    def _label(self, cut: Cut) -> str:
        if self.question.columns == Columns.TOTAL:
            return _("Amount")
        if self.flows or self.question.is_by_value:
            return cut.label
        return format_date(cut.span.last)

    def cells(self, amounts: Amounts) -> list[Decimal | None]:
        """Return the cells of a row of amounts."""
        if self.question.is_compared:
            now, before = amounts
            return [now, before, now - before, _share(now - before, before)]
        if self.sums:
            return [*amounts, sum(amounts, ZERO)]
        return list(amounts)

    def row(self, label: str, amounts: Amounts, kind: str = "total") -> Row:
        """Return a row that is no account's."""
        return Row(["", label, *self.cells(amounts)], kind)

    def rows_of(self, label: str, amounts: Amounts) -> list[Row]:
        """Return a row that is no account's, or none when there is nothing in it."""
        return [self.row(label, amounts, "line")] if any(amounts) else []

    def account_row(self, account: Account, amounts: Amounts, since: date | None = None) -> Row:
        """Return the row of an account, each figure with the address of its lines."""
        asked = self.question
        urls = [
            account_url(account, since or cut.span.first, cut.span.last, **cut.query, **_at(asked))
            for cut in self.cuts
        ]
        more = {} if asked.is_by_value else {"only": asked.only}
        return Row(
            [account.code, account.display_name, *self.cells(amounts)],
            url=account_url(account, asked.first, asked.last, **more, **_at(asked)),
            urls=["", "", *urls],
        )

    def sections(self, sections: Iterable[Section], *, since: date | None = None) -> Iterator[Row]:
        """Yield each section: its head with the sum, its accounts with where their figures come from."""
        for section in sections:
            yield self.row(str(section.type.label), section.total, "head")
            for line in section.lines:
                yield self.account_row(line.account, line.amounts, since)

    def sheet(self, title: str, subtitle: str, rows: Iterable[Row], warning: str = "") -> Sheet:
        """Return the sheet."""
        return Sheet(
            title,
            subtitle,
            self.columns,
            list(rows),
            joined=True,
            note=note_of(self.question),
            warning=warning,
        )


def trial_balance_sheet(user: Any, question: Question) -> Sheet:
    """Return the trial balance: opening, movement and closing, or closing balances side by side."""
    if question.columns != Columns.TOTAL:
        return _balances_side_by_side(user, question)
    balance = _trial_balance(user, question)
    columns = [
        Column(_("Account")),
        Column(_("Name")),
        Column(_("Opening balance"), numeric=True),
        Column(_("Debit"), numeric=True),
        Column(_("Credit"), numeric=True),
        Column(_("Closing balance"), numeric=True),
    ]
    more = {"only": question.only, **_at(question)}
    rows = [
        Row(
            [row.account.code, row.account.display_name, row.opening, row.debit, row.credit, row.closing],
            url=account_url(row.account, question.first, question.last, **more),
        )
        for row in balance.rows
    ]  # fmt: skip
    sums = balance.totals
    rows.append(Row(["", _("Total"), sums.opening, sums.debit, sums.credit, sums.closing], "total"))
    words = span_words(question.first, question.last)
    note = note_of(question)
    return Sheet(_("Trial balance"), words, columns, rows, joined=True, note=note)


def _trial_balance(user: Any, question: Question) -> reports.TrialBalance:
    if not question.only and question.number is None:
        return reports.trial_balance(user, question.first, question.last)
    reports.require_books(user)
    [cut] = question.cuts
    found = balances_at(
        {cut.span.before, cut.span.last}, number=question.number, dimension=cut.dimension
    )
    opening, closing = of_cut(found[cut.span.before], cut), of_cut(found[cut.span.last], cut)
    rows = [
        reports.trial_row(account, opening.get(account.pk, reports.NOTHING), closing[account.pk])
        for account in statements.accounts_of(closing)
    ]
    return reports.TrialBalance(
        question.first, question.last, [row for row in rows if row.opening or row.debit or row.credit]
    )  # fmt: skip


def _balances_side_by_side(user: Any, question: Question) -> Sheet:
    frame = Frame(question)
    found = statements.closing_balances(user, frame.cuts, number=question.number)
    rows = [frame.account_row(account, amounts) for account, amounts in found]
    total = statements.nothing(len(frame.cuts))
    for _account, amounts in found:
        total = statements.plus(total, amounts)
    rows.append(frame.row(_("Total"), total))
    return frame.sheet(_("Trial balance"), span_words(question.first, question.last), rows)


def profit_and_loss_sheet(user: Any, question: Question) -> Sheet:
    """Return revenue, costs and result."""
    frame = Frame(question, flows=True)
    report = statements.profit_and_loss(user, frame.cuts, number=question.number)
    rows = [
        *frame.sections(report.revenue),
        *frame.sections(report.direct),
        *([frame.row(_("Gross profit"), report.gross)] if report.direct else []),
        *frame.sections(report.costs),
        frame.row(_("Operating result"), report.operating),
        *frame.sections(report.other),
        frame.row(_("Result"), report.result),
    ]
    return frame.sheet(_("Profit and loss"), span_words(question.first, question.last), rows)


def balance_sheet_sheet(user: Any, question: Question) -> Sheet:
    """Return assets, liabilities and equity on the last day of each column."""
    frame = Frame(question)
    report = statements.balance_sheet(user, frame.cuts, number=question.number)
    since = question.first
    earlier = _("Result of earlier years, not carried to equity")
    rows = [
        *frame.sections(report.assets, since=since),
        frame.row(_("Total assets"), report.total_assets),
        *frame.sections(report.liabilities, since=since),
        *frame.sections(report.equity, since=since),
        *frame.rows_of(earlier, report.earlier),
        frame.row(_("Result of the current year"), report.result, "line"),
        *frame.rows_of(_("Between the values of the dimension"), report.between),
        frame.row(_("Total liabilities and equity"), report.total_claims),
    ]
    return frame.sheet(_("Balance sheet"), format_date(question.last), rows)


def cash_flow_sheet(user: Any, question: Question) -> Sheet:
    """Return why bank and cash changed, from the result on, and whether that is all."""
    frame = Frame(question, flows=True)
    report = cash_flow(user, frame.cuts, number=question.number)
    no_money = tuple(-amount for amount in report.depreciation)
    rows = [
        frame.row(_("Result"), report.result, "line"),
        *frame.rows_of(_("Depreciation"), report.depreciation),
        *frame.rows_of(_("Exchange differences on bank and cash"), report.unrealised),
        *frame.sections(report.operating),
        frame.row(_("Cash from operations"), report.from_operating),
        *frame.sections(report.investing),
        *frame.rows_of(_("Depreciation, no money"), no_money),
        frame.row(_("Cash from investments"), report.from_investing),
        *frame.sections(report.financing),
        frame.row(_("Cash from financing"), report.from_financing),
        *frame.rows_of(_("Effect of exchange rates"), report.exchange),
        *frame.rows_of(_("Between the values of the dimension"), report.between),
        frame.row(_("Change of bank and cash"), report.change),
        *_opening_and_closing(frame, report),
        frame.row(_("Control: beginning + change - end"), report.control, "control"),
    ]
    words = span_words(question.first, question.last)
    return frame.sheet(_("Cash flow"), words, rows, _warning(report))


def _warning(report: CashFlow) -> str:
    if not any(report.control):
        return ""
    currency = company_in_force().currency_id
    return _(
        "This cash flow does not tie to bank and cash: %(amount)s is not explained. Tell whoever keeps this program."
    ) % {"amount": format_money(sum(map(abs, report.control), ZERO), currency)}


def _opening_and_closing(frame: Frame, report: CashFlow) -> Iterator[Row]:
    """Yield bank and cash at both ends; a sum over months runs from the first opening to the last closing."""
    for label, amounts, edge in (
        (_("Bank and cash at the beginning"), report.opening, 0),
        (_("Bank and cash at the end"), report.closing, -1),
    ):
        cells = frame.cells(amounts)
        if frame.question.is_split:
            cells[-1] = amounts[edge]
        yield Row(["", label, *cells], "line" if edge == 0 else "total")


SHEETS: Final[dict[str, Callable[[Any, Question], Sheet]]] = {
    "trial_balance": trial_balance_sheet,
    "profit_and_loss": profit_and_loss_sheet,
    "balance_sheet": balance_sheet_sheet,
    "cash_flow": cash_flow_sheet,
}


def make_sheet(
    question: Question, user: Any, *, whole: bool = True, after: str = "", before: str = ""
) -> Sheet:
    """Return the report ``question.name``: a key of ``SHEETS``, or ``account:<id>``, whole or a page of it."""
    if question.name in SHEETS:
        return SHEETS[question.name](user, question)
    pk = question.name.removeprefix("account:")
    account = Account.objects.get(company_id=company_id(), pk=pk)
    if whole:
        return whole_account_sheet(user, account, question)
    return account_sheet(user, account, question, after=after, before=before)


def url_of(question: Question) -> str:
    """Return the address that shows a report."""
    if question.name in SHEETS:
        base = reverse(f"ledger:{question.name}")
    else:
        base = reverse("ledger:account_detail", args=[question.name.removeprefix("account:")])
    return f"{base}?{urlencode(question.as_query())}"


def _share(change: Decimal, before: Decimal) -> Decimal | None:
    """Return the change as a share of what was; None of nothing, or when it says nothing."""
    if not before:
        return None
    share = (change / abs(before)).quantize(Decimal("0.0001"))
    return share if abs(share) <= WORST else None


def _at(question: Question) -> dict[str, Any]:
    return {} if question.number is None else {"number": question.number}
