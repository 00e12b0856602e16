"""One cell of a report, on a screen or a page."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.formatting import format_amount, format_date
from apps.ledger.sheets import Row, Sheet

register = template.Library()


@register.simple_tag
def report_cell(
    cell: Any, row: Row, index: int, sheet: Sheet, currency: str, *, plain: bool = False
) -> SafeString:
    """Return a ``<td>``: amounts and dates as the language writes them, the first cell linked where the row leads."""
    if sheet.columns[index].numeric:
        text = "" if cell is None else _amount(cell, currency, row)
        return format_html('<td class="num"><bdi>{}</bdi></td>', text)
    text = format_date(cell) if isinstance(cell, date) else str(cell or "")
    kind = "nowrap" if sheet.columns[index].whole else ""
    if row.url and index == 0 and not plain:
        return format_html(
            '<td class="{}"><a href="{}"><bdi>{}</bdi></a></td>', kind, row.url, text
        )
    return format_html('<td class="{}"><bdi>{}</bdi></td>', kind, text)


def _amount(amount: Decimal, currency: str, row: Row) -> str:
    return "–" if not amount and row.kind == "line" else format_amount(amount, currency)
