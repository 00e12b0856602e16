"""Reads of goods on hold: what lies where it is neither promised nor shipped, and of which receipts it came."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from apps.core.money import ZERO
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import Level, Move, StockDocumentLine
from apps.stock.selectors import QUANTITY, visible_levels
from apps.warehouses.choices import BOUGHT_FROM, LocationKind, LocationRole

OFFERED = 50


def visible_held(user: Any) -> QuerySet[Level]:
    """Return what lies on hold in the warehouses ``user`` may work in, the longest there first."""
    return visible_levels(user).filter(location__is_held=True).order_by("since", "-pk")


def to_inspect(user: Any) -> QuerySet[Level]:
    """Return what waits to be inspected where ``user`` may work."""
    return keep_to_inspect(visible_held(user), user)


def keep_to_inspect(rows: QuerySet[Level], _user: Any) -> QuerySet[Level]:
    """Keep what lies in places for inspection."""
    return rows.filter(location__role=LocationRole.INSPECTION)


RETURNED: Any = Case(
    When(reverses=None, then=F("quantity")), default=-F("quantity"), output_field=QUANTITY
)
"""What a move takes back to the supplier; what undoes one brings it in again."""


def returned_quantity(line: str) -> Any:
    """Return the expression for what went back of a receipt's line, to annotate rows that have its id as ``line``."""
    gone = Move.objects.filter(line__source_line_id=OuterRef(line)).order_by()
    total = gone.values("line__source_line_id").annotate(total=Sum(RETURNED)).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def left_to_return(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return how much of each line of posted receipts was not sent back, in the stock unit."""
    rows = StockDocumentLine.objects.filter(pk__in=lines, document__status=DocumentStatus.POSTED)
    left = dict(rows.values_list("pk", "stock_quantity"))
    gone = Move.objects.filter(line__source_line_id__in=lines).order_by()
    for line, quantity in gone.values_list("line__source_line_id").annotate(total=Sum(RETURNED)):
        left[line] = left.get(line, ZERO) - quantity
    return left


def receipt_lines_of(level: Level) -> list[StockDocumentLine]:
    """Return the lines of receipts these goods may have come in with, the last first, each with ``left``."""
    rows: Any = StockDocumentLine.objects.filter(
        product=level.product,
        lot=level.lot,
        from_location__kind__in=BOUGHT_FROM,
        to_location__kind=LocationKind.STORAGE,
        document__kind=DocumentKind.RECEIPT,
        document__status=DocumentStatus.POSTED,
        document__reverses=None,
        document__warehouse=level.location.warehouse,
    ).select_related("document__party")
    found = list(rows.order_by("-document__date", "-pk")[:OFFERED])
    left = left_to_return([line.pk for line in found])
    for line in found:
        line.left = left[line.pk]
    return [line for line in found if line.left > 0]
