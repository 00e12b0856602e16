"""Amounts and documents in the reports of credit control."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from apps.core.answers import document_url
from apps.core.formatting import format_amount, format_date, format_quantity
from apps.credit.letters import named as name_of
from apps.credit.sheets import Row, Sheet

register = template.Library()


@register.simple_tag
def printed_cell(cell: Any, row: Row, sheet: Sheet, index: int) -> SafeString:
    """Return a ``<td>``: amounts and dates as the language writes them."""
    if sheet.columns[index].numeric:
        return format_html('<td class="num"><bdi>{}</bdi></td>', _amount(cell, row))
    if isinstance(cell, date):
        cell = format_date(cell)
    elif isinstance(cell, int):
        cell = format_quantity(cell)
    return format_html("<td><bdi>{}</bdi></td>", "" if cell is None else cell)


@register.filter
def page_of(paper: Any) -> str:
    """Return the address of a document."""
    return document_url(paper)


@register.filter
def named(paper: Any) -> str:
    """Return what a document is and its number."""
    return name_of(paper)


def _amount(cell: Decimal | None, row: Row) -> str:
    if cell is None:
        return ""
    return "–" if not cell and not row.strong else format_amount(cell, row.currency)
