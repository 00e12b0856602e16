"""Reads of picking: waves of the warehouses a user may work in, what waits for one, the way through a wave."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.picking.choices import LIVE
from apps.picking.models import PickLine, PutawayRule, Wave
from apps.stock.choices import DocumentStatus
from apps.stock.models import Level, Reservation, StockDocument, StockDocumentLine
from apps.stock.selectors import QUANTITY, draft_shipments
from apps.warehouses.choices import STAGING, DeliverySteps, LocationKind, LocationRole
from apps.warehouses.selectors import allowed_warehouses

WAY = ("location__pick_order", "location__code", "product__sku", "pk")


def visible_waves(user: Any) -> QuerySet[Wave]:
    """Return the waves of the warehouses ``user`` may work in, newest first."""
    rows = Wave.objects.filter(company_id=company_id()).select_related("warehouse", "created_by")
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(warehouse_id__in=allowed)
    settled = Q(lines__is_short=True) | Q(lines__picked__gte=F("lines__quantity"))
    rows = rows.annotate(
        line_count=Count("lines"),
        shipment_count=Count("lines__shipment", distinct=True),
        settled_count=Count("lines", filter=settled),
    )
    return rows.order_by("-pk")


def live_waves(user: Any) -> QuerySet[Wave]:
    """Return the waves that wait to be picked where ``user`` may work."""
    return visible_waves(user).filter(status__in=LIVE)


def visible_shippable(user: Any) -> QuerySet[StockDocument]:
    """Return the draft shipments that are in no wave to be picked, with how many lines they have; the oldest first.

    Those whose goods lie where they leave from already are not picked.
    """
    taken = PickLine.objects.filter(shipment_id=OuterRef("pk"), wave__status__in=LIVE)
    shelved = StockDocumentLine.objects.filter(document_id=OuterRef("pk")).exclude(
        from_location__role__in=STAGING
    )
    rows = draft_shipments(user).filter(~Exists(taken), Exists(shelved))
    return rows.annotate(line_count=Count("lines")).filter(line_count__gt=0).order_by("date", "pk")


def in_live_waves(shipments: Collection[UUID]) -> set[UUID]:
    """Return those of the shipments that are in a wave to be picked."""
    taken = PickLine.objects.filter(shipment_id__in=shipments, wave__status__in=LIVE)
    return set(taken.values_list("shipment_id", flat=True))


def to_ship(user: Any) -> QuerySet[StockDocument]:
    """Return the draft shipments with goods that wait to leave from the place for output, the oldest first."""
    picked = PickLine.objects.filter(
        shipment_id=OuterRef("pk"), wave__status__in=LIVE, brought__isnull=True
    )
    rows = _at(user, LocationRole.OUTPUT)
    return rows.filter(~Exists(_lines_in(LocationRole.PACKING)), ~Exists(picked))


def to_pack(user: Any) -> QuerySet[StockDocument]:
    """Return the draft shipments with goods that lie where they are packed, the oldest first."""
    return _at(user, LocationRole.PACKING)


def _at(user: Any, role: str) -> QuerySet[StockDocument]:
    """Return the draft shipments with lines in places of a role, with how many of all their lines these are."""
    here = Q(lines__from_location__role=role)
    rows = draft_shipments(user).filter(Exists(_lines_in(role)))
    rows = rows.annotate(
        line_count=Count("lines", distinct=True), here_count=Count("lines", filter=here)
    )
    return rows.order_by("date", "pk")


def _lines_in(role: str) -> QuerySet[StockDocumentLine]:
    return StockDocumentLine.objects.filter(document_id=OuterRef("pk"), from_location__role=role)


def to_put_back(user: Any) -> QuerySet[Level]:
    """Return what lies free on the way out and no draft shipment takes: it goes back to a shelf."""
    drafted = StockDocumentLine.objects.alias(
        lot_or_place=Coalesce("lot_id", "from_location_id"),
        promised=Exists(
            Reservation.objects.filter(
                origin_line_id=OuterRef("origin_line_id"), location_id=OuterRef("from_location_id")
            )
        ),
    ).filter(
        product_id=OuterRef("product_id"),
        from_location_id=OuterRef("location_id"),
        lot_or_place=Coalesce(OuterRef("lot_id"), OuterRef("location_id")),
        document__status=DocumentStatus.DRAFT,
        promised=False,
    )
    taken = drafted.order_by().values("product_id").annotate(n=Sum("stock_quantity")).values("n")
    free = (
        F("on_hand") - F("reserved") - Coalesce(Subquery(taken), Value(ZERO), output_field=QUANTITY)
    )
    rows = Level.objects.filter(
        company_id=company_id(), location__role__in=STAGING, on_hand__gt=F("reserved")
    ).annotate(free=free)
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(location__warehouse_id__in=allowed)
    rows = rows.filter(free__gt=0).select_related(
        "product__unit", "product__category", "location__warehouse", "lot"
    )
    return rows.order_by("since", "pk")


def visible_rules(user: Any) -> QuerySet[PutawayRule]:
    """Return the put-away rules of the warehouses ``user`` may work in."""
    rows = PutawayRule.objects.filter(company_id=company_id()).select_related(
        "location__warehouse", "product", "category"
    )
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(location__warehouse_id__in=allowed)
    return rows.order_by("location__warehouse__code", "sequence", "location__code", "pk")


def lines_of(wave: UUID) -> QuerySet[PickLine]:
    """Return the lines of a wave in the order of the way through the warehouse."""
    rows = PickLine.objects.filter(wave_id=wave).select_related(
        "product__unit", "location", "lot", "shipment__party", "shipment_line__from_location"
    )
    return rows.order_by(*WAY)


def next_line(lines: Sequence[PickLine], after: UUID | None = None) -> PickLine | None:
    """Return the first line that is still to be picked, behind ``after`` if there is one; else from the start."""
    places = [line.pk for line in lines]
    start = places.index(after) if after in places else 0
    for line in [*lines[start:], *lines[:start]]:
        if not line.is_settled and line.shipment.status == DocumentStatus.DRAFT:
            return line
    return None


@dataclass(slots=True)
class ShipmentState:
    """How far a shipment of a wave has got."""

    shipment: StockDocument
    lines: list[PickLine] = field(default_factory=list)

    @property
    def is_draft(self) -> bool:
        """Return whether it still waits to be shipped."""
        return self.shipment.status == DocumentStatus.DRAFT

    @property
    def is_begun(self) -> bool:
        """Return whether something of it was picked."""
        return any(line.picked for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """Return whether it can be shipped: something was picked, and nothing more is to come."""
        return self.is_draft and self.is_begun and all(line.is_settled for line in self.lines)

    @property
    def is_brought(self) -> bool:
        """Return whether what was picked lies where it is packed or leaves from."""
        roles = {line.shipment_line.from_location.role for line in self.lines if line.picked}
        return bool(roles) and roles <= set(STAGING)

    @property
    def is_to_pack(self) -> bool:
        """Return whether some of its goods lie where they are packed."""
        places = [line.shipment_line.from_location for line in self.lines if line.picked]
        return any(place.role == LocationRole.PACKING for place in places)

    def next_step(self, steps: str) -> str:
        """Return what comes next of what is picked to the end: ``bring``, ``pack`` or ``ship``; else nothing."""
        if not self.is_ready:
            return ""
        if steps != DeliverySteps.ONE and not self.is_brought:
            return "bring"
        return "pack" if steps == DeliverySteps.THREE and self.is_to_pack else "ship"

    @property
    def is_whole(self) -> bool:
        """Return whether all of it was picked."""
        return all(line.picked >= line.quantity for line in self.lines)

    @property
    def settled(self) -> int:
        """Return how many of its lines want nothing more."""
        return sum(line.is_settled for line in self.lines)


def shipments_of(lines: Iterable[PickLine]) -> list[ShipmentState]:
    """Return the shipments of a wave's lines with how far they have got, in the order they were written."""
    states: dict[UUID, ShipmentState] = {}
    for line in lines:
        states.setdefault(line.shipment_id, ShipmentState(line.shipment)).lines.append(line)
    return [states[pk] for pk in sorted(states)]


def other_places(line: PickLine, warehouse: UUID) -> list[Level]:
    """Return where else goods of a line lie free in its warehouse, the first to expire and to pass before."""
    rows = Level.objects.filter(
        product_id=line.product_id,
        location__warehouse_id=warehouse,
        location__kind=LocationKind.STORAGE,
        location__is_active=True,
        location__is_held=False,
        on_hand__gt=F("reserved"),
    ).exclude(location__role__in=STAGING)
    rows = rows.filter(Q(lot__isnull=True) | Q(lot__is_blocked=False))
    rows = rows.select_related("location", "lot").annotate(free=F("on_hand") - F("reserved"))
    ordered = rows.order_by(
        F("lot__expires_on").asc(nulls_last=True), "location__pick_order", "location__code", "pk"
    )
    return [
        row
        for row in ordered[:50]
        if (row.location_id, row.lot_id) != (line.location_id, line.lot_id)
    ]
