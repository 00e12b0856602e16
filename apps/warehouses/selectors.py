"""Reads of warehouses: those a user may work in, their locations, the company's virtual places."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from apps.access.permissions import allowed_ids
from apps.core.exceptions import BusinessError
from apps.warehouses.choices import STOCKED, LocationRole
from apps.warehouses.models import Location, Warehouse

OPTIONS = 20


class NoLocation(BusinessError):
    """A place that goods should come from or go to is missing."""


def allowed_warehouses(user: Any) -> set[UUID] | None:
    """Return the ids of the warehouses ``user`` may work in; None means all, as for the system (no user)."""
    return None if user is None else allowed_ids(user, "warehouses.access_warehouse", Warehouse)


def visible_warehouses(user: Any) -> QuerySet[Warehouse]:
    """Return the warehouses ``user`` may work in."""
    allowed = allowed_warehouses(user)
    rows = Warehouse.objects.select_related("branch").order_by("code", "pk")
    rows = rows.annotate(location_count=Count("locations"))
    return rows if allowed is None else rows.filter(pk__in=allowed)


def visible_locations(user: Any) -> QuerySet[Location]:
    """Return the storage locations of those warehouses."""
    allowed = allowed_warehouses(user)
    rows = Location.objects.filter(warehouse__isnull=False)
    rows = rows.select_related("warehouse", "parent", "owner")
    rows = rows.order_by("warehouse__code", "code", "pk")
    return rows if allowed is None else rows.filter(warehouse_id__in=allowed)


def virtual_location(kind: str) -> Location:
    """Return the company's virtual place of ``kind``, such as where suppliers' goods come from.

    Raises:
        NoLocation: the company has no warehouse yet.
    """
    location = Location.objects.filter(warehouse=None, kind=kind).first()
    if location is None:
        raise NoLocation(
            f"To move goods, make a warehouse first; the company has no place for {kind}."
        )
    return location


def default_location(warehouse: UUID) -> Location:
    """Return where goods of a warehouse go unless said otherwise.

    Raises:
        NoLocation: no location of the warehouse is the default one.
    """
    location = Location.objects.filter(
        warehouse_id=warehouse, is_default=True, is_active=True
    ).first()
    if location is None:
        raise NoLocation("To move goods, say which location of the warehouse is the default one.")
    return location


def inspection_place(warehouse: UUID) -> Location | None:
    """Return where goods of a warehouse wait to be inspected."""
    return Location.objects.filter(
        warehouse_id=warehouse, role=LocationRole.INSPECTION, is_active=True
    ).first()


def staging_place(warehouse: UUID, role: str) -> Location:
    """Return where goods of a warehouse are packed, or leave from.

    Raises:
        NoLocation: the warehouse has no such place.
    """
    place = Location.objects.filter(warehouse_id=warehouse, role=role, is_active=True).first()
    if place is None:
        raise NoLocation(
            _("To bring goods on, say which location of the warehouse is for that: %(role)s.")
            % {"role": LocationRole(role).label}
        )
    return place


def places_of(warehouses: set[UUID]) -> list[Location]:
    """Return the virtual places of the company and the default locations of ``warehouses``, in one statement."""
    default = Q(warehouse_id__in=warehouses, is_default=True, is_active=True)
    return list(Location.objects.filter(Q(warehouse=None) | default).order_by())


def is_stocked(location: Location) -> bool:
    """Say whether goods there are the company's own."""
    return location.kind in STOCKED


@dataclass(frozen=True, slots=True)
class Branch:
    """A location with how deep it lies in its tree and how many products and units lie in it."""

    location: Location
    depth: int
    products: int
    on_hand: Decimal

    @property
    def indent(self) -> str:
        """Return what stands before the code, so that the tree is seen."""
        return "\u2003" * (self.depth - 1) + "\u2514 " if self.depth else ""


def location_tree(warehouse: Warehouse) -> list[Branch]:
    """Return the locations of a warehouse as its tree reads, each below the one it lies in."""
    rows = warehouse.locations.select_related("owner").annotate(
        products=Count("levels", filter=Q(levels__on_hand__gt=0)), lying=Sum("levels__on_hand")
    )
    below: dict[UUID | None, list[Any]] = defaultdict(list)
    for row in rows.order_by("code", "pk"):
        below[row.parent_id].append(row)
    tree: list[Branch] = []
    waiting = [(row, 0) for row in reversed(below[None])]
    while waiting:
        row, depth = waiting.pop()
        tree.append(Branch(row, depth, row.products, row.lying or Decimal(0)))
        waiting += [(child, depth + 1) for child in reversed(below[row.pk])]
    return tree


def location_options(user: Any, text: str) -> list[Location]:
    """Return at most 20 locations in use whose code, name or warehouse holds every word of ``text``."""
    rows = visible_locations(user).filter(is_active=True)
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(code__icontains=word) | Q(name__icontains=word) | Q(warehouse__code__icontains=word)
        )
    return list(rows[:OPTIONS])
