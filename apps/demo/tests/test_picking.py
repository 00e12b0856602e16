"""The demonstration's wave: of the oldest drafts, once."""

import pytest

from apps.demo.picking import leave_wave
from apps.picking.models import Wave
from apps.picking.tests.factories import goods, lines, promised
from apps.sales.tests.factories import confirmed, line, make_shop
from apps.stock.tests.factories import DAY, make_place


@pytest.mark.django_db
def test_a_wave_of_the_oldest_shipments_is_left_once(company, user_in):
    make_place()
    tea = goods()
    shipments = [promised((tea, "1")) for _ in range(4)]
    owner = user_in("owner")

    leave_wave(company, owner, DAY)
    leave_wave(company, owner, DAY)

    taken = {line.shipment for line in lines(Wave.objects.get())}
    assert taken == set(shipments[:3])


@pytest.mark.django_db
def test_where_no_shipment_is_drafted_the_oldest_orders_are(company, user_in):
    [tea] = make_shop("TEA", stock="3")
    orders = [confirmed(line(tea, "1")) for _ in range(4)]

    leave_wave(company, user_in("owner"), DAY)

    taken = {row.shipment.origin_id for row in lines(Wave.objects.get())}
    assert taken == {order.pk for order in orders[:3]}


@pytest.mark.django_db
def test_where_nothing_is_to_be_shipped_no_wave_is_left(company, user_in):
    leave_wave(company, user_in("owner"), DAY)

    assert not Wave.objects.exists()
