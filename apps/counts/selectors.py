"""Reads of counts: sheets of the warehouses a user may work in, their lines, and what a difference is worth."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.counts.choices import COUNTED, SheetStatus
from apps.counts.models import CountLine, CountPlan, CountSheet, Tally
from apps.products.choices import Tracking
from apps.products.models import Category, Product
from apps.stock.models import CostPool, Level, Move
from apps.warehouses.choices import LocationKind
from apps.warehouses.models import Location
from apps.warehouses.selectors import allowed_warehouses

MONEY = DecimalField(max_digits=20, decimal_places=4)


def visible_plans(_user: Any) -> QuerySet[CountPlan]:
    """Return how the company counts."""
    return CountPlan.objects.filter(company_id=company_id()).order_by("pk")


def count_plan() -> CountPlan:
    """Return how the company counts; what is usual when it never said."""
    return CountPlan.objects.filter(company_id=company_id()).first() or CountPlan()


def visible_sheets(user: Any) -> QuerySet[CountSheet]:
    """Return the sheets of the warehouses ``user`` may work in, with how far each has got."""
    rows = CountSheet.objects.filter(company_id=company_id())
    rows = rows.select_related("warehouse", "location__warehouse", "category", "adjustment")
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(warehouse_id__in=allowed)
    rows = rows.annotate(
        line_count=_lines_of(),
        counted_count=_lines_of(tally_count__gt=0),
        above_count=_lines_of(above_tolerance=True),
    )
    return rows.order_by("-date", "-pk")


def _lines_of(**which: Any) -> Any:
    lines = CountLine.objects.filter(sheet_id=OuterRef("pk"), **which).order_by()
    return Coalesce(Subquery(lines.values("sheet_id").annotate(n=Count("pk")).values("n")), 0)


def open_sheets(user: Any) -> QuerySet[CountSheet]:
    """Return the sheets that are not finished."""
    return visible_sheets(user).filter(status__in=(SheetStatus.OPEN, *COUNTED))


def lines_of(sheet: CountSheet) -> QuerySet[CountLine]:
    """Return the lines of a sheet on the way through the warehouse."""
    rows = CountLine.objects.filter(sheet=sheet).select_related(
        "product__unit", "product__category", "location", "lot", "counted_by"
    )
    return rows.order_by("position", "pk")


def tallies_of(lines: Collection[UUID]) -> dict[UUID, list[Tally]]:
    """Return all that was written down for lines, the first before."""
    found: dict[UUID, list[Tally]] = defaultdict(list)
    for row in Tally.objects.filter(line_id__in=lines).select_related("counter").order_by("pk"):
        found[row.line_id].append(row)
    return found


def visible_differences(user: Any) -> QuerySet[CountLine]:
    """Return the lines of posted sheets that differed, with what that was worth, the latest first."""
    rows = CountLine.objects.filter(
        company_id=company_id(), sheet__status=SheetStatus.POSTED, tally_count__gt=0
    ).exclude(counted=F("expected"))
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(sheet__warehouse_id__in=allowed)
    moved = Move.objects.filter(origin_line_id=OuterRef("pk")).order_by("pk").values("value")[:1]
    worth = Coalesce(Subquery(moved), ZERO, output_field=MONEY)
    rows = rows.annotate(
        differs=F("counted") - F("expected"),
        value=Case(
            When(counted__lt=F("expected"), then=ZERO - worth), default=worth, output_field=MONEY
        ),
    )
    rows = rows.select_related(
        "sheet__warehouse", "product__unit", "product__category", "location", "lot", "counted_by"
    )
    return rows.order_by("-sheet__date", "-pk")


def unit_costs(products: Collection[Product]) -> dict[UUID, Decimal]:
    """Return what a stock unit of each product is worth: that of what is in stock, else the standard cost."""
    costs = {product.pk: product.standard_cost for product in products}
    pools = CostPool.objects.filter(product_id__in=list(costs)).order_by().values_list("product_id")
    for product, value, quantity in pools.annotate(Sum("value"), Sum("quantity")):
        if quantity:
            costs[product] = value / quantity
    return costs


def places_within(warehouse: UUID, location: UUID | None) -> set[UUID]:
    """Return the storage locations of a warehouse that lie in ``location``, itself among them; all without it."""
    rows = Location.objects.filter(warehouse_id=warehouse, kind=LocationKind.STORAGE)
    parents = dict(rows.values_list("pk", "parent_id"))
    return set(parents) if location is None else _below(location, parents) & set(parents)


def categories_within(category: UUID) -> set[UUID]:
    """Return a category and those below it."""
    return _below(category, dict(Category.objects.values_list("pk", "parent_id")))


def _below(top: UUID, parents: Mapping[UUID, UUID | None]) -> set[UUID]:
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for child, parent in parents.items():
        children[parent].append(child)
    found, waiting = set(), [top]
    while waiting:
        place = waiting.pop()
        if place not in found:
            found.add(place)
            waiting += children[place]
    return found


def levels_to_count(
    warehouse: UUID,
    *,
    location: UUID | None = None,
    category: UUID | None = None,
    products: Collection[UUID] | None = None,
) -> QuerySet[Level]:
    """Return what lies in a warehouse, or in a part of it, and is on no open sheet, on the way through it."""
    rows = Level.objects.filter(
        company_id=company_id(), on_hand__gt=0, location_id__in=places_within(warehouse, location)
    )
    if category is not None:
        rows = rows.filter(product__category_id__in=categories_within(category))
    if products is not None:
        rows = rows.filter(product_id__in=products)
    taken = CountLine.objects.filter(
        is_open=True, product_id=OuterRef("product_id"), location_id=OuterRef("location_id")
    ).filter(Q(lot_id=OuterRef("lot_id")) | Q(lot_id=None) & Q(product__tracking=Tracking.NONE))
    rows = rows.filter(~Exists(taken))
    return rows.order_by(
        "location__pick_order", "location__code", "product__sku", "lot__number", "pk"
    )
