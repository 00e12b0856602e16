"""Commands of warehouses: buildings, their locations, and the company's virtual places."""

from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from apps.access.models import User
from apps.access.permissions import allowed_ids
from apps.core import events
from apps.core.context import company_id
from apps.core.exceptions import BusinessError, InvalidInput, NotAllowed
from apps.warehouses.choices import PASSED, STAGING, LocationKind, LocationRole
from apps.warehouses.models import Location, Warehouse

VIRTUAL = {
    LocationKind.SUPPLIER: ("SUPPLIERS", "Suppliers"),
    LocationKind.CUSTOMER: ("CUSTOMERS", "Customers"),
    LocationKind.ADJUSTMENT: ("ADJUSTMENTS", "Adjustments"),
    LocationKind.SCRAP: ("SCRAP", "Scrap"),
    LocationKind.TRANSIT: ("TRANSIT", "In transit"),
}


class CodeTaken(InvalidInput):
    """Another warehouse or location has this code."""


class LocationCycle(InvalidInput):
    """A location would lie within itself, or in another warehouse's tree."""


class WrongRole(InvalidInput):
    """Another place of the warehouse is for that, or the place goods go to would be on hold."""


class WrongOwner(InvalidInput):
    """A place for goods on consignment belongs to a supplier, is no default one, and keeps its owner."""


class StillInStock(BusinessError):
    """Goods lie there, so it cannot be archived."""


@transaction.atomic
def create_warehouse(*, actor: User | None, code: str, name: str, **details: Any) -> Warehouse:
    """Make a warehouse with its first locations; the company's virtual places too if it has none."""
    return save_warehouse(actor=actor, document=Warehouse(code=code, name=name, **details))


@transaction.atomic
def save_warehouse(*, actor: User | None, document: Warehouse) -> Warehouse:
    """Store a warehouse; a new one gets the root of its tree and the location goods go to by default.

    One that delivers in steps gets the places goods pass on their way out, where it has none.

    Raises:
        CodeTaken: another warehouse has the code, or a place the code of one that is to be made.
        NotAllowed: the actor has no access to the warehouse.
    """
    is_new = document._state.adding
    if not is_new:
        require_access(actor, document.pk)
    if Warehouse.objects.filter(code=document.code).exclude(pk=document.pk).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    _store(document, actor)
    if is_new:
        ensure_virtual_locations(actor=actor)
        root = _store(Location(warehouse=document, code=document.code, name=document.name), actor)
        _store(
            Location(warehouse=document, parent=root, code="STOCK", name="Stock", is_default=True),
            actor,
        )
        events.publish("warehouses.warehouse_created", document)
    _make_passed_places(document, actor)
    return document


def _make_passed_places(warehouse: Warehouse, actor: User | None) -> None:
    """Make the places goods pass on their way out of a warehouse, where it has none."""
    wanted = PASSED[warehouse.delivery_steps]
    if not wanted:
        return
    places = {place.role: place for place in warehouse.locations.filter(role__in=wanted)}
    for role in wanted:
        code = role.upper()
        if role in places:
            if not places[role].is_active:
                places[role].is_active = True
                _store(places[role], actor)
            continue
        if warehouse.locations.filter(code=code).exists():
            raise CodeTaken(
                _("Say in the form of location %(code)s that it is used for %(use)s.")
                % {"code": code, "use": role.label},
                field="delivery_steps",
            )
        root = warehouse.locations.filter(parent=None).order_by("pk").first()
        _store(
            Location(warehouse=warehouse, parent=root, code=code, name=str(role.label), role=role),
            actor,
        )


@transaction.atomic
def ensure_virtual_locations(*, actor: User | None) -> None:
    """Make the company's virtual places that are not there yet: suppliers, customers, adjustments ..."""
    present = set(Location.objects.filter(warehouse=None).values_list("kind", flat=True))
    for kind, (code, name) in VIRTUAL.items():
        if kind not in present:
            _store(Location(code=code, name=name, kind=kind), actor)


@transaction.atomic
def save_location(*, actor: User | None, document: Location) -> Location:
    """Store a location of a warehouse; when it becomes the default one, the old default gives way.

    A new one with an owner is for goods that supplier leaves on consignment.

    Raises:
        CodeTaken: the warehouse has a location of that code.
        LocationCycle: its parent lies within it, or in another warehouse.
        WrongRole: another place is for that, the default place would be on hold or on the way out, or goods of the
            warehouse would leave through no place.
        WrongOwner: the owner is no supplier, would change, or the place is for something else too.
        StillInStock: it would be archived with goods in it.
        NotAllowed: the actor has no access to the warehouse.
    """
    assert document.warehouse_id is not None  # the virtual places have no form
    require_access(actor, document.warehouse_id)
    Warehouse.objects.select_for_update().get(
        pk=document.warehouse_id
    )  # one change of a tree at a time
    siblings = Location.objects.filter(warehouse_id=document.warehouse_id).exclude(pk=document.pk)
    if siblings.filter(code=document.code).exists():
        raise CodeTaken(
            _("Choose another code; %(code)s is taken.") % {"code": document.code}, field="code"
        )
    _require_tree(document)
    _settle_role(document, siblings)
    _require_passed(document)
    _settle_owner(document)
    if not document.is_active:
        _require_empty(document)
    if document.is_default:
        for other in siblings.filter(is_default=True):
            other.is_default = False
            _store(other, actor)
    return _store(document, actor)


