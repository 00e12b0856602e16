"""A kit is taken apart when it is promised and delivered, and invoiced as kits delivered."""

from decimal import Decimal

import pytest
from django.urls import reverse

from apps.invoices.models import InvoiceLine
from apps.products.models import KitPart, Product
from apps.products.services import save_kit
from apps.products.tests.factories import make_kit
from apps.purchasing.services.orders import KitBought
from apps.purchasing.tests import factories as buying
from apps.sales import services as sales
from apps.sales.models import SalesOrder, SalesOrderPart
from apps.sales.selectors import to_invoice, to_reserve, to_take_out, waiting_for_stock
from apps.sales.services.kits import BrokenKit, EmptyKit
from apps.sales.services.orders import AlreadyShipped, NothingToShip
from apps.sales.tests.factories import (
    DAY,
    confirmed,
    draft,
    invoice,
    line,
    make_shop,
    progress,
    ship,
)
from apps.stock import services as stock
from apps.stock.models import Reservation, StockDocument
from apps.stock.tests.factories import adjust, level, pool, receive


@pytest.fixture
def goods(company) -> tuple[Product, Product]:
    tea, cup = make_shop("TEA", "CUP", stock="10", cost="6.00")
    return tea, cup


@pytest.fixture
def hamper(goods) -> Product:
    """Two teas and three cups."""
    tea, cup = goods
    return make_kit(parts={tea: "2", cup: "3"}, sale_price=Decimal(30))


def state(order: SalesOrder) -> tuple[int, int, int]:
    """Return how many kits are reserved, shipped and invoiced."""
    (row,) = progress(order)
    return int(row.reserved), int(row.shipped), int(row.invoiced)


def is_(order: SalesOrder, condition) -> bool:
    return SalesOrder.objects.filter(condition, pk=order.pk).exists()


def test_a_kit_is_exploded_at_delivery_and_invoiced_as_kits_delivered(goods, hamper):
    tea, cup = goods
    order = confirmed(line(hamper, "3", "30"))

    assert (level(tea), level(cup)) == ((10, 6), (10, 9))
    assert state(order) == (3, 0, 0)
    shipment = ship(order)
    assert {(move.product.sku, move.quantity, move.value) for move in shipment.moves.all()} == {
        ("TEA", 6, 36),
        ("CUP", 9, 54),
    }
    assert state(order) == (0, 3, 0)
    bill = invoice(order)
    [sold] = InvoiceLine.objects.filter(invoice=bill)
    assert (sold.product, sold.quantity, bill.net) == (hamper, 3, 90)
    assert state(order) == (0, 3, 3)


def test_what_is_there_makes_up_whole_kits(goods, hamper):
    tea, cup = goods
    adjust(cup, "-3")
    order = confirmed(line(hamper, "4", "30"))

    assert state(order) == (2, 0, 0)
    assert is_(order, waiting_for_stock())
    shipment = ship(order)
    assert sorted(int(move.quantity) for move in shipment.moves.all()) == [4, 6]
    with pytest.raises(NothingToShip):
        sales.ship_order(actor=None, pk=order.pk)
    assert not is_(order, to_reserve())

    receive(cup, "10", "6.00")
    assert is_(order, to_reserve())
    sales.reserve_order(actor=None, pk=order.pk)
    assert is_(order, to_take_out())
    ship(order)
    assert state(order) == (0, 4, 0)
    assert (level(tea), level(cup)) == ((2, 0), (5, 0))


def test_half_a_kit_that_left_is_no_kit_delivered(goods, hamper):
    tea, cup = goods
    order = confirmed(line(hamper, "2", "30"))
    drafted = sales.ship_order(actor=None, pk=order.pk)
    teas = drafted.lines.get(product=tea)

    stock.post_shipment(actor=None, pk=drafted.pk, quantities={teas.pk: Decimal(4)})

    assert state(order) == (0, 0, 0)
    assert not is_(order, to_invoice())
    rest = StockDocument.objects.get(backorder_of_id=drafted.pk)
    assert [(row.product, row.quantity) for row in rest.lines.order_by("quantity")] == [(cup, 6)]


def test_a_kit_taken_back_is_delivered_no_more(goods, hamper):
    order = confirmed(line(hamper, "2", "30"))
    shipment = ship(order)

    stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)

    assert state(order) == (0, 0, 0)
    assert pool(goods[0]) == (10, 60)
    sales.reserve_order(actor=None, pk=order.pk)
    assert state(order) == (2, 0, 0)


def test_what_the_kit_holds_later_changes_no_order(goods, hamper):
    order = confirmed(line(hamper, "1", "30"))
    lines = list(KitPart.objects.filter(kit=hamper))

    save_kit(actor=None, document=hamper, lines=lines[:1], removed=[lines[1].pk])

    assert SalesOrderPart.objects.filter(line__order=order).count() == 2
    assert sorted(int(move.quantity) for move in ship(order).moves.all()) == [2, 3]


def test_cancelling_gives_back_what_the_kits_held(goods, hamper):
    order = confirmed(line(hamper, "3", "30"))

    sales.cancel_order(actor=None, pk=order.pk)

    assert not Reservation.objects.exists()
    sent = confirmed(line(hamper, "1", "30"))
    ship(sent)
    with pytest.raises(AlreadyShipped):
        sales.cancel_order(actor=None, pk=sent.pk)


def test_an_empty_or_a_broken_kit_is_not_promised(goods, hamper):
    with pytest.raises(EmptyKit):
        confirmed(line(make_kit("EMPTY"), "1", "30"))
    hamper.unit.decimals = 2
    hamper.unit.save()
    half = draft(line(hamper, "0.5", "30"))
    with pytest.raises(BrokenKit):
        sales.confirm_order(actor=None, pk=half.pk)


def test_a_kit_is_not_bought(goods, hamper):
    with pytest.raises(KitBought, match="holds instead"):
        buying.draft(buying.line(hamper, "1"))


def test_the_order_shows_what_its_kit_holds(goods, hamper, client, user_in):
    order = confirmed(line(hamper, "3", "30"))
    client.force_login(user_in("owner"))

    page = client.get(reverse("sales:salesorder_detail", args=[order.pk])).content.decode()

    assert "TEA" in page
    assert "CUP" in page
