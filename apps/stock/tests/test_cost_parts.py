"""Cost kept by warehouse or by lot, and a change of costing method."""

from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from apps.core.ids import uuid7
from apps.core.prove import registered, run_check
from apps.ledger.models import Account, Entry
from apps.products.costing_rules import CostScopeUnfit, NotTraced
from apps.products.models import Category, Product
from apps.products.services import save_category
from apps.products.tests.factories import make_category, make_product
from apps.stock import services as stock
from apps.stock.models import CostPart, CostPool, Move, StockDocument
from apps.stock.services import CostAdjustment, LineDraft
from apps.stock.tests.factories import (
    DAY,
    ORIGIN,
    adjust,
    draft_shipment,
    make_place,
    pool,
    receive,
    ship,
    transfer,
)
from apps.warehouses.models import Warehouse
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


@pytest.fixture(autouse=True)
def place(company):
    return make_place()


@pytest.fixture
def shop() -> Warehouse:
    return make_warehouse("SHOP")


def local(sku: str, method: str = "average") -> Product:
    category = make_category(f"Local {method}", method=method, cost_scope="warehouse")
    return make_product(sku, category=category)


def cost_of(document: StockDocument) -> Decimal:
    """Return what the goods of a document took out or put in, in sum."""
    return sum((move.value for move in Move.objects.filter(document=document)), Decimal(0))


def parts(product: Product) -> dict[str, tuple[int, Decimal]]:
    """Return (quantity, value) by the warehouse or lot that holds it."""
    rows = CostPart.objects.filter(product=product).select_related("warehouse", "lot")
    return {
        str(row.lot or (row.warehouse and row.warehouse.code)): (int(row.quantity), row.value)
        for row in rows
    }


def receive_for_order(
    product: Product, quantity: str, *, warehouse: Warehouse | None = None, lot_text: str = ""
) -> UUID:
    """Receive goods at 10 each for a line of an order, and return the line."""
    line = uuid7()
    draft = LineDraft(
        product,
        Decimal(quantity),
        product.unit,
        Decimal(10),
        origin_line_id=line,
        lot_text=lot_text,
    )
    receipt = stock.create_receipt(
        actor=None,
        warehouse=warehouse or make_warehouse(),
        date=DAY,
        lines=[draft],
        origin_type=ORIGIN,
        origin_id=uuid7(),
    )
    stock.post_receipt(actor=None, pk=receipt.pk)
    return line


def bring_late_cost(line: UUID, amount: str) -> None:
    stock.adjust_cost(
        actor=None,
        on=DAY,
        adjustments=[CostAdjustment(line, Decimal(amount))],
        from_account=Account.objects.get(code="6031"),
        source_type="tests.bill",
        source_id=uuid7(),
    )


def proves(cursor) -> None:
    checks = [check for check in registered() if check.name.startswith("stock.")]
    assert [found for check in checks for found in run_check(cursor, check)] == []


@pytest.fixture
def clean(db):
    """Prove stock after the test, whatever it did."""
    yield
    with connection.cursor() as cursor:
        proves(cursor)


def test_each_warehouse_has_its_own_average(shop, clean):
    tea = local("TEA")
    receive(tea, "8", "10")
    receive(tea, "4", "16", warehouse=shop)

    assert cost_of(ship(tea, "2")) == 20
    assert cost_of(ship(tea, "1", warehouse=shop)) == 16
    assert parts(tea) == {"MAIN": (6, 60), "SHOP": (3, 48)}
    assert pool(tea) == (9, 108)


def test_goods_take_their_cost_to_another_warehouse_without_an_entry(shop, clean):
    tea = local("TEA")
    receive(tea, "8", "10")
    receive(tea, "3", "16", warehouse=shop)
    before = Entry.objects.count()

    transfer(tea, "3", stock_place(shop))

    assert parts(tea) == {"MAIN": (5, 50), "SHOP": (6, 78)}
    assert Entry.objects.count() == before
    assert cost_of(ship(tea, "1", warehouse=shop)) == 13


def test_a_move_within_a_warehouse_leaves_its_cost_alone(clean):
    tea = local("TEA")
    receive(tea, "3", "10")
    moved = transfer(tea, "1", make_location(make_warehouse()))

    assert not Move.objects.get(document=moved).value_lines.exists()
    assert parts(tea) == {"MAIN": (3, 30)}


def test_layers_are_drawn_on_where_the_goods_lie(shop, clean):
    tea = local("TEA", "fifo")
    receive(tea, "4", "10")
    receive(tea, "2", "25", warehouse=shop)

    assert cost_of(ship(tea, "1", warehouse=shop)) == 25
    transfer(tea, "2", stock_place(shop))
    assert cost_of(ship(tea, "2", warehouse=shop)) == 35
    assert parts(tea) == {"MAIN": (2, 20), "SHOP": (1, 10)}


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_a_transfer_taken_back_takes_back_its_cost(shop, clean, method):
    tea = local("TEA", method)
    receive(tea, "3", "10")
    receive(tea, "2", "13")
    receive(tea, "1", "99", warehouse=shop)
    before = parts(tea)
    moved = transfer(tea, "4", stock_place(shop))

    stock.reverse_transfer(actor=None, pk=moved.pk, on=DAY)

    assert parts(tea) == before


