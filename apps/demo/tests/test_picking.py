"""The demonstration's wave: of the oldest drafts, once."""

import pytest

from apps.demo.picking import leave_wave
from apps.picking.models import Wave
from apps.picking.tests.factories import goods, lines, promised
from apps.stock.tests.factories import make_place


@pytest.mark.django_db
def test_a_wave_of_the_oldest_shipments_is_left_once(company, user_in):
    make_place()
    tea = goods()
    shipments = [promised((tea, "1")) for _ in range(4)]
    owner = user_in("owner")

    leave_wave(company, owner)
    leave_wave(company, owner)

    taken = {line.shipment for line in lines(Wave.objects.get())}
    assert taken == set(shipments[:3])


@pytest.mark.django_db
def test_where_nothing_is_to_be_shipped_no_wave_is_left(company, user_in):
    leave_wave(company, user_in("owner"))

    assert not Wave.objects.exists()
