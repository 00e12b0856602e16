"""The documents that came of one another, as the steps of components/flow.html, and the sums at a document's foot."""

from decimal import Decimal
from typing import Any

from django.utils.text import capfirst

from apps.core.answers import document_url
from apps.core.formatting import format_money


def step(document: Any, *, amount: Decimal | None = None, current: bool = False) -> dict[str, Any]:
    """Return one document as a step.

    Args:
        amount: in the document's currency.
        current: it is the one being looked at.
    """
    is_of_kinds = hasattr(document, "get_kind_display")
    return {
        "label": document.get_kind_display()
        if is_of_kinds
        else capfirst(str(document._meta.verbose_name)),
        "number": document,
        "status": document.status,
        "status_label": document.get_status_display(),
        "amount": "" if amount is None else format_money(amount, document.currency_id),
        "url": "" if current else document_url(document),
        "current": current,
    }


def total_rows(document: Any, *rows: tuple[Any, Decimal]) -> list[dict[str, Any]]:
    """Return ``rows`` (label, amount) for components/totals.html, the last one strong."""
    return [
        {
            "label": label,
            "value": format_money(amount, document.currency_id),
            "strong": number == len(rows),
        }
        for number, (label, amount) in enumerate(rows, 1)
    ]
