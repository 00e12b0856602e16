"""Reports of credit control as columns and rows: printed, and exported as CSV and XLSX."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from apps.companies.selectors import company_in_force
from apps.core.formatting import format_date
from apps.credit.ageing import AgedItem, AgedRow, Question, aged, items_of
from apps.credit.choices import Side
from apps.parties.models import Party


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``numeric`` ones hold amounts in the currency of their row."""

    label: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, the currency of its amounts, and whether it is a total."""

    cells: Sequence[Any]
    currency: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report."""

    title: str
    subtitle: str
    columns: Sequence[Column]
    rows: Sequence[Row]

    def values(self) -> Iterator[list[Any]]:
        """Yield head and rows as plain cells."""
        yield [column.label for column in self.columns]
        for row in self.rows:
            yield list(row.cells)


def title_of(side: Side) -> str:
    """Return what the report is called."""
    return _("Aged receivables") if side == Side.RECEIVABLE else _("Aged payables")


def bucket_labels(limits: Sequence[int]) -> list[str]:
    """Return the heads of the buckets: not due, 1–30, 31–60, over 60."""
    starts = [1, *(limit + 1 for limit in limits)]
    spans = [f"{start}–{end}" for start, end in zip(starts, limits, strict=False)]
    return [_("Not due"), *spans, _("Over %(days)s") % {"days": limits[-1]}]


def aged_sheet(user: Any, question: Question) -> Sheet:
    """Return the whole report."""
    found = aged(user, question)
    columns = [Column(_("Code")), Column(_("Party"))]
    columns += [Column(_("Currency"))] if question.original else []
    columns += [Column(label, numeric=True) for label in amount_labels(question)]
    rows = [_row(row, *_who(row)) for row in found.rows]
    total = pgettext("at the foot of a document", "Total")
    rows += [_row(row, "", total, strong=True) for row in found.totals]
    if not question.original:
        return Sheet(title_of(question.side), _subtitle(question), columns, rows)
    with_currency = [
        Row([*row.cells[:2], row.currency, *row.cells[2:]], row.currency, row.strong)
        for row in rows
    ]
    return Sheet(title_of(question.side), _subtitle(question), columns, with_currency)


def amount_labels(question: Question) -> list[str]:
    """Return the heads of the amounts of a party."""
    total = pgettext("at the foot of a document", "Total")
    return [*bucket_labels(question.limits), _("On account"), total]


def items_sheet(user: Any, question: Question, party: Party) -> Sheet:
    """Return what was open with a party, item by item."""
    columns = [
        Column(_("Document")), Column(_("Date")), Column(_("Due")), Column(_("Days overdue")),
        Column(_("Amount"), numeric=True), Column(_("Open"), numeric=True), Column(_("Currency")),
        Column(_("Open in currency"), numeric=True), Column(_("Settled on")),
    ]  # fmt: skip
    found = items_of(user, question, party.pk)
    rows = [_item_row(item) for item in found.items]
    total = pgettext("at the foot of a document", "Total")
    foot = [total, None, None, None, None, found.total, "", None, None]
    rows.append(Row(foot, company_in_force().currency_id, strong=True))
    title = f"{title_of(question.side)} · {party.display_name}"
    return Sheet(title, _subtitle(question), columns, rows)


def make_sheet(user: Any, question: Question, party: UUID | None = None) -> Sheet:
    """Return the report by party, or the items of one of them."""
    if party is None:
        return aged_sheet(user, question)
    return items_sheet(user, question, Party.objects.get(pk=party))


def _who(row: AgedRow) -> tuple[str, str]:
    return (row.party.code, row.party.display_name) if row.party else ("", _("Without a party"))


def _row(row: AgedRow, code: str, name: str, *, strong: bool = False) -> Row:
    amounts = [*row.buckets, row.on_account, row.total]
    return Row([code, name, *amounts], row.currency or company_in_force().currency_id, strong)


def _item_row(found: AgedItem) -> Row:
    item, own = found.item, company_in_force().currency_id
    sign = 1 if found.amount >= 0 else -1
    cells = [
        str(found.paper), item.date, item.due_date, max(found.days, 0), sign * item.amount, found.amount,
        item.currency_id, found.amount_currency, found.settled,
    ]  # fmt: skip
    return Row(cells, own)


def _subtitle(question: Question) -> str:
    return _("As of %(day)s") % {"day": format_date(question.on)}
