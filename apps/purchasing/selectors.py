"""Reads of purchasing: the orders a user may see, and how far each has got."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from apps.core.money import ZERO
from apps.invoices import selectors as invoices
from apps.purchasing.models import PurchaseOrderLine
from apps.stock import selectors as stock


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far one order line has got, in its product's stock unit (billed: in the line's unit)."""

    ordered: Decimal
    received: Decimal
    in_draft_receipts: Decimal
    billed: Decimal

    @property
    def to_receive(self) -> Decimal:
        """Return what was ordered and has not come in."""
        return max(self.ordered - self.received, ZERO)


def line_progress(lines: Iterable[PurchaseOrderLine]) -> dict[UUID, LineProgress]:
    """Return the progress of each line by its id, in three statements whatever their number."""
    lines = list(lines)
    ids = [line.pk for line in lines]
    received = stock.received_by_line(ids)
    drafted = stock.drafted_by_line(ids)
    billed = invoices.invoiced_by_line(ids)
    return {
        line.pk: LineProgress(
            ordered=line.stock_quantity,
            received=received.get(line.pk, ZERO),
            in_draft_receipts=drafted.get(line.pk, ZERO),
            billed=billed.get(line.pk, ZERO),
        )
        for line in lines
    }
