"""When to buy what, so that every order that shipped finds its goods. Pure.

Stock comes in every second month, in the week before, for the orders of the two months that follow; the
stock the data names per product is bought a week before the first order and stays as a reserve. Orders that never
shipped reserve what they find, so what they take from later orders is bought on top.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal

from apps.core.money import ZERO
from apps.demo.northwind import Order

MONTHS_PER_DELIVERY = 2
DAYS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Purchase:
    """Goods that arrive from one supplier on one day."""

    arrives: Date
    supplier_id: str
    quantities: dict[str, Decimal]


def plan_purchases(
    orders: Iterable[Order], *, supplier_of: Mapping[str, str], reserve: Mapping[str, Decimal]
) -> list[Purchase]:
    """Return what to buy, oldest first.

    Args:
        supplier_of: supplier by product.
        reserve: what to keep of each product from the start.
    """
    orders = sorted(orders, key=lambda order: (order.date, order.id))
    needed: dict[tuple[Date, str], dict[str, Decimal]] = defaultdict(
        lambda: defaultdict(lambda: ZERO)
    )
    first = orders[0].date - timedelta(days=7)
    for product, quantity in reserve.items():
        if quantity:
            needed[first, supplier_of[product]][product] += quantity
    for order in orders:
        if order.shipped:
            for line in order.lines:
                needed[max(_delivery_before(order.date), first), supplier_of[line.product_id]][
                    line.product_id
                ] += line.quantity
    while shortages := _shortages(
        orders, needed
    ):  # what is bought on top may be reserved by them again
        for shortage_on, product, quantity in shortages:
            needed[shortage_on, supplier_of[product]][product] += quantity
    return [
        Purchase(arrives, supplier, dict(quantities))
        for (arrives, supplier), quantities in sorted(needed.items(), key=lambda item: item[0])
    ]


def _delivery_before(day: Date) -> Date:
    month = (day.month - 1) // MONTHS_PER_DELIVERY * MONTHS_PER_DELIVERY + 1
    return Date(day.year, month, 1) - timedelta(days=DAYS_AHEAD)


def _shortages(
    orders: list[Order], needed: Mapping[tuple[Date, str], Mapping[str, Decimal]]
) -> list[tuple[Date, str, Decimal]]:
    """Return what shipped orders would miss because an order that never shipped reserved it before them."""
    arrivals = sorted(
        (arrives, product, quantity)
        for (arrives, _), q in needed.items()
        for product, quantity in q.items()
    )
    available: dict[str, Decimal] = defaultdict(lambda: ZERO)
    shortages = []
    position = 0
    for order in orders:
        while position < len(arrivals) and arrivals[position][0] <= order.date:
            available[arrivals[position][1]] += arrivals[position][2]
            position += 1
        for line in order.lines:
            free = available[line.product_id]
            available[line.product_id] -= (
                line.quantity if order.shipped else min(free, line.quantity)
            )
            if available[line.product_id] < 0:
                shortages.append(
                    (
                        max(_delivery_before(order.date), arrivals[0][0]),
                        line.product_id,
                        -available[line.product_id],
                    )
                )
                available[line.product_id] = ZERO
    return shortages
