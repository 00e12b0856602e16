"""What is on its way is kept by the database, for plain SQL of the application's role and for many at once."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from apps.core.retry import retry_tx
from apps.core.testing import in_threads
from apps.products.tests.factories import make_product
from apps.stock import services as stock
from apps.stock.models import Level, StockDocument, TransitLine
from apps.stock.services import MoreThanSent, NothingOnTheWay
from apps.stock.tests.factories import DAY, level, make_place, receive, send, two_steps
from apps.warehouses.tests.factories import make_warehouse, stock_place


@pytest.fixture
def shop(company):
    with transaction.atomic():
        make_place()
        return two_steps(make_warehouse("SHOP"))


def sent_tea(shop, quantity: str = "10") -> StockDocument:
    tea = make_product()
    receive(tea, quantity, "2")
    return send(tea, quantity, shop)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "crime",
    [
        "UPDATE stock_transitline SET open_quantity = 0",
        "DELETE FROM stock_transitline",
        "INSERT INTO stock_transitline SELECT * FROM stock_transitline",
    ],
)
def test_nobody_writes_what_is_on_its_way(shop, crime):
    sent_tea(shop)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        connection.cursor().execute(crime)


@pytest.mark.django_db
@pytest.mark.parametrize("named", [False, True])
def test_goods_leave_the_way_for_one_of_its_two_warehouses_by_the_line_that_sent_them(shop, named):
    sent = sent_tea(shop)
    source = sent.lines.get()
    house = make_warehouse("THIRD") if named else shop
    draft = StockDocument.objects.create(
        company_id=sent.company_id, kind="transfer", date=DAY, warehouse=house, to_warehouse=house
    )
    draft.lines.create(
        company_id=sent.company_id,
        product=source.product,
        from_location=source.to_location,
        to_location=stock_place(house),
        quantity=1,
        stock_quantity=1,
        unit=source.unit,
        source_line=source if named else None,
    )

    with pytest.raises(IntegrityError, match="name that line"), transaction.atomic():
        stock.post_transfer(actor=None, pk=draft.pk)

    assert TransitLine.objects.get().open_quantity == 10


@pytest.mark.django_db(transaction=True)
def test_many_who_receive_at_once_take_in_no_more_than_was_sent(shop):
    with transaction.atomic():
        sent = sent_tea(shop)
        line = sent.lines.get()
    take = retry_tx(
        lambda: (
            stock.receive_transfer(
                actor=None, pk=sent.pk, on=DAY, quantities={line.pk: Decimal(3)}
            ).number
        )
    )

    answers = in_threads([take] * 8, at_once=8)

    assert sum(isinstance(answer, str) for answer in answers) == 3
    assert sum(isinstance(answer, MoreThanSent) for answer in answers) == 5
    with transaction.atomic():
        assert TransitLine.objects.get(line=line).open_quantity == 1
        assert level(line.product, stock_place(shop)) == (9, 0)


@pytest.mark.django_db(transaction=True)
def test_received_and_sent_back_at_once_goods_are_in_one_place(shop):
    with transaction.atomic():
        sent = sent_tea(shop)
    receive_it = retry_tx(lambda: stock.receive_transfer(actor=None, pk=sent.pk, on=DAY))
    return_it = retry_tx(lambda: stock.return_transfer(actor=None, pk=sent.pk, on=DAY))

    answers = in_threads([receive_it, return_it] * 4, at_once=8)

    assert sum(isinstance(answer, NothingOnTheWay) for answer in answers) == 7
    with transaction.atomic():
        rows = Level.objects.filter(product=sent.lines.get().product, on_hand__gt=0)
        assert [row.on_hand for row in rows] == [10]
        assert rows.get().location.kind == "storage"
