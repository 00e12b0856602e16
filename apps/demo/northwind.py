"""The Northwind data as plain rows, with dates moved forward. Pure; reads CSV files, no database.

Source: see docs/data-sources.md (Microsoft SQL Server samples, MIT).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Date
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from pathlib import Path

DATA = Path(__file__).parent / "data" / "northwind"
LAST_ORDER = Date(1998, 5, 6)

COUNTRIES = {
    "Argentina": "AR", "Australia": "AU", "Austria": "AT", "Belgium": "BE", "Brazil": "BR", "Canada": "CA",
    "Denmark": "DK", "Finland": "FI", "France": "FR", "Germany": "DE", "Ireland": "IE", "Italy": "IT",
    "Japan": "JP", "Mexico": "MX", "Netherlands": "NL", "Norway": "NO", "Poland": "PL", "Portugal": "PT",
    "Singapore": "SG", "Spain": "ES", "Sweden": "SE", "Switzerland": "CH", "UK": "GB", "USA": "US",
    "Venezuela": "VE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: what, how many, at what price, less which discount (percent)."""

    product_id: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class Order:
    """A customer's order; ``shipped`` is None for the 21 that never left."""

    id: str
    customer_id: str
    employee_id: str
    date: Date
    required: Date
    shipped: Date | None
    shipper_id: str
    freight: Decimal
    address: str
    lines: tuple[Line, ...]


def shift_to(today: Date) -> timedelta:
    """Return the whole number of weeks that brings the last order into the week of ``today``."""
    monday = today - timedelta(days=today.weekday())
    return monday + timedelta(days=LAST_ORDER.weekday()) - LAST_ORDER


class Northwind:
    """The eight files, read once."""

    def __init__(self, shift: timedelta) -> None:
        self.shift = shift

    def rows(self, name: str) -> Iterator[dict[str, str]]:
        """Yield the rows of one file as they stand."""
        with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    @cached_property
    def orders(self) -> list[Order]:
        """Return every order with its lines, oldest first."""
        lines: dict[str, list[Line]] = {}
        for row in self.rows("order_details"):
            discount = Decimal(row["discount"]) * 100
            line = Line(
                row["product_id"], Decimal(row["quantity"]), Decimal(row["unit_price"]), discount
            )
            lines.setdefault(row["order_id"], []).append(line)
        orders = [self._order(row, tuple(lines[row["order_id"]])) for row in self.rows("orders")]
        return sorted(orders, key=lambda order: (order.date, order.id))

    def _order(self, row: dict[str, str], lines: tuple[Line, ...]) -> Order:
        town = " ".join(
            part for part in (row["ship_postal_code"], row["ship_city"], row["ship_region"]) if part
        )
        parts = (row["ship_name"], row["ship_address"], town, row["ship_country"])
        return Order(
            id=row["order_id"],
            customer_id=row["customer_id"],
            employee_id=row["employee_id"],
            date=self._moved(row["order_date"]),
            required=self._moved(row["required_date"]),
            shipped=self._moved(row["shipped_date"]) if row["shipped_date"] else None,
            shipper_id=row["ship_via"],
            freight=Decimal(row["freight"]),
            address="\n".join(part for part in parts if part),
            lines=lines,
        )

    def _moved(self, text: str) -> Date:
        return Date.fromisoformat(text) + self.shift
