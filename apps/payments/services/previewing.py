"""What an act of matching would do: done for real, looked at, and taken back."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.ledger.models import EntryLine, OpenItem
from apps.payments.models import Clearing, Match
from apps.payments.services.clearing import match_items


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an act leaves behind.

    Attributes:
        items: those that were chosen, with ``settled``: what the act takes, in their currency.
        lines: what is booked, by account: code and name, debit or credit.
    """

    items: list[OpenItem]
    lines: list[EntryLine]

    @property
    def settled(self) -> int:
        """Return how many items are settled whole."""
        return sum(not item.open_currency for item in self.items)


def preview_items(**wanted: Any) -> Outcome:
    """Return what ``match_items`` would do with the same arguments; nothing stays of it.

    Raises:
        BusinessError: what it would refuse.
    """
    with transaction.atomic():
        outcome = _outcome(match_items(**wanted), wanted)
        transaction.set_rollback(True)
    return outcome


def _outcome(clearing: Clearing, wanted: dict[str, Any]) -> Outcome:
    ids = [allocation.item_id for allocation in wanted["allocations"]]
    items = OpenItem.objects.with_memo().filter(company_id=company_id(), pk__in=ids)
    taken: dict[Any, Decimal] = {}
    rows = list(Match.objects.filter(company_id=company_id(), clearing=clearing))
    for row in rows:
        for pk in (row.debit_item_id, row.credit_item_id):
            taken[pk] = taken.get(pk, ZERO) + row.amount_currency
    found = list(items.select_related("entry").order_by("due_date", "pk"))
    for item in found:
        item.settled = taken.get(item.pk, ZERO)  # type: ignore[attr-defined]
    entries = {row.exchange_entry_id for row in rows if row.exchange_entry_id}
    lines = EntryLine.objects.filter(
        company_id=company_id(),
        entry__in=[*entries, *([clearing.entry_id] if clearing.entry_id else [])],
    )
    return Outcome(found, list(lines.select_related("account").order_by("entry_id", "line_no")))
