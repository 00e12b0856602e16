"""What the commands of sales do, and what they refuse without writing anything."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from apps.companies.selectors import MissingRate
from apps.core.exceptions import InvalidInput, StaleVersion, WrongStatus
from apps.core.ids import uuid7
from apps.core.models import Event
from apps.invoices import services as invoices
from apps.invoices.models import Invoice
from apps.invoices.tests.factories import make_rate, make_tax
from apps.parties.models import Party, PaymentTerm
from apps.parties.services import save_term
from apps.parties.tests.factories import make_party
from apps.products.models import Product
from apps.products.tests.factories import make_product, make_unit
from apps.sales import selectors, services
from apps.sales.models import SalesOrder, SalesOrderLine
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
from apps.stock.models import StockDocument
from apps.stock.tests.factories import level, receive


@pytest.fixture
def tea(company):
    """Return a product of which 100 are in stock at 6.00."""
    return make_shop("TEA")[0]


def names() -> list[str]:
    """Return the events of sales so far."""
    rows = Event.objects.filter(name__startswith="sales.").order_by("id")
    return [name.removeprefix("sales.order_") for name in rows.values_list("name", flat=True)]


def refused(error, call, match=None):
    """Expect ``call`` to be refused and to leave no trace."""
    before = (
        SalesOrderLine.objects.count(),
        StockDocument.objects.count(),
        Invoice.objects.count(),
    )
    statuses = sorted(SalesOrder.objects.values_list("pk", "status", "version"))
    with pytest.raises(error, match=match), transaction.atomic():
        call()
    after = (SalesOrderLine.objects.count(), StockDocument.objects.count(), Invoice.objects.count())
    assert after == before
    assert sorted(SalesOrder.objects.values_list("pk", "status", "version")) == statuses


def test_a_draft_is_priced_and_totalled_line_by_line(tea):
    vat = make_tax("20")
    order = draft(
        line(tea, "3", "9.995", tax=vat), line(tea, "2", "10.00", discount=Decimal("12.5")), freight=Decimal(5)
    )  # fmt: skip

    assert [row.net for row in order.lines.all()] == [Decimal("29.99"), Decimal("17.50")]
    assert (order.net, order.tax, order.total) == (
        Decimal("52.49"),
        Decimal("6.00"),
        Decimal("58.49"),
    )
    assert order.number == ""


def test_an_order_charges_no_tax_on_a_discount_its_invoice_charges_none_on(tea):
    term = save_term(
        actor=None,
        term=PaymentTerm(code="BE", name="2 % in 10 days", days=30, discount_percent=Decimal(2),
                         discount_days=10, discount_tax="invoiced"),
    )  # fmt: skip
    order = confirmed(line(tea, "100", tax=make_tax("21")), term=term)
    ship(order)

    assert (order.tax, order.total) == (Decimal("205.80"), Decimal("1205.80"))
    assert invoice(order).total == order.total


def test_a_box_of_nine_is_nine_pieces(tea):
    order = confirmed(line(tea, "2", "80", unit=make_unit("box", numerator=9)))

    assert [row.stock_quantity for row in order.lines.all()] == [18]
    assert level(tea) == (100, 18)


def test_an_order_in_dollars_keeps_the_rate_of_its_day(tea):
    make_rate("USD", "0.9")

    assert draft(line(tea, "1"), currency_id="USD").rate == Decimal("0.9")


def test_a_currency_without_a_rate_is_refused(tea):
    refused(MissingRate, lambda: draft(line(tea, "1"), currency_id="GBP"), "add an exchange rate")


def test_a_supplier_is_no_customer(tea):
    supplier = make_party("Comptoir", is_customer=False, is_supplier=True)

    refused(
        services.NotACustomer, lambda: draft(line(tea, "1"), party=supplier), "choose a customer"
    )


def test_an_archived_customer_is_refused(tea):
    party = make_party("Gone")
    Party.objects.filter(pk=party.pk).update(is_active=False)
    party.refresh_from_db()

    refused(services.NotACustomer, lambda: draft(line(tea, "1"), party=party))


def test_confirming_gives_a_number_and_reserves_what_there_is(tea):
    first, second = confirmed(line(tea, "70")), confirmed(line(tea, "70"))

    assert (first.number, second.number) == ("SO-2026-00001", "SO-2026-00002")
    assert [row.reserved for row in progress(first)] == [70]
    assert [row.reserved for row in progress(second)] == [30]
    assert level(tea) == (100, 100)
    assert names() == ["confirmed", "confirmed"]


def test_an_order_without_lines_is_not_confirmed(tea):
    order = draft()

    refused(services.NoLines, lambda: services.confirm_order(actor=None, pk=order.pk), "add a line")


def test_an_archived_product_is_not_confirmed(tea):
    order = draft(line(tea, "1"))
    Product.objects.filter(pk=tea.pk).update(is_active=False)

    refused(services.InactiveProduct, lambda: services.confirm_order(actor=None, pk=order.pk))
    assert level(tea) == (100, 0)


def test_an_order_is_confirmed_once(tea):
    order = confirmed(line(tea, "1"))

    refused(WrongStatus, lambda: services.confirm_order(actor=None, pk=order.pk))


def test_goods_that_come_later_are_reserved_on_request(tea):
    order = confirmed(line(tea, "120"))
    receive(tea, "50", "6.00")

    services.reserve_order(actor=None, pk=order.pk)

    assert [row.reserved for row in progress(order)] == [120]
    assert names() == ["confirmed", "reserved"]


def test_reserving_what_is_not_there_says_nothing_happened(tea):
    order = confirmed(line(tea, "120"))

    services.reserve_order(actor=None, pk=order.pk)

    assert names() == ["confirmed"]


def test_a_second_shipment_holds_only_what_the_first_draft_left(tea):
    order = confirmed(line(tea, "120"))
    services.ship_order(actor=None, pk=order.pk, on=DAY)
    receive(tea, "15", "6.00")
    services.reserve_order(actor=None, pk=order.pk)

    second = services.ship_order(actor=None, pk=order.pk, on=DAY)

    assert [row.quantity for row in second.lines.all()] == [15]


def test_nothing_is_shipped_before_it_is_reserved(company):
    (tea,) = make_shop("TEA", stock="0")
    order = confirmed(line(tea, "1"))

    refused(services.NothingToShip, lambda: services.ship_order(actor=None, pk=order.pk, on=DAY))


def test_nothing_is_shipped_twice(tea):
    order = confirmed(line(tea, "5"))
    ship(order)

    refused(services.NothingToShip, lambda: services.ship_order(actor=None, pk=order.pk, on=DAY))


def test_nothing_is_invoiced_before_it_left(tea):
    order = confirmed(line(tea, "5"))

    refused(
        services.NothingToInvoice, lambda: services.invoice_order(actor=None, pk=order.pk, on=DAY)
    )


def test_freight_is_on_the_first_invoice_only(tea):
    order = confirmed(line(tea, "120"), freight=Decimal("12.30"))
    ship(order)
    first = invoice(order)
    receive(tea, "20", "6.00")
    services.reserve_order(actor=None, pk=order.pk)
    ship(order)
    second = invoice(order)

    assert (first.total, second.total) == (Decimal("1012.30"), Decimal("200.00"))


def test_freight_is_asked_again_after_its_draft_invoice_was_cancelled(tea):
    order = confirmed(line(tea, "1"), freight=Decimal(7))
    ship(order)
    dropped = services.invoice_order(actor=None, pk=order.pk, on=DAY)
    invoices.cancel_invoice(actor=None, pk=dropped.pk)

    assert invoice(order).total == 17


def test_a_service_is_invoiced_without_a_shipment(tea):
    advice = make_product("ADVICE", kind="service")
    order = confirmed(line(tea, "2"), line(advice, "3", "50"))

    posted = invoice(order)

    assert posted.total == 150
    assert [row.to_ship for row in progress(order)] == [2, 0]


def test_a_credited_invoice_may_be_made_again(tea):
    order = confirmed(line(tea, "5"))
    ship(order)
    invoices.credit_invoice(actor=None, pk=invoice(order).pk, on=DAY, post=True)

    assert invoice(order).total == 50


def test_goods_taken_back_are_to_be_shipped_again(tea):
    order = confirmed(line(tea, "5"))
    shipment = ship(order)
    stock.reverse_shipment(actor=None, pk=shipment.pk, on=DAY)

    (row,) = progress(order)

    assert (row.shipped, row.to_ship) == (0, 5)


def test_closing_releases_the_rest_and_cancels_its_draft_shipment(tea):
    order = confirmed(line(tea, "30"))
    shipment = services.ship_order(actor=None, pk=order.pk, on=DAY)

    closed = services.close_order(actor=None, pk=order.pk)

    shipment.refresh_from_db()
    assert (closed.status, shipment.status) == ("closed", "cancelled")
    assert level(tea) == (100, 0)


def test_an_order_of_which_goods_left_is_closed_and_not_cancelled(tea):
    order = confirmed(line(tea, "5"))
    ship(order)

    refused(
        services.AlreadyShipped, lambda: services.cancel_order(actor=None, pk=order.pk), "close"
    )


def test_cancelling_releases_everything(tea):
    order = confirmed(line(tea, "5"))

    cancelled = services.cancel_order(actor=None, pk=order.pk)

    assert cancelled.status == "cancelled"
    assert level(tea) == (100, 0)


def test_a_draft_may_be_cancelled_and_keeps_no_number(tea):
    cancelled = services.cancel_order(actor=None, pk=draft(line(tea, "1")).pk)

    assert cancelled.number == ""


def test_a_stale_version_is_refused(tea):
    order = draft(line(tea, "1"))
    mine, theirs = SalesOrder.objects.get(pk=order.pk), SalesOrder.objects.get(pk=order.pk)
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


def test_a_line_may_be_removed(tea):
    order = draft(line(tea, "1"), line(tea, "2"))
    first, second = order.lines.all()

    services.save_order(actor=None, document=order, lines=[second], removed=[first.pk])

    assert order.total == 20
    assert [row.quantity for row in order.lines.all()] == [2]


@pytest.mark.parametrize("quantity", ["0", "-1", "NaN", "1e20", "Infinity"])
def test_quantities_that_are_none_are_refused(tea, quantity):
    refused(InvalidInput, lambda: draft(line(tea, quantity)), "quantity above zero")


@pytest.mark.parametrize("price", ["-0.01", "NaN", "1e13"])
def test_prices_that_are_none_are_refused(tea, price):
    refused(InvalidInput, lambda: draft(line(tea, "1", price)), "price of zero or more")


@pytest.mark.parametrize("discount", ["-1", "100.01", "NaN"])
def test_discounts_that_are_none_are_refused(tea, discount):
    refused(
        InvalidInput, lambda: draft(line(tea, "1", discount=Decimal(discount))), "between 0 and"
    )


def test_an_order_larger_than_the_books_hold_is_refused(tea):
    refused(InvalidInput, lambda: draft(line(tea, "1e9", "1e9")), "Lower the quantities")


def test_what_left_and_is_not_invoiced_is_found_at_the_end_of_the_month(tea):
    order = confirmed(line(tea, "5"))
    ship(order)
    assert list(selectors.shipped_not_invoiced(DAY)) == [order]
    assert not selectors.shipped_not_invoiced(DAY - timedelta(days=1)).exists()

    invoice(order, DAY + timedelta(days=1))

    assert list(selectors.shipped_not_invoiced(DAY)) == [order]
    assert not selectors.shipped_not_invoiced(DAY + timedelta(days=1)).exists()


def test_each_kind_of_open_work_finds_its_orders(tea):
    shipped = confirmed(line(tea, "10"))
    ship(shipped)
    ready = confirmed(line(tea, "80"))
    waiting = confirmed(line(tea, "20"))
    draft(line(tea, "1"))

    def found(condition):
        return set(SalesOrder.objects.filter(condition))

    assert found(selectors.to_ship()) == {ready, waiting}
    assert found(selectors.waiting_for_stock()) == {waiting}
    assert found(selectors.to_invoice()) == {shipped}


def test_nobody_confirms_what_is_not_there(tea):
    refused(SalesOrder.DoesNotExist, lambda: services.confirm_order(actor=None, pk=uuid7()))
