"""One cell of a report of stock on a screen."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.template.defaultfilters import date as date_words
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.formatting import format_amount, format_date, format_quantity
from apps.valuation.sheets import Sheet

register = template.Library()


@register.simple_tag
def stock_cell(cell: Any, sheet: Sheet, index: int, url: str, currency: str) -> SafeString:
    """Return a ``<td>``: numbers and days as the language writes them; the first cell leads where its row does."""
    column = sheet.columns[index]
    if column.is_number:
        return format_html(
            '<td class="num"><bdi>{}</bdi></td>', _number(cell, column.kind, currency)
        )
    if isinstance(cell, date):
        text = date_words(cell, "F Y") if column.kind == "month" else format_date(cell)
    else:
        text = str("" if cell is None else cell)
    words = format_html('<bdi class="{}">{}</bdi>', "code" if column.kind == "code" else "", text)
    if index == 0 and url:
        words = format_html('<a href="{}">{}</a>', url, words)
    return format_html('<td class="{}">{}</td>', "nowrap" if column.kind == "day" else "", words)


def _number(cell: Decimal | None, kind: str, currency: str) -> str:
    if cell is None:
        return ""
    if not cell:
        return "–"
    if kind == "amount":
        return format_amount(cell, currency)
    return format_quantity(round(cell, 1) if kind == "ratio" else cell)
