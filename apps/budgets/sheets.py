"""The comparison of a budget with what was booked, as rows for the screen and for files."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from apps.budgets.selectors import BudgetRow


def values_of(rows: Sequence[BudgetRow]) -> Iterator[list[Any]]:
    """Yield head and rows as plain cells, for CSV and XLSX."""
    yield [_("Account"), _("Name"), _("For"), _("Budget"), _("Booked"), _("Left"), _("Used %")]
    for row in rows:
        used = None if row.share is None else round(row.share, 1)
        name, value = row.account.display_name, str(row.value or "")
        yield [row.account.code, name, value, row.planned, row.actual, row.left, used]
