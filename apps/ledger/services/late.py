"""Late documents: their date lies in a closed period or under a lock, so they are posted on a later day and keep it."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from apps.core.exceptions import BusinessError
from apps.core.formatting import format_date
from apps.ledger.open_days import first_open_day


class LateDocument(BusinessError):
    """Whoever posts a late document agreed to another day than the first one still open."""


def require_first_open_day(*, actor: Any, on: date, areas: Collection[str], book_on: date) -> None:
    """Refuse to post a document of ``on`` on any other day than the first one still open.

    Raises:
        LateDocument: ``book_on`` is not that day; it may have changed since somebody was asked.
    """
    first = first_open_day(actor=actor, on=on, areas=areas)
    if first != book_on:
        raise LateDocument(
            _("To post a document of %(date)s, choose %(first)s; that is the first day still open.")
            % {"date": format_date(on), "first": format_date(first) if first else "–"},
            field="book_on",
        )
