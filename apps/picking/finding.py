"""Where goods that come in are put away: by rule first, then in places that hold them already."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Sum

from apps.core.money import ZERO
from apps.picking.models import PutawayRule
from apps.picking.selectors import to_put_back
from apps.products.models import Category, Product
from apps.stock.choices import DocumentKind
from apps.stock.models import Level, StockDocument
from apps.warehouses.choices import STAGING, LocationKind, Steps
from apps.warehouses.models import Location


@dataclass(slots=True)
class Finder:
    """The rules of a warehouse, what lies where of some products, and the room that is left.

    Attributes:
        rules: places by product or category, in their order.
        holding: places that hold a product already, the fullest of it first.
        room: stock units that still fit, for places with a capacity; what was found room for is taken off.
    """

    places: dict[UUID, Location] = field(default_factory=dict)
    rules: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    holding: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))
    above: dict[UUID, UUID | None] = field(default_factory=dict)
    room: dict[UUID, Decimal] = field(default_factory=dict)

    def place_for(self, product: Product, quantity: Decimal) -> Location | None:
        """Return where ``quantity`` of a product goes, None where neither rule nor goods say so or nothing has room."""
        for place in [*self._ruled(product), *self.holding[product.pk]]:
            if self.room.get(place, quantity) >= quantity:
                if place in self.room:
                    self.room[place] -= quantity
                return self.places[place]
        return None

    def _ruled(self, product: Product) -> list[UUID]:
        """Return the places of the product's own rules, then of its category's, then of those above."""
        found = list(self.rules[product.pk])
        category: UUID | None = product.category_id
        while category is not None:
            found += self.rules[category]
            category = self.above.get(category)
        return found


def finder(warehouse: UUID, products: Collection[UUID], *, without: UUID | None = None) -> Finder:
    """Return what finds places in a warehouse for products.

    Args:
        without: a place that is none of the answers, such as where the goods lie now.
    """
    found = Finder(above=_categories())
    rows = PutawayRule.objects.filter(
        Q(product_id__in=products) | Q(category__isnull=False),
        location__warehouse_id=warehouse,
        location__is_active=True,
        is_active=True,
    )
    for rule in rows.select_related("location").order_by("sequence", "location__code", "pk"):
        if rule.location_id != without:
            found.places[rule.location_id] = rule.location
            key = rule.product_id or rule.category_id
            assert key is not None  # kept by a constraint
            found.rules[key].append(rule.location_id)
    lying = Level.objects.filter(
        product_id__in=products,
        location__warehouse_id=warehouse,
        location__kind=LocationKind.STORAGE,
        location__is_active=True,
        location__is_default=False,
        location__is_held=False,
        on_hand__gt=0,
    ).exclude(location__role__in=STAGING)
    for row in lying.select_related("location").order_by("-on_hand", "location__code", "pk"):
        if row.location_id != without and row.location_id not in found.holding[row.product_id]:
            found.places[row.location_id] = row.location
            found.holding[row.product_id].append(row.location_id)
    found.room = _room(found.places)
    return found


def _categories() -> dict[UUID, UUID | None]:
    return dict(Category.objects.values_list("pk", "parent_id"))


def _room(places: dict[UUID, Location]) -> dict[UUID, Decimal]:
    limited = {pk: place.capacity for pk, place in places.items() if place.capacity is not None}
    if not limited:
        return {}
    rows = Level.objects.filter(location_id__in=limited).order_by().values_list("location_id")
    lying: dict[UUID, Decimal] = dict(rows.annotate(total=Sum("on_hand")))
    return {pk: capacity - lying.get(pk, ZERO) for pk, capacity in limited.items()}


def propose_places(document: StockDocument, lines: Sequence[Any]) -> None:
    """Say where goods of a draft receipt go where its lines do not.

    Warehouses without rules keep their default, and so do those that receive in two steps: goods are put away later.
    """
    open_lines = [line for line in lines if line.to_location_id is None]
    if document.kind != DocumentKind.RECEIPT or not open_lines:
        return
    ruled = PutawayRule.objects.filter(
        location__warehouse_id=document.warehouse_id,
        location__warehouse__receipt_steps=Steps.ONE,
        is_active=True,
    )
    if not ruled.exists():
        return
    found = finder(document.warehouse_id, {line.product_id for line in open_lines})
    for line in open_lines:
        place = found.place_for(line.product, line.quantity * _pieces(line))
        if place is not None:
            line.to_location = place


def _pieces(line: Any) -> Decimal:
    """Return how many stock units one of the line's unit is, near enough to look for room."""
    ratio = line.unit.ratio / line.product.unit.ratio
    return Decimal(ratio.numerator) / Decimal(ratio.denominator)


def waiting_goods(warehouse: UUID) -> list[Any]:
    """Return what lies free in the place goods come to, the longest there first, each with ``free`` and ``place``.

    Behind it what lies free on the way out and is to be put back.
    """
    rows = Level.objects.filter(
        location__warehouse_id=warehouse, location__is_default=True, on_hand__gt=F("reserved")
    ).select_related("product__unit", "product__category", "location", "lot")
    found: list[Any] = list(
        rows.annotate(free=F("on_hand") - F("reserved")).order_by("since", "pk")[:200]
    )
    found += to_put_back(None).filter(location__warehouse_id=warehouse)[:200]
    if found:
        places = finder(warehouse, {row.product_id for row in found}, without=found[0].location_id)
        for row in found:
            row.place = places.place_for(row.product, row.free)
    return found
