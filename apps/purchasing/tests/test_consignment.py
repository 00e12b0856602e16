"""Taking over goods on consignment: a confirmed order, its receipt, and a bill like any other."""

from decimal import Decimal

import pytest
from django.db import connection

from apps.core.exceptions import InvalidInput, NotAllowed
from apps.core.prove import registered, run_check
from apps.invoices import services as invoices
from apps.ledger.tests.factories import journal
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product, SupplierPrice
from apps.products.services import save_product
from apps.purchasing import selectors
from apps.purchasing import services as purchasing
from apps.purchasing.models import PurchaseOrder
from apps.purchasing.services import NoAgreedPrice, NotASupplier
from apps.purchasing.tests.factories import DAY, bill, make_trade
from apps.stock import services as stock
from apps.stock.models import Level, StockDocument
from apps.stock.services import NotOnConsignment
from apps.stock.tests.factories import consign, level, pool


@pytest.fixture(autouse=True)
def tea(company) -> Product:
    [product] = make_trade("TEA")
    return product


@pytest.fixture
def grower() -> Party:
    return make_party("Tea grower", is_customer=False, is_supplier=True)


@pytest.fixture(autouse=True)
def _proves(db):
    """Prove stock and purchasing after each test, whatever it did."""
    yield
    checks = [
        check for check in registered() if check.name.split(".")[0] in {"stock", "purchasing"}
    ]
    with connection.cursor() as cursor:
        assert [found for check in checks for found in run_check(cursor, check)] == []


def draw(row: Level, quantity: str | None = None, price: str | None = None) -> PurchaseOrder:
    return purchasing.draw_level(
        actor=None,
        pk=row.pk,
        quantity=Decimal(quantity) if quantity else None,
        unit_price=Decimal(price) if price else None,
        on=DAY,
    )


def test_what_is_taken_over_is_an_order_received(tea, grower):
    row = consign(tea, "10", grower)

    order = draw(row, "4", "2.50")

    assert (order.party, order.status, order.net) == (grower, "confirmed", 10)
    assert order.number
    [receipt] = selectors.receipts_of(order)
    assert journal(receipt.entry) == "3700         10.00\n4080                     10.00"
    [line] = selectors.with_progress(order.lines.all())
    assert (line.received, line.to_receive, line.billed) == (4, 0, 0)
    assert (level(tea, row.location), level(tea), pool(tea)) == ((6, 0), (4, 0), (4, 10))


def test_what_is_taken_over_is_billed_and_the_goods_received_come_to_zero(tea, grower):
    order = draw(consign(tea, "10", grower), "4", "2.50")
    assert list(selectors.received_not_billed(DAY)) == [order]

    posted = bill(order)

    assert posted.party == grower
    assert not selectors.received_not_billed(DAY)
    assert "4080         10.00" in journal(posted.entry)


def test_a_bill_of_another_price_changes_what_the_goods_are_worth(tea, grower):
    order = draw(consign(tea, "10", grower), "4", "2.50")
    drafted = purchasing.bill_order(actor=None, pk=order.pk, on=DAY, reference="F-1")
    line = drafted.lines.get()
    line.unit_price = Decimal("3.00")
    invoices.save_draft(actor=None, document=drafted, lines=[line])

    invoices.post_invoice(actor=None, pk=drafted.pk)

    assert pool(tea) == (4, 12)


def test_the_price_is_the_owners_else_the_products(tea, grower):
    row = consign(tea, "10", grower)

    assert draw(row, "1").net == 6
    price = SupplierPrice(supplier=grower, currency_id=grower.currency_id, price=Decimal(5))
    save_product(actor=None, document=tea, lines=[price])
    assert draw(row, "1").net == 5
    assert draw(row, "1", "4.00").net == 4


def test_without_a_price_nothing_is_taken_over(tea, grower):
    tea.purchase_price = 0
    tea.save(update_fields=["purchase_price"])
    row = consign(tea, "10", grower)

    with pytest.raises(NoAgreedPrice, match="Write what one costs"):
        draw(row, "4")

    assert level(tea, row.location) == (10, 0)
    assert not PurchaseOrder.objects.exists()


def test_all_that_lies_there_is_taken_over_and_then_nothing(tea, grower):
    row = consign(tea, "10", grower)

    draw(row)

    assert (level(tea, row.location), level(tea)) == ((0, 0), (10, 0))
    with pytest.raises(NotOnConsignment):
        draw(row)
    assert PurchaseOrder.objects.count() == 1


@pytest.mark.parametrize("quantity", ["11", "-1", "NaN"])
def test_no_more_is_taken_over_than_lies_there(tea, grower, quantity):
    row = consign(tea, "10", grower)

    with pytest.raises(InvalidInput):
        draw(row, quantity)

    assert level(tea, row.location) == (10, 0)
    assert not PurchaseOrder.objects.exists()


def test_an_archived_owner_sells_nothing_more(tea, grower):
    row = consign(tea, "10", grower)
    grower.is_active = False
    grower.save(update_fields=["is_active"])

    with pytest.raises(NotASupplier):
        draw(row, "1")

    assert level(tea, row.location) == (10, 0)


def test_only_who_works_in_the_warehouse_takes_over(tea, grower, user_in):
    row = consign(tea, "10", grower)

    with pytest.raises(NotAllowed):
        purchasing.draw_level(actor=user_in("warehouse_manager"), pk=row.pk)

    assert level(tea, row.location) == (10, 0)


def test_the_lot_of_what_is_taken_over_stays(grower):
    [milk] = make_trade("MILK", tracking="lot")
    row = consign(milk, "10", grower, lot_text="L1")

    order = draw(row, "4")

    assert StockDocument.objects.get(origin_id=order.pk).lines.get().lot == row.lot
    assert Level.objects.get(lot=row.lot, location__is_default=True).on_hand == 4


def test_a_reversed_receipt_makes_the_goods_the_owners_again(tea, grower):
    row = consign(tea, "10", grower)
    order = draw(row, "4", "2.50")

    stock.reverse_receipt(actor=None, pk=selectors.receipts_of(order).get().pk, on=DAY)

    assert (level(tea, row.location), pool(tea)) == ((10, 0), (0, 0))
    [line] = selectors.with_progress(order.lines.all())
    assert (line.received, line.to_receive) == (0, 4)
    assert not selectors.received_not_billed(DAY)