def test_a_transfer_taken_back_brings_no_more_value_than_is_left(shop, clean):
    tea = local("TEA")
    receive(tea, "2", "50")
    moved = transfer(tea, "2", stock_place(shop))
    receive(tea, "2", "1", warehouse=shop)
    ship(tea, "2", warehouse=shop)

    stock.reverse_transfer(actor=None, pk=moved.pk, on=DAY)

    assert parts(tea) == {"MAIN": (2, 51)}


def test_each_lot_keeps_what_it_cost(clean):
    wine = make_product("WINE", method="lot", tracking="lot")
    receive(wine, "3", "10", lot_text="A")
    receive(wine, "3", "20", lot_text="B")
    late = draft_shipment([(wine, "4")])
    stock.post_shipment(actor=None, pk=late.pk)

    assert {str(move.lot): move.value for move in Move.objects.filter(document=late)} == {
        "A": 30,
        "B": 20,
    }
    assert parts(wine) == {"B": (2, 40)}
    stock.reverse_shipment(actor=None, pk=late.pk, on=DAY)
    assert parts(wine) == {"A": (3, 30), "B": (3, 60)}


def test_a_late_cost_goes_to_the_warehouse_the_goods_came_into(shop, clean):
    tea = local("TEA")
    line = receive_for_order(tea, "4", warehouse=shop)
    receive(tea, "4", "10")
    ship(tea, "1", warehouse=shop)

    bring_late_cost(line, "8")

    assert parts(tea) == {"MAIN": (4, 40), "SHOP": (3, 36)}


def test_a_late_cost_stays_with_its_lot(clean):
    wine = make_product("WINE", method="lot", tracking="lot")
    line = receive_for_order(wine, "2", lot_text="A")
    receive(wine, "2", "10", lot_text="B")

    bring_late_cost(line, "5")

    assert parts(wine) == {"A": (2, 25), "B": (2, 20)}


def test_what_is_found_costs_what_the_same_costs_elsewhere(shop, clean):
    tea = local("TEA")
    receive(tea, "2", "7", warehouse=shop)

    adjust(tea, "1")

    assert parts(tea) == {"MAIN": (1, 7), "SHOP": (2, 14)}


def test_actual_cost_wants_traced_goods(company):
    with pytest.raises(NotTraced, match="Trace"):
        make_product("WINE", method="lot")
    tea = make_product("TEA")
    category = tea.category
    category.costing_method = "lot"
    with pytest.raises(NotTraced, match="trace its goods first"):
        save_category(actor=None, document=category)


def test_standard_cost_is_not_kept_by_warehouse(company):
    with pytest.raises(CostScopeUnfit, match="over the whole company"):
        make_category("Odd", method="standard", cost_scope="warehouse")


def change(product: Product, **values: str) -> None:
    """Let the product's category say otherwise, and apply it."""
    category = Category.objects.get(pk=product.category_id)
    for name, value in values.items():
        setattr(category, name, value)
    save_category(actor=None, document=category)
    stock.apply_costing(actor=None, pk=product.pk)


def test_a_new_method_holds_for_what_is_on_hand_once_applied(shop, clean):
    tea = make_product("TEA", standard_cost=Decimal(5))
    receive(tea, "3", "10")
    receive(tea, "1", "14", warehouse=shop)
    before = Entry.objects.count()

    change(tea, costing_method="fifo")
    assert CostPool.objects.get(product=tea).costing_method == "fifo"
    assert [int(row.quantity) for row in tea.cost_layers.filter(quantity__gt=0)] == [4]
    change(tea, cost_scope="warehouse")
    assert parts(tea) == {"MAIN": (3, 33), "SHOP": (1, 11)}
    change(tea, costing_method="average")
    assert parts(tea) == {"MAIN": (3, 33), "SHOP": (1, 11)}
    assert Entry.objects.count() == before

    change(tea, cost_scope="company", costing_method="standard")
    assert pool(tea) == (4, 20)
    entry = Entry.objects.latest("pk")
    assert {line.debit - line.credit for line in entry.lines.all()} == {-24, 24}
    assert not parts(tea)


def test_goods_are_revalued_by_lot_by_what_each_lot_holds(clean):
    wine = make_product("WINE", tracking="lot")
    receive(wine, "1", "10", lot_text="A")
    receive(wine, "3", "30", lot_text="B")

    change(wine, costing_method="lot")

    assert parts(wine) == {"A": (1, 25), "B": (3, 75)}


def test_applying_twice_changes_nothing(clean):
    tea = make_product("TEA")
    receive(tea, "3", "10")
    change(tea, costing_method="fifo")
    lines = tea.cost_layers.count()

    stock.apply_costing(actor=None, pk=tea.pk)
    assert tea.cost_layers.count() == lines


def test_stock_that_is_not_traced_is_not_valued_by_lot(clean):
    tea = make_product("TEA")
    receive(tea, "3", "10")
    Category.objects.filter(pk=tea.category_id).update(costing_method="lot")

    with pytest.raises(NotTraced):
        stock.apply_costing(actor=None, pk=tea.pk)


def test_goods_shipped_under_the_old_method_come_back_under_the_new(clean):
    tea = make_product("TEA")
    receive(tea, "3", "10")
    gone = ship(tea, "2")
    change(tea, costing_method="fifo")

    stock.reverse_shipment(actor=None, pk=gone.pk, on=DAY)

    assert pool(tea) == (3, 30)
    assert sorted(row.value for row in tea.cost_layers.filter(quantity__gt=0)) == [10, 20]
