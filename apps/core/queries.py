"""Query pieces that documents of several apps share."""

from typing import Any

from django.db.models import DecimalField, OuterRef, Subquery, Sum, Value
from django.db.models.functions import Coalesce

QUANTITY = DecimalField(max_digits=24, decimal_places=6)
NOTHING = Value(0, output_field=QUANTITY)


def sum_by_origin(rows: Any, amount: Any) -> Coalesce:
    """Return the sum of ``amount`` over the ``rows`` made for an order line, as an annotation of the line.

    Args:
        rows: manager or queryset of a model with ``company_id`` and ``origin_line_id``.
        amount: an expression over ``rows``.
    """
    mine = rows.filter(company_id=OuterRef("company_id"), origin_line_id=OuterRef("pk")).order_by()
    total = (
        mine.values("origin_line_id")
        .annotate(total=Sum(amount, output_field=QUANTITY))
        .values("total")
    )
    return Coalesce(Subquery(total, output_field=QUANTITY), NOTHING)
