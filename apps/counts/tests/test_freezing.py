"""A sheet may freeze its places: nothing else moves there until it is finished, whoever tries."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from apps.core.refusals import refusal_of
from apps.counts import services as counts
from apps.counts.models import CountSheet, FrozenPlace
from apps.counts.tests.factories import count, goods, make_sheet, post, tolerate
from apps.stock.tests.factories import level, receive, ship, transfer
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place

pytestmark = pytest.mark.django_db


def refused(call):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        call()
    return str(refusal_of(caught.value))


def test_goods_of_a_frozen_place_do_not_move_and_others_do(company):
    tea = goods()
    shelf = make_location(make_warehouse(), "SHELF")
    transfer(tea, "4", shelf)
    sheet = make_sheet(location=shelf, freezes=True, name="Shelf")

    assert refused(lambda: transfer(tea, "1", stock_place(make_warehouse()), source=shelf)) == (
        "To move goods from or to SHELF, finish count sheet Shelf first; it froze the place."
    )
    assert "Shelf" in refused(lambda: transfer(tea, "1", shelf))
    ship(tea, "1")
    counts.cancel_sheet(actor=None, pk=sheet.pk)
    transfer(tea, "1", shelf)

    assert level(tea, shelf) == (5, 0)


def test_the_sheet_itself_corrects_what_it_froze_and_sets_it_free(company):
    tolerate()
    tea = goods()
    sheet = make_sheet(freezes=True)
    count(sheet, tea, "7")

    post(sheet)
    ship(tea, "1")

    assert level(tea) == (6, 0)
    assert not FrozenPlace.objects.exists()


def test_a_frozen_place_freezes_all_that_lies_within_it(company):
    tea = goods()
    shelf = make_location(make_warehouse(), "SHELF")
    inner = make_location(make_warehouse(), "INNER", parent=shelf)
    transfer(tea, "4", inner)

    make_sheet(location=shelf, freezes=True, name="Shelf")

    assert "INNER" in refused(lambda: transfer(tea, "1", inner))


def test_a_frozen_place_is_counted_by_nobody_else(company):
    tea, jam = goods("TEA"), goods("JAM")
    first = make_sheet(products=[tea.pk], name="First")
    make_sheet(products=[jam.pk], freezes=True, name="Second")

    said = "To count here, finish count sheet Second first; it froze the place."
    assert refused(lambda: count(first, tea, "10")) == said
    counts.cancel_sheet(actor=None, pk=first.pk)
    assert refused(make_sheet) == said
    assert refused(lambda: make_sheet(freezes=True)) == said


def test_nothing_is_received_into_a_frozen_place(company):
    tea = goods()
    make_sheet(freezes=True, name="All")

    assert "All" in refused(lambda: receive(tea, "1", "2.00"))


def test_what_is_frozen_is_written_by_triggers_alone(company):
    goods()
    sheet = make_sheet(freezes=True)

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        FrozenPlace.objects.filter(sheet=sheet).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        CountSheet.objects.filter(pk=sheet.pk).update(freezes=False)


def test_a_sheet_that_freezes_costs_others_no_statement(company):
    tea, jam = goods("TEA"), goods("JAM")
    far = make_location(make_warehouse(), "FAR")
    transfer(jam, "5", far)
    with CaptureQueriesContext(
        connection,
    ) as before:
        ship(tea, "1")
    make_sheet(location=far, freezes=True)
    with CaptureQueriesContext(connection) as after:
        ship(tea, "1")

    assert len(after) == len(before)
