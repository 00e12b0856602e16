"""Goods on consignment stay their owner's, for plain SQL of the application's role and for many at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from apps.core.testing import in_threads
from apps.parties.models import Party
from apps.parties.tests.factories import make_party
from apps.products.models import Product
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Level, Move, StockDocument
from apps.stock.services import NegativeStock, NotOnConsignment
from apps.stock.tests.factories import (
    DAY,
    consign,
    consignment_place,
    draft_adjustment,
    draft_shipment,
    level,
    make_place,
    pool,
    receive,
    take_over,
)
from apps.warehouses.models import Location
from apps.warehouses.selectors import virtual_location
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

RESERVE = """
    INSERT INTO stock_reservation (id, company_id, product_id, location_id, quantity, origin_type, origin_id,
                                   origin_line_id, created_at)
    SELECT gen_random_uuid(), company_id, product_id, location_id, 1, 'x', gen_random_uuid(), gen_random_uuid(), now()
    FROM stock_level WHERE location_id = %s
"""
WRONG_PLACES = "goods that go from and to places of its kind"


@pytest.fixture
def row(company) -> Level:
    with transaction.atomic():
        make_place()
        return consign(make_product(), "10", make_party("Grower", is_supplier=True))


def other_owner() -> Party:
    return make_party("Other", is_supplier=True)


def receipt_of(party: Party | None, row: Level, source: Location, target: Location, **fields):
    """Store a draft receipt as no service would."""
    house = make_warehouse()
    draft = StockDocument.objects.create(
        company_id=house.company_id, kind="receipt", date=DAY, warehouse=house, party=party
    )
    draft.lines.create(
        company_id=house.company_id,
        product=row.product,
        from_location=source,
        to_location=target,
        quantity=1,
        stock_quantity=1,
        unit=row.product.unit,
        unit_cost=2,
        **fields,
    )
    return draft


def refused(draft: StockDocument, post=stock.post_receipt) -> None:
    """Post a draft past the services' checks, and see the database refuse it whole."""
    with pytest.raises(IntegrityError, match=WRONG_PLACES), transaction.atomic():
        post(actor=None, pk=draft.pk)
    assert not Move.objects.filter(document=draft).exists()


@pytest.mark.django_db
def test_nothing_on_consignment_is_promised_by_plain_sql(row):
    with pytest.raises(IntegrityError, match="belongs to a supplier"), transaction.atomic():
        connection.cursor().execute(RESERVE, [row.location_id])


@pytest.mark.django_db
def test_only_the_owners_receipts_touch_goods_on_consignment(row):
    outside = virtual_location("supplier")
    theirs, ours = row.location, stock_place(make_warehouse())
    owner, line = theirs.owner, "00000000-0000-7000-8000-000000000001"

    for party in (other_owner(), None):
        refused(receipt_of(party, row, outside, theirs))
        refused(receipt_of(party, row, theirs, outside))
        refused(receipt_of(party, row, theirs, ours, origin_line_id=line))
    refused(receipt_of(owner, row, theirs, ours))
    refused(receipt_of(owner, row, outside, theirs, origin_line_id=line))
    refused(receipt_of(owner, row, theirs, stock_place(make_warehouse("FAR")), origin_line_id=line))


@pytest.mark.django_db
def test_nothing_on_consignment_is_shipped_adjusted_or_moved_away(row):
    receive(row.product, "5", "2")
    shipment = draft_shipment([(row.product, "1")])
    shipment.lines.update(from_location=row.location)
    refused(shipment, stock.post_shipment)
    for change in ("1", "-1"):
        adjustment = draft_adjustment(row.product, change)
        field = "to_location" if change == "1" else "from_location"
        adjustment.lines.update(**{field: row.location})
        refused(adjustment, stock.post_adjustment)
    foreign = consignment_place(other_owner(), "FOREIGN")
    far = make_location(make_warehouse("FAR"), "THERE", owner=row.location.owner)
    for target in (foreign, far, stock_place(make_warehouse())):
        document = StockDocument.objects.create(
            company_id=foreign.company_id,
            kind="transfer",
            date=DAY,
            warehouse=make_warehouse(),
            to_warehouse=target.warehouse,
        )
        document.lines.create(
            company_id=foreign.company_id,
            product=row.product,
            from_location=row.location,
            to_location=target,
            quantity=1,
            stock_quantity=1,
            unit=row.product.unit,
        )
        refused(document, stock.post_transfer)


@pytest.mark.django_db
def test_goods_that_were_only_left_here_do_not_go_back_as_bought_ones(row):
    receive(row.product, "5", "2")
    deposit = StockDocument.objects.filter(party=row.location.owner).get().lines.get()
    ours = stock_place(make_warehouse())
    draft = receipt_of(
        row.location.owner, row, ours, virtual_location("supplier"), source_line=deposit
    )

    with pytest.raises(IntegrityError, match="No more goes back"), transaction.atomic():
        stock.post_receipt(actor=None, pk=draft.pk)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE warehouses_location SET owner_id = NULL WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET owner_id = (SELECT id FROM parties_party WHERE name = 'Other')"
        " WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET kind = 'storage', owner_id = NULL WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET is_default = true WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET is_held = true WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET role = 'inspection', is_held = true WHERE code = 'THEIRS'",
        "UPDATE warehouses_location SET owner_id = (SELECT id FROM parties_party WHERE name = 'Other')"
        " WHERE code = 'STOCK'",
    ],
)
def test_a_place_keeps_its_kind_and_owner_and_is_for_nothing_else(row, crime):
    other_owner()

    with pytest.raises(IntegrityError), transaction.atomic():
        connection.cursor().execute(crime)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "owner", "house"),
    [
        ("consignment", False, True),
        ("consignment", True, False),
        ("storage", True, True),
    ],
)
def test_a_place_has_an_owner_exactly_when_it_is_for_consignment(row, kind, owner, house):
    with pytest.raises(IntegrityError), transaction.atomic():
        Location.objects.create(
            company_id=row.company_id,
            code="NEW",
            name="New",
            kind=kind,
            owner=row.location.owner if owner else None,
            warehouse=make_warehouse() if house else None,
        )


@pytest.mark.django_db(transaction=True)
def test_many_who_take_over_and_send_back_at_once_move_what_there_is(row):
    with transaction.atomic():
        product = Product.objects.get()

    def draw():
        with transaction.atomic():
            try:
                return take_over(Level.objects.get(pk=row.pk), "3").number
            except NegativeStock:
                return None

    def give_back():
        with transaction.atomic():
            try:
                return stock.return_level(
                    actor=None, pk=row.pk, quantity=Decimal(3), reason="x"
                ).number
            except (NegativeStock, NotOnConsignment):
                return None

    answers = in_threads([draw, give_back] * 4, at_once=8)

    done = [answer for answer in answers if isinstance(answer, str)]
    assert len(done) == 3
    with transaction.atomic():
        assert level(product, row.location) == (1, 0)
        taken = Move.objects.filter(from_location=row.location, to_location__kind="storage").count()
        assert pool(product) == (3 * taken, 6 * taken)
