"""Whatever happens to stock, in any order, agrees with plain arithmetic, under each costing method.

Receipts, promises, shipments, returns to and from, transfers, counts and late costs are drawn at random over two
warehouses; after every step quantities, promises, values and the ledger are what the oracle says, and in the end
the checks of ``prove`` find nothing.
"""

from collections import defaultdict
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
from apps.core.prove import registered, run_check
from apps.ledger.models import Account, EntryLine
from apps.products.tests.factories import make_category, make_product
from apps.stock import services as stock
from apps.stock.choices import DocumentKind
from apps.stock.models import Level, Lot, Reservation, StockDocument, StockDocumentLine
from apps.stock.services import CostAdjustment, Count, LineDraft, NegativeStock, NotEnoughStock
from apps.stock.tests.factories import DAY, ORIGIN, make_place, pool, reserve
from apps.stock.tests.oracle import Oracle
from apps.warehouses.models import Location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

ZERO = Decimal(0)
STANDARD = Decimal("7.77")
quantities = st.integers(1, 9)
costs = st.decimals("0.01", "99.99", places=2)
spots = st.integers(0, 5)
WAYS = {
    "average": ("average", "company"),
    "fifo": ("fifo", "company"),
    "standard": ("standard", "company"),
    "average by warehouse": ("average", "warehouse"),
    "fifo by warehouse": ("fifo", "warehouse"),
    "lot": ("lot", "company"),
}
Spot = tuple[Location, str]


class Goods(RuleBasedStateMachine):
    """One product in three places of two warehouses, in two lots where it has lots, and what is known of it."""

    method, scope = "average", "company"

    def __init__(self) -> None:
        super().__init__()
        main, shop = make_warehouse(), make_warehouse("SHOP")
        shelf = Location.objects.filter(code="SHELF").first() or make_location(main)
        by_lot = self.method == "lot"
        places = [stock_place(main), shelf, stock_place(shop)]
        self.spots: list[Spot] = [(place, lot) for lot in ("A", "B") for place in places]
        if not by_lot:
            self.spots = [(place, "") for place in [*places, *places]]
        category = make_category(
            f"{self.method} {self.scope}", method=self.method, cost_scope=self.scope
        )
        tracking = "lot" if by_lot else "none"
        self.product = make_product(
            f"P{uuid7()}", category=category, standard_cost=STANDARD, tracking=tracking
        )
        self.account = Account.objects.get(code="3700").pk
        self.before = self.booked()
        self.oracle = Oracle(self.method, STANDARD)
        self.lying: dict[Spot, Decimal] = defaultdict(Decimal)
        self.received: dict[UUID, tuple[StockDocument, Spot, Decimal]] = {}
        self.shipped: list[tuple[StockDocument, Spot, Any]] = []
        self.promised: dict[UUID, tuple[UUID, Decimal]] = {}

    def part(self, spot: Spot) -> Any:
        place, lot = spot
        return lot or (place.warehouse_id if self.scope == "warehouse" else "all")

    def booked(self) -> Decimal:
        rows = EntryLine.objects.filter(account_id=self.account)
        return sum((row.debit - row.credit for row in rows), ZERO)

    def held(self, spot: Spot) -> Decimal:
        """Return how much of a spot is promised: the database chose where."""
        rows = Reservation.objects.filter(product=self.product, location=spot[0])
        return sum((row.quantity for row in rows if _number(row) == spot[1]), ZERO)

    def free(self, spot: Spot) -> Decimal:
        return self.lying[spot] - self.held(spot)

    def line(self, spot: Spot, quantity: Any, **values: Any) -> LineDraft:
        return LineDraft(
            self.product, Decimal(quantity), self.product.unit, lot_text=spot[1], **values
        )

    def lot(self, spot: Spot) -> Lot | None:
        return Lot.objects.filter(product=self.product, number=spot[1]).first()

    def shipment(
        self, spot: Spot, quantity: Any, *, order: UUID | None = None, **values: Any
    ) -> StockDocument:
        draft = self.line(spot, quantity, from_location=spot[0], **values)
        origin = {"origin_type": ORIGIN, "origin_id": order} if order else {}
        return stock.create_shipment(
            actor=None, warehouse=spot[0].warehouse, date=DAY, lines=[draft], **origin
        )

    def gone(self, document: StockDocument, spot: Spot, quantity: Decimal) -> None:
        taken = self.oracle.issue(self.part(spot), quantity)
        self.shipped.append((document, spot, taken))
        self.lying[spot] -= quantity

    @invariant()
    def agrees(self) -> None:
        rows = Level.objects.filter(product=self.product, on_hand__gt=0)
        lying = {(row.location, _number(row)): row.on_hand for row in rows.select_related("lot")}
        assert lying == {spot: quantity for spot, quantity in self.lying.items() if quantity}
        held = sum((row.reserved for row in rows), ZERO)
        assert held == sum((quantity for _order, quantity in self.promised.values()), ZERO)
        assert pool(self.product) == (self.oracle.quantity, self.oracle.value)
        parts = {
            row.lot.number if row.lot else row.warehouse_id: (row.quantity, row.value)
            for row in self.product.cost_parts.select_related("lot")
        }
        if parts:
            assert parts == {
                part: (self.oracle.quantity_of(part), self.oracle.value_of(part))
                for part in self.oracle.parts
                if self.oracle.quantity_of(part)
            }
        assert self.booked() - self.before == self.oracle.value

    def teardown(self) -> None:
        checks = [check for check in registered() if check.name.startswith("stock.")]
        with connection.cursor() as cursor:
            assert [found for check in checks for found in run_check(cursor, check)] == []


