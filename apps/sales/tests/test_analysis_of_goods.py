"""What an order line is analysed by goes on to what its goods cost, when they leave and when they come in."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from apps.invoices import services as invoices
from apps.ledger.models import DimensionValue, EntryLine
from apps.ledger.services import DimensionNotInUse, DimensionRequired
from apps.ledger.tests.factories import by, check_deferred_rules, dimension, rule, value_of
from apps.parties.models import Party
from apps.products.models import Category
from apps.products.order_lines import OrderLineDraft
from apps.purchasing.tests import factories as buying
from apps.sales import services as sales
from apps.sales.models import SalesOrder, SalesOrderLine
from apps.sales.tests.factories import DAY, customer, draft, line, make_shop, ship
from apps.stock import services as stock
from apps.stock.models import StockDocument, StockDocumentLine
from apps.stock.tests.factories import adjust

STOCK, COST, UNBILLED, VARIANCE = "3700", "6030", "4080", "6031"


@pytest.fixture
def shop(company):
    return make_shop("CHAI", "CHANG")


@pytest.fixture
def centres(shop):
    return dimension("CC", "NORTH", "SOUTH")


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ordered(shop, *codes: str) -> SalesOrder:
    """Return a confirmed order with a line of 2 for each centre."""
    order = draft(*(line(product, "2") for product, _code in zip(shop, codes, strict=True)))
    for row, code in zip(order.lines.order_by("position"), codes, strict=True):
        row.dimensions = by(code) if code else {}
        row.save(update_fields=["dimensions"])
    return sales.confirm_order(actor=None, pk=order.pk)


def analysed(entry, code: str) -> dict[str, Decimal]:
    """Return what an entry debits to an account, by centre."""
    rows = EntryLine.objects.filter(entry=entry, account__code=code)
    names = {str(row.pk): row.code for row in DimensionValue.objects.all()}
    sums: dict[str, Decimal] = {}
    for row in rows:
        centre = " ".join(names[value] for value in row.dimensions.values())
        sums[centre] = sums.get(centre, Decimal(0)) + row.debit - row.credit
    return sums


def test_what_goods_cost_follows_the_centre_of_their_order_line_and_stock_does_not(shop, centres):
    shipment = ship(ordered(shop, "NORTH", "SOUTH"))

    assert analysed(shipment.entry, COST) == {"NORTH": 12, "SOUTH": 12}
    assert analysed(shipment.entry, STOCK) == {"": -24}


def test_a_cost_account_that_needs_a_centre_does_not_stop_an_order_that_has_one(shop, centres):
    rule(centres, "required", COST)

    shipment = ship(ordered(shop, "NORTH", "SOUTH"))

    check_deferred_rules()
    assert analysed(shipment.entry, COST) == {"NORTH": 12, "SOUTH": 12}
    with pytest.raises(DimensionRequired, match=f"On account {COST}, choose a value for Cc"):
        ship(ordered(shop, "NORTH", ""))


def test_a_stock_account_takes_a_centre_where_it_needs_one(shop, centres):
    rule(centres, "required", STOCK)

    shipment = ship(ordered(shop, "NORTH", "NORTH"))

    assert analysed(shipment.entry, STOCK) == {"NORTH": -24}


def test_a_cost_account_that_takes_no_centre_does_not_stop_the_shipment(shop, centres):
    rule(centres, "forbidden", COST)

    shipment = ship(ordered(shop, "NORTH", "SOUTH"))

    check_deferred_rules()
    assert analysed(shipment.entry, COST) == {"": 24}


def test_a_centre_out_of_use_is_left_out_unless_it_is_needed(shop, centres):
    order, needy = ordered(shop, "NORTH", "SOUTH"), ordered(shop, "NORTH", "SOUTH")
    DimensionValue.objects.filter(code="NORTH").update(valid_to=date(DAY.year, 1, 1))

    assert analysed(ship(order).entry, COST) == {"": 12, "SOUTH": 12}
    rule(centres, "required", COST)
    with pytest.raises(DimensionNotInUse, match="choose another value than NORTH"):
        ship(needy)


def test_a_backorder_and_a_reversal_keep_the_centre(shop, centres):
    order = ordered(shop, "NORTH", "SOUTH")
    drafted = sales.ship_order(actor=None, pk=order.pk, on=DAY)
    halves = {row.pk: Decimal(1) for row in drafted.lines.all()}
    first = stock.post_shipment(actor=None, pk=drafted.pk, quantities=halves)
    rest = StockDocument.objects.get(backorder_of=first)

    second = stock.post_shipment(actor=None, pk=rest.pk)
    back = stock.reverse_shipment(actor=None, pk=first.pk, on=DAY)

    assert analysed(second.entry, COST) == {"NORTH": 6, "SOUTH": 6}
    assert analysed(back.entry, COST) == {"NORTH": -6, "SOUTH": -6}


def bought(product):
    """Return the receipt and the dearer bill of an order for NORTH, of which 4 of 10 are gone."""
    order = buying.draft(buying.line(product, "10", "5.00"))
    order.lines.update(dimensions=by("NORTH"))
    order = buying.purchasing.confirm_order(actor=None, pk=order.pk)
    receipt = buying.receive(order)
    adjust(product, "-4")
    bill = buying.purchasing.bill_order(actor=None, pk=order.pk, on=buying.DAY, reference="F-1")
    [row] = bill.lines.select_related("product__category", "unit", "tax", "account")
    row.unit_price = Decimal("6.00")
    return receipt, invoices.save_draft(actor=None, document=bill, lines=[row])


def test_goods_received_and_not_invoiced_return_to_zero_in_each_centre(company):
    [product] = buying.make_trade("TEA")
    rule(dimension("CC", "NORTH"), "required", COST)
    receipt, bill = bought(product)

    posted = invoices.post_invoice(actor=None, pk=bill.pk)

    check_deferred_rules()
    assert analysed(receipt.entry, UNBILLED) == {"NORTH": -50}
    assert analysed(posted.entry, UNBILLED) == {"NORTH": 50}
    late = EntryLine.objects.filter(entry__source_id=bill.pk, entry__kind="cost")
    assert {(row.account.code, bool(row.dimensions)): row.debit - row.credit for row in late} == {
        (STOCK, False): 6, (COST, True): 4, (VARIANCE, True): -10,
    }  # fmt: skip


@pytest.mark.parametrize("code", [UNBILLED, VARIANCE])
def test_a_bill_of_goods_received_leaves_a_centre_its_account_does_not_take(company, code):
    [product] = buying.make_trade("TEA")
    rule(dimension("CC", "NORTH"), "forbidden", code)
    receipt, bill = bought(product)

    posted = invoices.post_invoice(actor=None, pk=bill.pk)

    kept = "" if code == UNBILLED else "NORTH"
    assert analysed(receipt.entry, UNBILLED) == {kept: -50}
    assert analysed(posted.entry, UNBILLED) == {kept: 50}
    assert analysed(posted.entry, VARIANCE) == {"" if code == VARIANCE else "NORTH": 10}


def usual(party: str = "", category: str = "") -> None:
    Party.objects.update(dimensions=by(party) if party else {})
    Category.objects.update(dimensions=by(category) if category else {})


def dimensions_of(order) -> list[dict[str, str]]:
    return [row.dimensions for row in order.lines.order_by("position")]


def test_new_lines_take_what_category_else_party_say_and_their_own_wins(shop, centres):
    drafts = [line(product, "1") for product in shop]
    order = draft(*drafts)
    assert dimensions_of(order) == [{}, {}]

    usual(party="NORTH")
    party = Party.objects.get(pk=order.party_id)
    assert dimensions_of(draft(*drafts, party=party)) == [by("NORTH")] * 2

    usual(party="NORTH", category="SOUTH")
    fresh = [line(type(product).objects.get(pk=product.pk), "1") for product in shop]
    assert dimensions_of(draft(*fresh, party=party)) == [by("SOUTH")] * 2

    own = SalesOrderLine(**fresh[0].values(), dimensions=by("NORTH"))
    mixed = SalesOrder(party=party, date=DAY, warehouse=order.warehouse, currency_id="EUR")
    sales.save_order(actor=None, document=mixed, lines=[own])
    assert dimensions_of(mixed) == [by("NORTH")]


def test_what_a_user_takes_away_from_a_stored_line_stays_away(shop, centres):
    usual(party="NORTH")
    order = draft(line(shop[0], "1"))
    [row] = order.lines.all()
    row.dimensions = {}

    sales.save_order(actor=None, document=SalesOrder.objects.get(pk=order.pk), lines=[row])

    assert dimensions_of(order) == [{}]
    sales.confirm_order(actor=None, pk=order.pk)
    ship(order)
    invoice = sales.invoice_order(actor=None, pk=order.pk, on=DAY)
    assert [row.dimensions for row in invoice.lines.all()] == [{}]


def test_defaults_cost_as_many_statements_for_five_lines_as_for_one(shop, centres, count_sql):
    usual(party="NORTH", category="SOUTH")
    products = [
        row.product
        for row in draft(*(line(p, "1") for p in shop)).lines.select_related("product__unit")
    ]

    def save(count: int) -> None:
        drafts = [OrderLineDraft(products[0], Decimal(1), products[0].unit, Decimal(1))] * count
        draft(*drafts)

    save(1)
    assert count_sql(lambda: save(5)) == count_sql(lambda: save(1))


def test_party_and_category_are_given_their_dimensions_on_a_screen(shop, centres, user_in):
    client = client_of(user_in("owner"))
    party, category = (
        customer(),
        Category.objects.first(),
    )
    key = f"dimensions__{centres.pk}"
    address = reverse("ledger:party_dimensions", args=[party.pk])
    assert address in client.get(reverse("parties:party_detail", args=[party.pk])).content.decode()

    answer = client.post(address, {key: value_of("NORTH").pk, "version": party.version})
    assert answer.status_code == 302
    page = client.get(reverse("products:category_edit", args=[category.pk]))
    form = {
        name: value for name, value in page.context["form"].initial.items() if value is not None
    }
    answer = client.post(
        reverse("products:category_edit", args=[category.pk]), {**form, key: value_of("SOUTH").pk}
    )

    assert answer.status_code == 302
    party.refresh_from_db()
    category.refresh_from_db()
    assert (party.dimensions, category.dimensions) == (by("NORTH"), by("SOUTH"))
    assert client.post(address, {key: "", "version": party.version - 1}).status_code == 409


def test_the_analysis_of_a_party_has_nothing_to_save_while_there_is_no_dimension(shop, user_in):
    client, address = (
        client_of(user_in("owner")),
        reverse("ledger:party_dimensions", args=[customer().pk]),
    )

    page = client.get(address).content.decode()
    assert "There is no dimension yet." in page
    assert ">Save</button>" not in page

    dimension("CC", "NORTH")
    assert ">Save</button>" in client.get(address).content.decode()


def test_a_shipment_can_be_given_another_centre_by_hand(shop, centres, user_in):
    order = ordered(shop, "NORTH", "SOUTH")
    drafted = sales.ship_order(actor=None, pk=order.pk, on=DAY)

    page = client_of(user_in("owner")).get(reverse("stock:shipment_edit", args=[drafted.pk]))

    assert f"dimensions__{centres.pk}" in page.content.decode()


def test_the_page_of_a_shipment_says_what_its_lines_are_analysed_by(shop, centres, user_in):
    shipment = ship(ordered(shop, "NORTH", ""))

    page = client_of(user_in("owner")).get(shipment.get_absolute_url())

    assert [line.analysis for line in page.context["document_lines"]] == ["NORTH NORTH", ""]
    assert "NORTH NORTH" in page.content.decode()


@pytest.mark.parametrize("model", [Party, Category, StockDocumentLine])
def test_the_database_refuses_a_value_under_another_dimension(shop, centres, model):
    other = dimension("PRJ", "ALPHA")
    sales.ship_order(actor=None, pk=ordered(shop, "NORTH", "SOUTH").pk, on=DAY)
    row = model.objects.order_by("-pk").first()

    with pytest.raises(IntegrityError, match="dimensions"), transaction.atomic():
        model.objects.filter(pk=row.pk).update(dimensions={str(other.pk): by("NORTH").popitem()[1]})

    row.refresh_from_db()
    assert row.dimensions in ({}, by("NORTH"), by("SOUTH"))
