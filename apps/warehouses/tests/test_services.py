"""Warehouses and locations: the tree, the virtual places, who works where."""

import pytest
from guardian.shortcuts import assign_perm

from apps.core.exceptions import NotAllowed
from apps.products.tests.factories import make_product
from apps.stock.tests.factories import make_place, receive
from apps.warehouses import services
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.selectors import (
    location_options,
    location_tree,
    virtual_location,
    visible_warehouses,
)
from apps.warehouses.services import CodeTaken, LocationCycle, StillInStock
from apps.warehouses.tests.factories import make_location, make_warehouse, stock_place


@pytest.fixture(autouse=True)
def _company(company):
    pass


def test_a_warehouse_begins_with_a_root_and_a_default_place_in_it():
    tree = location_tree(make_warehouse())

    assert [
        (branch.location.code, branch.depth, branch.location.is_default) for branch in tree
    ] == [
        ("MAIN", 0, False),
        ("STOCK", 1, True),
    ]


def test_the_virtual_places_are_made_once_for_the_company():
    make_warehouse()
    make_warehouse("SECOND")

    kinds = sorted(Location.objects.filter(warehouse=None).values_list("kind", flat=True))

    assert kinds == sorted(set(LocationKind.values) - {"storage", "consignment"})
    assert virtual_location(LocationKind.SUPPLIER).warehouse is None


def test_two_places_of_a_warehouse_do_not_share_a_code():
    warehouse = make_warehouse()
    make_location(warehouse)

    with pytest.raises(CodeTaken):
        make_location(warehouse)


def test_a_place_is_not_within_itself():
    warehouse = make_warehouse()
    shelf = make_location(warehouse)
    shelf.parent = make_location(warehouse, "BIN", parent=shelf)

    with pytest.raises(LocationCycle, match="outside"):
        services.save_location(actor=None, document=shelf)


def test_a_new_default_place_takes_over_from_the_old_one():
    warehouse = make_warehouse()
    shelf = make_location(warehouse, is_default=True)

    assert stock_place(warehouse) == shelf


def test_a_warehouse_with_goods_is_not_archived():
    warehouse = make_place()
    receive(make_product(), "2", "1")

    with pytest.raises(StillInStock, match="2 are on hand"):
        services.archive_warehouse(actor=None, pk=warehouse.pk)
    place = stock_place(warehouse)
    place.is_active = False
    with pytest.raises(StillInStock):
        services.save_location(actor=None, document=place)


def test_a_manager_sees_and_changes_the_warehouses_granted_and_no_other(user_in):
    mine, theirs = make_warehouse(), make_warehouse("AWAY")
    user = user_in("warehouse_manager")
    assign_perm("warehouses.access_warehouse", user, mine)

    assert list(visible_warehouses(user)) == [mine]
    assert {place.warehouse for place in location_options(user, "stock")} == {mine}
    with pytest.raises(NotAllowed):
        services.save_warehouse(actor=user, document=theirs)
    with pytest.raises(NotAllowed):
        services.save_location(actor=user, document=stock_place(theirs))


def test_a_seller_sees_every_warehouse(user_in):
    houses = [make_warehouse("AWAY"), make_warehouse()]

    assert list(visible_warehouses(user_in("salesperson"))) == houses
