"""A report of stock as columns and rows: shown on a screen and handed out as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from apps.valuation.asking import Goods

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``kind`` is text, code, quantity, amount, ratio or day."""

    label: Words
    kind: str = "text"

    @property
    def is_number(self) -> bool:
        """Say whether its cells stand at the right."""
        return self.kind in ("quantity", "amount", "ratio")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells, and where it leads."""

    cells: Sequence[Any]
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A report.

    Attributes:
        totals: a cell for each column, empty where nothing is added up; none without.
        note: what stands under the title besides.
        warning: what is wrong with the report.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Sequence[Any] = ()
    note: str = ""
    warning: str = ""

    def values(self) -> Iterator[list[Any]]:
        """Yield head, rows and totals as plain cells."""
        yield [str(column.label) for column in self.columns]
        for row in self.rows:
            yield list(row.cells)
        if self.totals:
            yield list(self.totals)


@dataclass(slots=True)
class Summing:
    """Adds up the cells of some columns while rows are made."""

    size: int
    of: Sequence[int]
    label: Words
    sums: dict[int, Any] = field(default_factory=dict)

    def row(self, cells: Sequence[Any], url: str = "") -> Row:
        """Return a row, and add it."""
        for place in self.of:
            self.sums[place] = self.sums.get(place, 0) + (cells[place] or 0)
        return Row(cells, url)

    @property
    def totals(self) -> list[Any]:
        """Return the cells of the last line; nothing when nothing is added up."""
        if not self.of or not self.sums:
            return []
        return [str(self.label), *(self.sums.get(place) for place in range(1, self.size))]


PRODUCT = (Column(_("SKU"), "code"), Column(_("Product")))
UNIT = Column(_("Unit"))


def named(goods: Goods) -> list[Any]:
    """Return the first cells of a row."""
    return [goods.sku, goods.name]


def stock_url(goods: Goods) -> str:
    """Return the page of a product's stock."""
    return reverse("stock:product_stock", args=[goods.pk])
