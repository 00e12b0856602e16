"""Reads of sales: the orders a user may see, and how far each has got."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from apps.core.money import ZERO
from apps.invoices import selectors as invoices
from apps.sales.models import SalesOrder, SalesOrderLine
from apps.stock import selectors as stock


@dataclass(frozen=True, slots=True)
class LineProgress:
    """How far one order line has got, in its product's stock unit (invoiced: in the line's unit)."""

    ordered: Decimal
    reserved: Decimal
    shipped: Decimal
    in_draft_shipments: Decimal
    invoiced: Decimal

    @property
    def to_ship(self) -> Decimal:
        """Return what was ordered and is not shipped."""
        return max(self.ordered - self.shipped, ZERO)


def line_progress(lines: Iterable[SalesOrderLine]) -> dict[UUID, LineProgress]:
    """Return the progress of each line by its id, in four statements whatever their number."""
    lines = list(lines)
    ids = [line.pk for line in lines]
    reserved = stock.reserved_by_line(ids)
    shipped = stock.shipped_by_line(ids)
    drafted = stock.drafted_by_line(ids)
    invoiced = invoices.invoiced_by_line(ids)
    return {
        line.pk: LineProgress(
            ordered=line.stock_quantity,
            reserved=reserved.get(line.pk, ZERO),
            shipped=shipped.get(line.pk, ZERO),
            in_draft_shipments=drafted.get(line.pk, ZERO),
            invoiced=invoiced.get(line.pk, ZERO),
        )
        for line in lines
    }


def ordered_quantity(order: SalesOrder) -> Decimal:
    """Return the units ordered, over all lines."""
    return order.lines.aggregate(total=Sum("quantity"))["total"] or ZERO