@transaction.atomic
def archive_warehouse(*, actor: User | None, pk: UUID) -> Warehouse:
    """Take an empty warehouse out of use.

    Raises:
        StillInStock: goods lie in it.
        NotAllowed: the actor has no access to it.
    """
    require_access(actor, pk)
    warehouse = Warehouse.objects.select_for_update().get(pk=pk)
    for location in warehouse.locations.all():
        _require_empty(location)
    warehouse.is_active = False
    return _store(warehouse, actor)


def require_access(actor: User | None, *warehouse_ids: UUID | None) -> None:
    """Refuse unless ``actor`` may work in all of these warehouses; the system itself may in any.

    Raises:
        NotAllowed: one of them is closed to the actor.
    """
    if actor is None:
        return
    allowed = allowed_ids(actor, "warehouses.access_warehouse", Warehouse)
    if allowed is not None and not {pk for pk in warehouse_ids if pk} <= allowed:
        raise _no_access()


def require_access_to_one(actor: User | None, *warehouse_ids: UUID | None) -> None:
    """Refuse unless ``actor`` may work in one of these warehouses at least.

    Raises:
        NotAllowed: all of them are closed to the actor.
    """
    if actor is None:
        return
    allowed = allowed_ids(actor, "warehouses.access_warehouse", Warehouse)
    if allowed is not None and not {pk for pk in warehouse_ids if pk} & allowed:
        raise _no_access()


def _no_access() -> NotAllowed:
    return NotAllowed(
        _("To work in this warehouse, ask for access to it; it is open to others only.")
    )


def _settle_role(location: Location, siblings: models.QuerySet[Location]) -> None:
    """Put a place for inspection on hold; one of each use in a warehouse, and never the place goods go to."""
    if location.role != LocationRole.STORING and (
        taken := siblings.filter(role=location.role).first()
    ):
        raise WrongRole(
            _("Choose another use; %(location)s is the place for that already.")
            % {"location": taken},
            field="role",
        )
    if location.role == LocationRole.INSPECTION:
        location.is_held = True
    if location.role in STAGING and (location.is_held or location.is_default):
        raise WrongRole(
            _("Choose another place; goods leave through this one, so it is free and no default."),
            field="role",
        )
    if location.is_held and location.is_default:
        raise WrongRole(
            _("Let goods go elsewhere by default before this place is put on hold."),
            field="is_held",
        )


def _require_passed(location: Location) -> None:
    """Keep the places that goods of a warehouse which delivers in steps pass on their way out."""
    stored = Location.objects.filter(pk=location.pk).select_related("warehouse").first()
    if stored is None or stored.warehouse is None or stored.role not in STAGING:
        return
    stays = location.is_active and location.role == stored.role
    if not stays and stored.role in PASSED[stored.warehouse.delivery_steps]:
        raise WrongRole(
            _(
                "Let the warehouse deliver in fewer steps first; its goods leave through %(location)s."
            )
            % {"location": stored},
            field="role",
        )


def _settle_owner(location: Location) -> None:
    """Make a new place with an owner one for goods on consignment; an old one stays what it is."""
    if location._state.adding:
        location.kind = LocationKind.CONSIGNMENT if location.owner_id else LocationKind.STORAGE
    elif Location.objects.get(pk=location.pk).owner_id != location.owner_id:
        raise WrongOwner(
            _("Make a new location for goods of another owner; %(location)s keeps its own.")
            % {"location": location},
            field="owner",
        )
    if location.owner is None:
        return
    if not location.owner.is_supplier:
        raise WrongOwner(
            _("Choose a supplier; %(party)s is none.") % {"party": location.owner}, field="owner"
        )
    if location.is_default or location.is_held or location.role != LocationRole.STORING:
        raise WrongOwner(
            _(
                "Keep goods on consignment in a place of their own, neither on hold nor for"
                " inspection nor the default one."
            ),
            field="owner",
        )


def _require_tree(location: Location) -> None:
    above: Location | None = location.parent
    while above is not None:
        if above.pk == location.pk or above.warehouse_id != location.warehouse_id:
            raise LocationCycle(
                _("Choose a place of the same warehouse outside %(location)s itself.")
                % {"location": location},
                field="parent",
            )
        above = above.parent


def _require_empty(location: Location) -> None:
    on_hand = location.levels.aggregate(total=models.Sum("on_hand"))["total"]
    if on_hand:
        raise StillInStock(
            _("To archive %(location)s, move what lies there; %(quantity)s are on hand.")
            % {"location": location, "quantity": f"{on_hand.normalize():f}"}
        )


def _store(document: Any, actor: User | None) -> Any:
    document.company_id = company_id()
    document._history_user = actor
    document.save()
    return document