class Trade(Goods):
    """What may happen to it."""

    @rule(at=spots, quantity=quantities, cost=costs)
    def receives(self, at: int, quantity: int, cost: Decimal) -> None:
        spot, line = self.spots[at], uuid7()
        draft = self.line(spot, quantity, unit_cost=cost, origin_line_id=line, to_location=spot[0])
        receipt = stock.create_receipt(
            actor=None,
            warehouse=spot[0].warehouse,
            date=DAY,
            lines=[draft],
            origin_type=ORIGIN,
            origin_id=uuid7(),
        )
        stock.post_receipt(actor=None, pk=receipt.pk)
        self.oracle.receive(self.part(spot), line, Decimal(quantity), cost)
        self.lying[spot] += quantity
        self.received[line] = (receipt, spot, Decimal(quantity))

    @rule(at=spots, quantity=quantities)
    def ships(self, at: int, quantity: int) -> None:
        spot = self.spots[at]
        if spot[1] and not self.lot(spot):
            return
        draft = self.shipment(spot, quantity)
        if quantity > self.free(spot):
            with pytest.raises(NegativeStock):
                stock.post_shipment(actor=None, pk=draft.pk)
            return
        stock.post_shipment(actor=None, pk=draft.pk)
        self.gone(draft, spot, Decimal(quantity))

    @rule(quantity=quantities)
    def promises(self, quantity: int) -> None:
        main = make_warehouse().pk
        there = sum(self.free(spot) for spot in set(self.spots) if spot[0].warehouse_id == main)
        line, order = uuid7(), uuid7()
        if quantity > there:
            with pytest.raises(NotEnoughStock):
                reserve((line, self.product, str(quantity)), origin_id=order)
            return
        reserve((line, self.product, str(quantity)), origin_id=order)
        self.promised[line] = (order, Decimal(quantity))

    @precondition(lambda self: self.promised)
    @rule(part=st.booleans())
    def ships_what_was_promised(self, *, part: bool) -> None:
        line, (order, quantity) = next(iter(self.promised.items()))
        row = Reservation.objects.filter(origin_line_id=line).select_related("lot").first()
        spot = next(one for one in self.spots if one == (row.location, _number(row)))
        leaves = Decimal(1) if part else row.quantity
        draft = self.shipment(spot, leaves, origin_line_id=line, order=order)
        stock.post_shipment(actor=None, pk=draft.pk)
        self.gone(draft, spot, leaves)
        del self.promised[line]
        if quantity > leaves:
            self.promised[line] = (order, quantity - leaves)

    @precondition(lambda self: self.promised)
    @rule()
    def releases(self) -> None:
        line = next(iter(self.promised))
        stock.release(actor=None, origin_line_ids=[line])
        del self.promised[line]

    @precondition(lambda self: self.shipped)
    @rule()
    def takes_a_shipment_back(self) -> None:
        shipment, spot, taken = self.shipped.pop()
        stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)
        self.oracle.give_back(self.part(spot), taken)
        self.lying[spot] += sum(quantity for _key, quantity, _value in taken)

    @precondition(lambda self: self.received)
    @rule()
    def sends_a_receipt_back(self) -> None:
        line = next(reversed(self.received))
        receipt, spot, quantity = self.received[line]
        if quantity > self.free(spot):
            with pytest.raises(NegativeStock):
                stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)
            return
        stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)
        self.oracle.send_back(line)
        self.lying[spot] -= quantity
        del self.received[line]

    @rule(at=spots, to=spots)
    def moves_one(self, at: int, to: int) -> None:
        spot, other = self.spots[at], (self.spots[to][0], self.spots[at][1])
        if self.free(spot) < 1 or spot == other:
            return
        document = StockDocument(
            kind=DocumentKind.TRANSFER,
            warehouse=spot[0].warehouse,
            to_warehouse=other[0].warehouse,
            date=DAY,
        )
        line = StockDocumentLine(
            product=self.product,
            quantity=Decimal(1),
            unit=self.product.unit,
            from_location=spot[0],
            to_location=other[0],
            lot=self.lot(spot),
        )
        stock.save_document(actor=None, document=document, lines=[line])
        stock.post_transfer(actor=None, pk=document.pk)
        self.oracle.carry(self.part(spot), self.part(other), Decimal(1), document.pk)
        self.lying[spot] -= 1
        self.lying[other] += 1

    @rule(at=spots, counted=quantities)
    def counts(self, at: int, counted: int) -> None:
        spot = self.spots[at]
        change = counted - self.lying[spot]
        if counted < self.held(spot) or not change or (spot[1] and not self.lot(spot)):
            return
        count = Count(self.product, spot[0], Decimal(counted), lot=self.lot(spot))
        draft = stock.draft_count(actor=None, warehouse=spot[0].warehouse, date=DAY, counts=[count])
        stock.post_adjustment(actor=None, pk=draft.pk)
        if change > 0:
            self.oracle.find(self.part(spot), draft.pk, change)
        else:
            self.oracle.issue(self.part(spot), -change)
        self.lying[spot] += change

    @precondition(lambda self: self.received)
    @rule(amount=st.decimals("-5", "50", places=2).filter(bool))
    def learns_of_a_late_cost(self, amount: Decimal) -> None:
        line = next(iter(self.received))
        stock.adjust_cost(
            actor=None,
            on=DAY,
            adjustments=[CostAdjustment(line, amount)],
            from_account=Account.objects.get(code="6031"),
            source_type="tests.bill",
            source_id=uuid7(),
        )
        self.oracle.late_cost(line, amount)


def _number(row: Any) -> str:
    return row.lot.number if row.lot else ""


@pytest.mark.parametrize("way", WAYS)
def test_stock_agrees_with_plain_arithmetic_whatever_happens(company, way):
    make_place()
    method, scope = WAYS[way]
    machine = type("Ways", (Trade,), {"method": method, "scope": scope})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=4,
            stateful_step_count=18,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
