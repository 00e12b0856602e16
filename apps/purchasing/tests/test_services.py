"""What the commands of purchasing do, and what they refuse without writing anything."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.core.models import Event
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.services import DuplicateReference
from apps.invoices.tests.factories import make_rate, make_tax
from apps.ledger.tests.factories import journal
from apps.products.models import Product
from apps.products.tests.factories import make_product, make_unit
from apps.purchasing import selectors, services
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine
from apps.purchasing.tests.factories import (
    DAY,
    bill,
    confirmed,
    draft,
    line,
    make_trade,
    receive,
)
from apps.sales.tests.factories import customer
from apps.stock import services as stock
from apps.stock.models import StockDocument
from apps.stock.tests.factories import level, pool


@pytest.fixture
def tea(company):
    """Return a product that suppliers sell at 6.00, none of it in stock."""
    return make_trade("TEA")[0]


def written() -> tuple[object, ...]:
    """Return what a refused command must leave as it was."""
    return (
        PurchaseOrderLine.objects.count(),
        StockDocument.objects.count(),
        Invoice.objects.count(),
        sorted(PurchaseOrder.objects.values_list("pk", "status", "version")),
    )


def refused(error, call, match=None):
    """Expect ``call`` to be refused and to leave no trace."""
    before = written()
    with pytest.raises(error, match=match), transaction.atomic():
        call()
    assert written() == before


def test_a_draft_is_priced_and_totalled(tea):
    order = draft(line(tea, "3", "5.005", tax=make_tax("20", use="purchase")), line(tea, "1", "2"))

    assert (order.net, order.tax, order.total) == (
        Decimal("17.02"),
        Decimal("3.00"),
        Decimal("20.02"),
    )


def test_confirming_gives_a_number_and_moves_nothing(tea):
    order = confirmed(line(tea, "10"))

    assert (order.status, order.number) == ("confirmed", "PO-2026-00001")
    assert level(tea) == (0, 0)
    assert Event.objects.get(name="purchasing.order_confirmed").aggregate_id == order.pk


def test_a_customer_is_no_supplier(tea):
    refused(
        services.NotASupplier,
        lambda: draft(line(tea, "1"), party=customer()),
        "choose a supplier",
    )


def test_an_order_without_lines_is_not_confirmed(tea):
    order = draft()

    refused(services.NoLines, lambda: services.confirm_order(actor=None, pk=order.pk))


def test_an_archived_product_is_not_ordered(tea):
    order = draft(line(tea, "1"))
    Product.objects.filter(pk=tea.pk).update(is_active=False)

    refused(services.InactiveProduct, lambda: services.confirm_order(actor=None, pk=order.pk))


def test_goods_come_in_at_their_price_less_discount(tea):
    order = confirmed(line(tea, "10", "8.00", discount=Decimal(25)))

    receipt = receive(order)

    assert level(tea) == (10, 0)
    assert pool(tea) == (10, Decimal("60.00"))
    assert journal(receipt.entry) == "3700         60.00\n4080                     60.00"


def test_a_box_of_nine_bought_comes_in_as_nine_pieces_at_a_ninth(tea):
    receive(confirmed(line(tea, "2", "81", unit=make_unit("box", numerator=9))))

    assert pool(tea) == (18, Decimal("162.00"))


def test_goods_ordered_in_dollars_come_in_at_the_rate_of_the_order(tea):
    make_rate("USD", "0.9")

    receive(confirmed(line(tea, "10", "10"), currency_id="USD"))

    assert pool(tea) == (10, Decimal("90.00"))


def test_what_comes_in_parts_leaves_the_rest_in_a_draft(tea):
    order = confirmed(line(tea, "10"))
    first = services.receive_order(actor=None, pk=order.pk, on=DAY)

    stock.post_receipt(actor=None, pk=first.pk, quantities={first.lines.get().pk: Decimal(4)})

    (rest,) = selectors.receipts_of(order).filter(status="draft")
    assert [row.quantity for row in rest.lines.all()] == [6]
    refused(
        services.NothingToReceive, lambda: services.receive_order(actor=None, pk=order.pk, on=DAY)
    )


def test_nothing_comes_in_twice(tea):
    order = confirmed(line(tea, "10"))
    services.receive_order(actor=None, pk=order.pk, on=DAY)

    refused(
        services.NothingToReceive, lambda: services.receive_order(actor=None, pk=order.pk, on=DAY)
    )


def test_nothing_is_billed_before_it_came(tea):
    order = confirmed(line(tea, "10"))

    refused(services.NothingToBill, lambda: services.bill_order(actor=None, pk=order.pk, on=DAY))


def test_nothing_is_billed_twice(tea):
    order = confirmed(line(tea, "10"))
    receive(order)
    bill(order)

    refused(services.NothingToBill, lambda: services.bill_order(actor=None, pk=order.pk, on=DAY))


def test_one_number_of_a_supplier_is_booked_once(tea):
    first, second = confirmed(line(tea, "1")), confirmed(line(tea, "1"))
    receive(first)
    receive(second)
    bill(first, reference="F-77")
    again = services.bill_order(actor=None, pk=second.pk, on=DAY, reference="F-77")

    refused(DuplicateReference, lambda: invoices.post_invoice(actor=None, pk=again.pk))


def test_a_service_is_billed_without_a_receipt(tea):
    advice = make_product("ADVICE", kind="service")
    order = confirmed(line(advice, "2", "100"))

    refused(
        services.NothingToReceive, lambda: services.receive_order(actor=None, pk=order.pk, on=DAY)
    )
    assert journal(bill(order).entry) == "4010                    200.00\n6070        200.00"


def test_goods_sent_back_are_expected_again_and_not_billed(tea):
    order = confirmed(line(tea, "10"))
    receipt = receive(order)
    stock.reverse_receipt(actor=None, pk=receipt.pk, on=DAY)

    (row,) = selectors.with_progress(order.lines.all())

    assert (row.received, row.to_receive) == (0, 10)
    refused(services.NothingToBill, lambda: services.bill_order(actor=None, pk=order.pk, on=DAY))


def test_closing_expects_no_more_and_cancels_its_draft_receipt(tea):
    order = confirmed(line(tea, "10"))
    receipt = services.receive_order(actor=None, pk=order.pk, on=DAY)

    closed = services.close_order(actor=None, pk=order.pk)

    receipt.refresh_from_db()
    assert (closed.status, receipt.status) == ("closed", "cancelled")


def test_an_order_of_which_goods_came_is_closed_and_not_cancelled(tea):
    order = confirmed(line(tea, "10"))
    receive(order)

    refused(
        services.AlreadyReceived, lambda: services.cancel_order(actor=None, pk=order.pk), "close"
    )


def test_an_order_of_which_nothing_came_is_cancelled(tea):
    order = confirmed(line(tea, "10"))

    assert services.cancel_order(actor=None, pk=order.pk).status == "cancelled"


def test_a_stale_version_is_refused(tea):
    order = draft(line(tea, "1"))
    mine, theirs = (PurchaseOrder.objects.get(pk=order.pk) for _ in range(2))
    services.save_order(actor=None, document=theirs, lines=list(theirs.lines.all()))

    refused(
        StaleVersion,
        lambda: services.save_order(actor=None, document=mine, lines=list(mine.lines.all())),
    )


def test_a_confirmed_order_is_not_saved(tea):
    order = confirmed(line(tea, "1"))

    refused(
        WrongStatus,
        lambda: services.save_order(actor=None, document=order, lines=list(order.lines.all())),
    )


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "Infinity", "1e20"])
def test_quantities_that_are_none_are_refused(tea, quantity):
    refused(InvalidInput, lambda: draft(line(tea, quantity)), "quantity above zero")


def test_each_kind_of_open_work_finds_its_orders(tea):
    coming = confirmed(line(tea, "1"))
    came = confirmed(line(tea, "2"))
    receive(came)
    done = confirmed(line(tea, "3"))
    receive(done)
    bill(done)

    def found(condition):
        return set(PurchaseOrder.objects.filter(condition))

    assert found(selectors.to_receive()) == {coming}
    assert found(selectors.to_bill()) == {came}


def test_what_came_in_and_is_not_billed_is_found_at_the_end_of_the_month(tea):
    order = confirmed(line(tea, "5"))
    receive(order)
    bill(order, DAY + timedelta(days=1))

    assert list(selectors.received_not_billed(DAY)) == [order]
    assert not selectors.received_not_billed(DAY - timedelta(days=1)).exists()
    assert not selectors.received_not_billed(DAY + timedelta(days=1)).exists()


@pytest.mark.parametrize("method", ["average", "fifo"])
def test_an_order_of_1_5_or_50_lines_takes_the_same_statements(company, count_sql, method):
    products = make_trade(*(f"P{number}" for number in range(50)), method=method)

    def buy(count: int) -> None:
        order = confirmed(*(line(product, "2") for product in products[:count]))
        receive(order)
        bill(order, reference=f"F-{count}-{method}")

    buy(3)
    counts = [count_sql(lambda n=n: buy(n)) for n in (1, 5, 50)]

    assert len(set(counts)) == 1, counts
