"""Counting while trading agrees, step by step, with a few lines of plain Python; ``prove`` finds nothing."""

from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.prove import registered, run_check
from apps.counts import services as counts
from apps.counts.tests.factories import goods, make_sheet, tolerate
from apps.stock.services import NegativeStock
from apps.stock.tests.factories import DAY, level, receive, ship

pytestmark = pytest.mark.django_db

STEP = st.tuples(
    st.sampled_from(["receive", "ship", "count", "post"]),
    st.sampled_from(["TEA", "JAM"]),
    st.integers(0, 12),
)


class Oracle:
    """What is on hand, and by how much each count differed at its moment."""

    def __init__(self) -> None:
        self.on_hand = {"TEA": 5, "JAM": 5}
        self.differs: dict[str, int] = {}

    def move(self, sku: str, quantity: int) -> bool:
        possible = self.on_hand[sku] + quantity >= 0
        if possible:
            self.on_hand[sku] += quantity
        return possible

    def post(self) -> bool:
        after = {sku: self.on_hand[sku] + self.differs.get(sku, 0) for sku in self.on_hand}
        possible = bool(self.differs) and min(after.values()) >= 0
        if possible:
            self.on_hand, self.differs = after, {}
        return possible


class World:
    """The same through the services."""

    def __init__(self) -> None:
        self.goods = {sku: goods(sku, "5", "1.00") for sku in ("TEA", "JAM")}
        goods("MINT", "1", "1.00")  # keeps a sheet possible where nothing else is left
        self.sheet = make_sheet()

    def receive(self, sku: str, quantity: int) -> None:
        receive(self.goods[sku], str(quantity), "1.00")

    def ship(self, sku: str, quantity: int) -> bool:
        try:
            with transaction.atomic():
                ship(self.goods[sku], str(quantity))
        except NegativeStock:
            return False
        return True

    def count(self, sku: str, quantity: int) -> None:
        place = self.goods[sku].levels.get().location
        counts.count_found(
            actor=None,
            pk=self.sheet.pk,
            product=self.goods[sku],
            location=place,
            counted=Decimal(quantity),
        )

    def post(self) -> bool:
        try:
            with transaction.atomic():
                counts.submit_sheet(actor=None, pk=self.sheet.pk, leave_uncounted=True)
                counts.post_sheet(actor=None, pk=self.sheet.pk, on=DAY)
        except (counts.NotAllCounted, counts.CannotTakeOut):
            return False
        self.sheet = make_sheet()
        return True


def test_any_order_of_moves_and_counts_agrees_with_the_oracle(company):
    checks = [check for check in registered() if check.name.startswith(("counts.", "stock."))]

    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(st.lists(STEP, max_size=14))
    def run(steps):
        with transaction.atomic():
            tolerate()
            oracle, world = Oracle(), World()
            for verb, sku, quantity in steps:
                take(oracle, world, verb, sku, quantity)
                for name, product in world.goods.items():
                    assert level(product)[0] == oracle.on_hand[name]
            with connection.cursor() as cursor:
                assert [found for check in checks for found in run_check(cursor, check)] == []
            transaction.set_rollback(True)

    run()


def take(oracle: Oracle, world: World, verb: str, sku: str, quantity: int) -> None:
    """Take one step in both worlds; what one refuses the other refuses too."""
    if verb == "count":
        oracle.differs[sku] = quantity - oracle.on_hand[sku]
        world.count(sku, quantity)
    elif verb == "post":
        assert world.post() == oracle.post()
    elif quantity and verb == "receive":
        oracle.move(sku, quantity)
        world.receive(sku, quantity)
    elif quantity:
        assert world.ship(sku, quantity) == oracle.move(sku, -quantity)
