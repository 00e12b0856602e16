"""The tax return as a sheet: live over any span, as it was filed over the span of a return."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.companies.selectors import company_in_force
from apps.core.formatting import format_date, format_money
from apps.core.money import ZERO
from apps.core.permissions import may
from apps.ledger.choices import BoxContent, BoxSide
from apps.ledger.models import TaxReturn
from apps.ledger.questions import Question
from apps.ledger.sheets import Column, Row, Sheet, account_url, span_words
from apps.ledger.statement_sheets import SHEETS
from apps.ledger.taxreturns import Figures, filed_return, tax_return

RIGHT = "ledger.view_taxreturn"
_WARNING = gettext_lazy(
    "The tax accounts and the boxes differ by %s. The control at the foot leads to the lines that no box takes up."
)
Shown = tuple[Any, Decimal, Decimal, str]
"""A box, or a box as filed; its base; its tax; the address of its lines."""


def tax_return_sheet(user: Any, question: Question) -> Sheet:
    """Return the boxes with base and tax, what is to be paid, and the control against the tax accounts.

    Raises:
        PermissionDenied: ``user`` may not see tax returns.
    """
    if not may(user, RIGHT):
        raise PermissionDenied(RIGHT)
    first, last = question.first, question.last
    filed = filed_return(first, last)
    figures = tax_return(first, last)
    columns = [
        Column(_("Box"), whole=True),
        Column(_("Name")),
        Column(_("Base"), numeric=True),
        Column(_("Tax"), numeric=True),
    ]
    shown = list(_as_filed(filed, figures) if filed else _live(figures))
    rows = [*_box_rows(shown), *_control_rows(figures)]
    warning = _WARNING % format_money(figures.difference, company_in_force().currency_id)
    return Sheet(
        _("Tax return"),
        _subtitle(first, last, filed),
        columns,
        rows,
        warning=warning if figures.difference else "",
    )


def lines_url(first: date, last: date, **filters: Any) -> str:
    """Return the address of the entry lines behind a figure."""
    span = {"date_after": first.isoformat(), "date_before": last.isoformat()}
    return f"{reverse('ledger:taxline_list')}?{urlencode(filters | span)}"


def _live(figures: Figures) -> Iterator[Shown]:
    for row in figures.boxes:
        yield row.box, row.base, row.tax, lines_url(figures.first, figures.last, box=row.box.pk)


def _as_filed(filed: TaxReturn, figures: Figures) -> Iterator[Shown]:
    known = {row.box.code: row.box for row in figures.boxes}
    for row in filed.boxes.order_by("position", "code"):
        box = known.get(row.code)
        url = lines_url(filed.first, filed.last, box=box.pk) if box else ""
        yield row, row.base, row.tax, url


def _box_rows(shown: Iterable[Shown]) -> list[Row]:
    boxes, rows, sums = list(shown), [], {}
    heads = {
        BoxSide.MEMO: (_("Operations"), ""),
        BoxSide.DUE: (_("Tax due"), _("Total tax due")),
        BoxSide.DEDUCTIBLE: (_("Tax deductible"), _("Total tax deductible")),
    }
    for side, (head, foot) in heads.items():
        mine = [row for row in boxes if row[0].side == side]
        sums[side] = sum((tax for _box, _base, tax, _url in mine), ZERO)
        if mine:
            rows.append(Row(["", head, None, None], "head"))
            rows += [_box_row(*row) for row in mine]
        if foot:
            rows.append(Row(["", foot, None, sums[side]], "total"))
    net = sums[BoxSide.DUE] - sums[BoxSide.DEDUCTIBLE]
    rows.append(
        Row(["", _("Tax to pay") if net >= 0 else _("Tax credit"), None, abs(net)], "total")
    )
    return rows


def _box_row(box: Any, base: Decimal, tax: Decimal, url: str) -> Row:
    cells = [
        box.code,
        box.display_name,
        base if box.content != BoxContent.TAX else None,
        tax if box.content != BoxContent.BASE else None,
    ]
    return Row(cells, url=url)


def _control_rows(figures: Figures) -> Iterator[Row]:
    """Yield what the tax accounts moved by, beside the boxes, and what explains a difference."""
    first, last = figures.first, figures.last
    yield Row(["", _("Control: what the tax accounts moved by"), None, None], "head")
    for row in figures.accounts:
        url = account_url(row.account, first, last)
        yield Row([row.account.code, row.account.display_name, None, row.moved], url=url)
    for tax, amount in figures.outside:
        name = _("%(tax)s is in no box that counts, or in two") % {"tax": tax.display_name}
        url = lines_url(first, last, tax=tax.pk)
        yield Row([tax.code, name, None, amount], url=url)
    words = _("Difference: lines on tax accounts without a tax code, or codes in no box")
    url = lines_url(first, last, outside="true") if figures.difference else ""
    yield Row(["", words, None, figures.difference], "control", url)


def _subtitle(first: date, last: date, filed: TaxReturn | None) -> str:
    span = span_words(first, last)
    if filed is None:
        return span
    words = _("filed on %(day)s") % {"day": format_date(filed.filed_at)}
    return " · ".join(part for part in (span, words, filed.reference) if part)


SHEETS["tax_return"] = tax_return_sheet
