"""Whatever happens to stock, in any order, agrees with a dozen lines of plain Python.

Receipts, reservations, shipments, transfers, adjustments and reversals are drawn at random under each costing
method; after every step quantities, promises and values are what the oracle says, and the checks of ``prove``
find nothing.
"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from apps.core.ids import uuid7
from apps.core.money import round_money
from apps.core.prove import registered, run_check
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.services import LineDraft, NegativeStock, NotEnoughStock
from apps.stock.tests.factories import (
    DAY,
    ORIGIN,
    adjust,
    level,
    make_place,
    pool,
    receive,
    reserve,
    ship,
    transfer,
)
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

quantities = st.integers(1, 9)
costs = st.decimals("0.01", "99.99", places=2)
STANDARD = Decimal("7.77")


class Oracle:
    """The value of one product's stock, kept the plain way."""

    def __init__(self, method: str) -> None:
        self.method = method
        self.layers: list[list[Any]] = []  # [id, quantity, value]

    @property
    def quantity(self) -> Decimal:
        return sum((row[1] for row in self.layers), Decimal(0))

    @property
    def value(self) -> Decimal:
        return sum((row[2] for row in self.layers), Decimal(0))

    def take_in(self, key: Any, quantity: Decimal, value: Decimal) -> None:
        for row in self.layers:
            if row[0] == key or self.method != "fifo":
                row[1] += quantity
                row[2] += value
                return
        self.layers.append([key, quantity, value])

    def take_out(self, quantity: Decimal) -> list[tuple[Any, Decimal, Decimal]]:
        """Take the oldest first; the other methods have one layer only."""
        taken = []
        for row in self.layers:
            part = min(quantity, row[1])
            if part:
                value = row[2] if part == row[1] else round_money(row[2] * part / row[1], "EUR")
                row[1] -= part
                row[2] -= value
                quantity -= part
                taken.append((row[0], part, value))
        return taken


class Trade(RuleBasedStateMachine):
    """One product, two places, one order at a time."""

    method = "average"

    def __init__(self) -> None:
        super().__init__()
        self.product = make_product(f"P{uuid7()}", method=self.method, standard_cost=STANDARD)
        self.home = stock_place(make_warehouse())
        self.shelf = Location.objects.filter(code="SHELF").first() or make_location(
            make_warehouse()
        )
        self.oracle = Oracle(self.method)
        self.lying = {self.home: Decimal(0), self.shelf: Decimal(0)}
        self.promised: dict[UUID, tuple[UUID, Decimal]] = {}
        self.shipped: list[tuple[StockDocument, Decimal, Any]] = []

    @property
    def free(self) -> Decimal:
        return self.lying[self.home] - sum(quantity for _order, quantity in self.promised.values())

    @rule(quantity=quantities, cost=costs)
    def receives(self, quantity: int, cost: Decimal) -> None:
        receipt = receive(self.product, str(quantity), str(cost))
        unit = STANDARD if self.method == "standard" else cost
        self.oracle.take_in(receipt.pk, Decimal(quantity), round_money(quantity * unit, "EUR"))
        self.lying[self.home] += quantity

    @rule(quantity=quantities)
    def ships(self, quantity: int) -> None:
        if quantity > self.free:
            with pytest.raises(NegativeStock):
                ship(self.product, str(quantity))
            return
        shipment = ship(self.product, str(quantity))
        taken = self.oracle.take_out(Decimal(quantity))
        self.lying[self.home] -= quantity
        self.shipped.append((shipment, Decimal(quantity), taken))

    @rule(quantity=quantities)
    def promises(self, quantity: int) -> None:
        line, order = uuid7(), uuid7()
        lying = self.free + self.lying[self.shelf]
        if quantity > lying or quantity > self.free:
            if quantity > lying:
                with pytest.raises(NotEnoughStock):
                    reserve((line, self.product, str(quantity)), origin_id=order)
            return
        reserve((line, self.product, str(quantity)), origin_id=order)
        self.promised[line] = (order, Decimal(quantity))

    @precondition(lambda self: self.promised)
    @rule(part=st.booleans())
    def ships_what_was_promised(self, *, part: bool) -> None:
        line, (order, quantity) = next(iter(self.promised.items()))
        leaves = Decimal(1) if part else quantity
        draft = stock.create_shipment(
            actor=None,
            warehouse=make_warehouse(),
            date=DAY,
            lines=[LineDraft(self.product, leaves, self.product.unit, origin_line_id=line)],
            origin_type=ORIGIN,
            origin_id=order,
        )
        shipment = stock.post_shipment(actor=None, pk=draft.pk)
        self.shipped.append((shipment, leaves, self.oracle.take_out(leaves)))
        self.lying[self.home] -= leaves
        self.promised.pop(line)
        if quantity > leaves:
            self.promised[line] = (order, quantity - leaves)

    @precondition(lambda self: self.promised)
    @rule()
    def releases(self) -> None:
        line = next(iter(self.promised))
        stock.release(actor=None, origin_line_ids=[line])
        self.promised.pop(line)

    @precondition(lambda self: self.shipped)
    @rule()
    def takes_a_shipment_back(self) -> None:
        shipment, quantity, taken = self.shipped.pop()
        stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)
        for key, part, value in taken:
            self.oracle.take_in(key, part, value)
        self.lying[self.home] += quantity

    @precondition(lambda self: self.free > 0)
    @rule()
    def moves_one_to_the_shelf(self) -> None:
        transfer(self.product, "1", self.shelf)
        self.lying[self.home] -= 1
        self.lying[self.shelf] += 1

    @precondition(lambda self: self.free > 0)
    @rule()
    def loses_one(self) -> None:
        adjust(self.product, "-1")
        self.oracle.take_out(Decimal(1))
        self.lying[self.home] -= 1

    @invariant()
    def agrees(self) -> None:
        promised = sum((quantity for _order, quantity in self.promised.values()), Decimal(0))
        assert level(self.product, self.home) == (self.lying[self.home], promised)
        assert level(self.product, self.shelf) == (self.lying[self.shelf], 0)
        assert pool(self.product) == (self.oracle.quantity, self.oracle.value)

    def teardown(self) -> None:
        checks = [check for check in registered() if check.name.startswith("stock.")]
        with connection.cursor() as cursor:
            assert [found for check in checks for found in run_check(cursor, check)] == []


@pytest.mark.parametrize("method", ["average", "fifo", "standard"])
def test_stock_agrees_with_plain_arithmetic_whatever_happens(company, method):
    make_place()
    machine = type(f"Trade_{method}", (Trade,), {"method": method})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
