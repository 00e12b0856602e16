"""One cell of a report, on a screen or a page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.formatting import format_amount, format_date, format_percent
from apps.ledger.sheets import Row, Sheet

register = template.Library()
LEFT_TO_RIGHT = "\u200e"


@register.simple_tag
def report_cell(
    cell: Any, row: Row, index: int, sheet: Sheet, currency: str, *, plain: bool = False
) -> SafeString:
    """Return a ``<td>``: amounts and dates as the language writes them, linked where the row or the cell leads.

    In a joined sheet the first cell holds code and name, and the second is nothing.
    """
    column = sheet.columns[index]
    if column.numeric:
        text = "" if cell is None else _number(cell, currency, row, is_share=column.percent)
        url = row.urls[index] if index < len(row.urls) and cell else ""
        sign = LEFT_TO_RIGHT if plain and text else ""  # paper knows no <bdi>
        return format_html('<td class="num">{}</td>', _linked(sign + text, url, plain=plain))
    if sheet.joined and index == 0:
        return _joined(row, plain=plain)
    if sheet.joined and index == 1:
        return SafeString("")
    text = format_date(cell) if isinstance(cell, date) else str(cell or "")
    kind = "nowrap" if column.whole else ""
    url = row.url if index == 0 else ""
    return format_html('<td class="{}">{}</td>', kind, _linked(text, url, plain=plain))


def _joined(row: Row, *, plain: bool) -> SafeString:
    code, name = row.cells[0], str(row.cells[1])
    if not code:
        return format_html("<td><bdi>{}</bdi></td>", name)
    words = format_html('<bdi class="code">{}</bdi> <bdi>{}</bdi>', code, name)
    if not row.url or plain:
        return format_html('<td class="is-account">{}</td>', words)
    return format_html('<td class="is-account"><a href="{}">{}</a></td>', row.url, words)


def _linked(text: str, url: str, *, plain: bool) -> SafeString:
    if url and not plain:
        return format_html('<a href="{}"><bdi>{}</bdi></a>', url, text)
    return format_html("<bdi>{}</bdi>", text)


def _number(amount: Decimal, currency: str, row: Row, *, is_share: bool) -> str:
    if is_share:
        return format_percent(amount, signed=True)
    return "–" if not amount and row.kind == "line" else format_amount(amount, currency)
