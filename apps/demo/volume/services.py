"""A history of any length, for measuring and for trying: what was drawn from a seed, in the books and the stock.

What is simpler than life: one warehouse and one place, receipts and shipments only (no orders, bills or invoices,
nothing reserved, reversed or corrected), goods that are not traced, one stock account, and positions of lines may leave
out one. Of each document there are the rows that hold, not those that tell: no event, no change history, no audit row.
Nothing is sealed; ``seal_ledger`` does that.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from apps.core.exceptions import InvalidInput
from apps.demo.volume.base import Base, make_base, read_patterns
from apps.demo.volume.bulk import as_owner, vacuum
from apps.demo.volume.drawing import draw
from apps.demo.volume.filling import TABLES, fill

FEW_ROWS = (
    "ledger_account",
    "ledger_period",
    "parties_party",
    "products_category",
    "warehouses_location",
)
"""Too few for the server to count by itself: guessing, the planner read a million moves for each pair of places."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much history: goods, moves and months up to ``last``; the same seed draws the same."""

    products: int
    moves: int
    last: date
    months: int = 24
    seed: int = 1

    @property
    def first(self) -> date:
        """Return the first day."""
        return self.last - relativedelta(months=self.months) + relativedelta(days=1)


def asked(base: Base, size: Size) -> dict[str, Any]:
    """Return what drawing a history takes."""
    return {
        "company": str(base.company.pk),
        "first": size.first,
        "last": size.last,
        "products": size.products,
        "moves": size.moves,
        "months": size.months,
        "seed": size.seed,
        "suppliers": [party.pk for party in base.suppliers],
        "customers": [party.pk for party in base.customers],
    }


def seed_volume(code: str, size: Size, *, say: Callable[[str], None] = lambda _: None) -> Base:
    """Write a company's history in one transaction: killed, it leaves a company without any.

    While it runs nobody else can use the database: its tables are locked.

    Args:
        code: of the company, which is made unless it is there.

    Raises:
        HasMoves: the company has a history.
        InvalidInput: there would be no product, move or month.
    """
    if min(size.products, size.moves, size.months) < 1:
        raise InvalidInput("To write a history, ask for one product, move and month at least.")
    began = time.monotonic()

    def told(line: str) -> None:
        say(f"{time.monotonic() - began:7.0f} s {line}")

    base = make_base(code, first=size.first, last=size.last)
    patterns = read_patterns(base, size.first)
    with as_owner(base.company.pk) as owner:
        owner.execute("SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'")
        told(f"Drawing {size.moves:,} moves of {size.products:,} products")
        draw(owner, asked(base, size))
        fill(owner, base, patterns, told)
    told("Counting for the planner")
    vacuum((*TABLES, *FEW_ROWS))
    told("Done")
    return base
