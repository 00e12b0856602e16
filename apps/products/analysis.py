"""The dimensions new lines of documents take by themselves: what their product's category says, else their party."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects

from apps.parties.models import Party


def take_dimensions(lines: Iterable[Any], party: Party | None) -> None:
    """Give new lines the dimensions their category, else ``party``, names; what a line says itself wins.

    A line that was stored before keeps what it has, so what somebody took away stays away. Costs no statement where
    the products know their categories.
    """
    new = [line for line in lines if line._state.adding]
    products = {line.product_id: line.product for line in new if line.product_id}
    prefetch_related_objects(list(products.values()), "category")
    usual = party.dimensions if party else {}
    for line in new:
        own = line.product.category.dimensions if line.product_id else {}
        if usual or own:
            line.dimensions = {**usual, **own, **line.dimensions}
