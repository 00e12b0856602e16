"""Warehouses for tests."""

from typing import Any

from apps.warehouses.models import Location, Warehouse
from apps.warehouses.services import create_warehouse, save_location


def make_warehouse(code: str = "MAIN", **fields: Any) -> Warehouse:
    """Return the warehouse with this code, made when it is not there."""
    found = Warehouse.objects.filter(code=code).first()
    return found or create_warehouse(actor=None, code=code, **{"name": code.title(), **fields})


def stock_place(warehouse: Warehouse) -> Location:
    """Return the default location of a warehouse."""
    return warehouse.locations.get(is_default=True)


def make_location(warehouse: Warehouse, code: str = "SHELF", **fields: Any) -> Location:
    """Return a new location within the default one."""
    values = {"name": code.title(), "parent": stock_place(warehouse), **fields}
    return save_location(actor=None, document=Location(warehouse=warehouse, code=code, **values))


def sample_objects() -> dict[str, Any]:
    """Return one object of each kind that has screens, for the access sweep."""
    warehouse = make_warehouse()
    return {"warehouse": warehouse, "location": stock_place(warehouse)}
