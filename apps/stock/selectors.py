"""Reads of stock: levels, moves and documents a user may see, and how far lines of orders have got."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import (
    Case,
    DecimalField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, NullIf

from apps.core.money import ZERO
from apps.products.choices import CostingMethod
from apps.products.models import Product
from apps.stock.choices import DocumentKind, DocumentStatus, PoolScope
from apps.stock.models import (
    CostLayer,
    CostPart,
    Level,
    Move,
    Reservation,
    StockDocument,
    StockDocumentLine,
    ValueLine,
)
from apps.warehouses.allocation import FreeGoods
from apps.warehouses.choices import BOUGHT_FROM, STAGING, LocationKind
from apps.warehouses.models import Location, Warehouse
from apps.warehouses.selectors import allowed_warehouses

QUANTITY = DecimalField(max_digits=20, decimal_places=6)
NOT_OFFERED = Q(location__is_held=True) | Q(location__role__in=STAGING)


def visible_documents(user: Any, kind: str) -> QuerySet[StockDocument]:
    """Return the documents of a kind that leave or reach a warehouse ``user`` may work in."""
    rows = StockDocument.objects.filter(kind=kind)
    rows = rows.select_related("warehouse", "to_warehouse", "party", "reverses", "backorder_of")
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(Q(warehouse_id__in=allowed) | Q(to_warehouse_id__in=allowed))
    return rows.order_by("-date", "-pk")


def visible_receipts(user: Any) -> QuerySet[StockDocument]:
    """Return the receipts ``user`` may see."""
    return visible_documents(user, DocumentKind.RECEIPT)


def visible_shipments(user: Any) -> QuerySet[StockDocument]:
    """Return the shipments ``user`` may see."""
    return visible_documents(user, DocumentKind.SHIPMENT)


def visible_transfers(user: Any) -> QuerySet[StockDocument]:
    """Return the transfers ``user`` may see."""
    return visible_documents(user, DocumentKind.TRANSFER)


def visible_adjustments(user: Any) -> QuerySet[StockDocument]:
    """Return the adjustments ``user`` may see."""
    return visible_documents(user, DocumentKind.ADJUSTMENT).select_related("why")


def draft_receipts(user: Any) -> QuerySet[StockDocument]:
    """Return the receipts that wait to be posted where ``user`` may work."""
    return visible_receipts(user).filter(status=DocumentStatus.DRAFT)


def draft_shipments(user: Any) -> QuerySet[StockDocument]:
    """Return the shipments that wait to be posted where ``user`` may work."""
    return visible_shipments(user).filter(status=DocumentStatus.DRAFT)


def visible_levels(user: Any) -> QuerySet[Level]:
    """Return what lies in the warehouses ``user`` may work in, goods on consignment too, with product and place."""
    rows = _lying(user).filter(on_hand__gt=0)
    rows = rows.select_related("product__unit", "lot", "location__warehouse", "location__owner")
    kept_back = NOT_OFFERED | Q(location__kind=LocationKind.CONSIGNMENT)
    free = F("on_hand") - F("reserved")
    rows = rows.annotate(
        available=Case(When(kept_back, then=Value(ZERO)), default=free, output_field=QUANTITY)
    )
    return rows.order_by("product__sku", "location__code", "pk")


def visible_moves(user: Any) -> QuerySet[Move]:
    """Return the moves from or to warehouses ``user`` may work in, newest first."""
    rows = Move.objects.select_related(
        "product__unit", "lot", "from_location__warehouse", "to_location__warehouse", "document"
    ).annotate(reason_id=Coalesce("line__why_id", "document__why_id"))
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(
            Q(from_location__warehouse_id__in=allowed) | Q(to_location__warehouse_id__in=allowed)
        )
    return rows.order_by("-pk")


def visible_reservations(user: Any) -> QuerySet[Reservation]:
    """Return what is promised of the warehouses ``user`` may work in."""
    rows = Reservation.objects.select_related("product__unit", "lot", "location__warehouse")
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(location__warehouse_id__in=allowed)
    return rows.order_by("-created_at", "-pk")


def visible_stock(user: Any) -> QuerySet[Product]:
    """Return the goods with what is on hand, reserved, available and worth, for ``user``."""
    rows = Product.objects.filter(kind="goods").select_related("category", "unit")
    rows = with_stock(rows, user).annotate(
        consigned=_consigned(user),
        stock_value=F("cost_pool__value"),
        unit_cost=F("cost_pool__value") / NullIf("cost_pool__quantity", Value(ZERO)),
    )
    return rows.order_by("sku", "pk")


def with_stock(products: QuerySet[Product], user: Any = None) -> QuerySet[Product]:
    """Add ``on_hand``, ``reserved``, ``held`` and ``available`` to products, where ``user`` may work.

    ``staged`` is what lies free on the way out, to be put back: offered to nobody.
    """
    return products.annotate(
        on_hand=_sum_of_levels("on_hand", user),
        reserved=_sum_of_levels("reserved", user),
        held=_sum_of_levels("on_hand", user, location__is_held=True),
        staged=_sum_of_levels(
            F("on_hand") - F("reserved"),
            user,
            location__role__in=STAGING,
            on_hand__gt=F("reserved"),
        ),
    ).annotate(available=F("on_hand") - F("reserved") - F("held") - F("staged"))


def in_stock(products: QuerySet[Product], user: Any) -> QuerySet[Product]:
    """Keep the products of which something is on hand where ``user`` may work."""
    here = _stored(user).filter(product_id=OuterRef("pk"), on_hand__gt=0)
    return products.filter(Exists(here))


def out_of_stock(products: QuerySet[Product], user: Any) -> QuerySet[Product]:
    """Keep the products in use of which nothing is on hand where ``user`` may work."""
    here = _stored(user).filter(product_id=OuterRef("pk"), on_hand__gt=0)
    return products.filter(~Exists(here), is_active=True)


def below_reorder_level(products: QuerySet[Product], user: Any) -> QuerySet[Product]:
    """Keep the products in use of which less is available than their reorder level.

    Written as "not among those with enough": one pass over the levels instead of one look-up for each product.
    """
    enough: Any = _stored(user).filter(product__reorder_level__gt=0).order_by()
    enough = enough.exclude(NOT_OFFERED)
    enough = enough.values("product_id", "product__reorder_level")
    enough = enough.annotate(free=Sum(F("on_hand") - F("reserved")))
    enough = enough.filter(free__gte=F("product__reorder_level")).values("product_id")
    return products.filter(reorder_level__gt=0, is_active=True).exclude(pk__in=enough)


def _stored(user: Any) -> QuerySet[Level]:
    """Return what is ours in the warehouses ``user`` may work in: no goods in transit, none on consignment."""
    places = Location.objects.exclude(kind=LocationKind.STORAGE).values("pk")
    rows = Level.objects.exclude(location_id__in=places)
    allowed = allowed_warehouses(user)
    return rows if allowed is None else rows.filter(location__warehouse_id__in=allowed)


def _lying(user: Any) -> QuerySet[Level]:
    """Return all levels in the warehouses ``user`` may work in: not those in transit."""
    allowed = allowed_warehouses(user)
    if allowed is None:
        outside = Location.objects.filter(warehouse=None)
        return Level.objects.exclude(location_id__in=outside.values("pk"))
    return Level.objects.filter(location__warehouse_id__in=allowed)


def _sum_of_levels(field: Any, user: Any, **where: Any) -> Any:
    levels = _stored(user).filter(product_id=OuterRef("pk"), **where)
    total = levels.order_by().values("product_id").annotate(total=Sum(field)).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def _consigned(user: Any) -> Any:
    """Return the expression for what suppliers left of a product on consignment, to annotate a queryset of products."""
    levels = _lying(user).filter(product_id=OuterRef("pk"), location__kind=LocationKind.CONSIGNMENT)
    total = levels.order_by().values("product_id").annotate(total=Sum("on_hand")).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def available(product: Product, warehouse: Warehouse) -> Decimal:
    """Return how much of a product is free in a warehouse, in its stock unit."""
    levels = Level.objects.filter(
        product=product,
        location__warehouse=warehouse,
        location__kind=LocationKind.STORAGE,
    ).exclude(NOT_OFFERED)
    return levels.aggregate(free=Sum(F("on_hand") - F("reserved")))["free"] or ZERO


def available_by_product(products: Sequence[UUID], warehouse: UUID) -> dict[UUID, Decimal]:
    """Return how much of each product is free in a warehouse, in one statement."""
    levels = Level.objects.filter(
        product_id__in=products,
        location__warehouse_id=warehouse,
        location__kind=LocationKind.STORAGE,
    ).exclude(NOT_OFFERED)
    rows = (
        levels.order_by().values_list("product_id").annotate(free=Sum(F("on_hand") - F("reserved")))
    )
    return dict(rows)


def free_goods(products: Sequence[UUID], warehouse: UUID) -> list[FreeGoods]:
    """Return what is free of products in the places of a warehouse, for a way of allocating to put in order."""
    rows = Level.objects.filter(
        product_id__in=products,
        location__warehouse_id=warehouse,
        location__kind=LocationKind.STORAGE,
        on_hand__gt=F("reserved"),
    ).exclude(NOT_OFFERED)
    return [
        FreeGoods(
            level_id=row.pk,
            product_id=row.product_id,
            location_id=row.location_id,
            location=row.location.code,
            pick_order=row.location.pick_order,
            lot=row.lot.number if row.lot else None,
            expires_on=row.lot.expires_on if row.lot else None,
            since=row.since,
            free=row.on_hand - row.reserved,
        )
        for row in rows.select_related("location", "lot").order_by("pk")
    ]


def on_hand_by_place(
    products: Sequence[UUID], warehouse: UUID
) -> dict[tuple[UUID, UUID, UUID | None], Decimal]:
    """Return what is on hand by (product, location, lot) of a warehouse."""
    rows = Level.objects.filter(product_id__in=products, location__warehouse_id=warehouse)
    return {(row.product_id, row.location_id, row.lot_id): row.on_hand for row in rows}


def reserved_by_line(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return what is reserved for each line of an order, in stock units."""
    rows = Reservation.objects.filter(origin_line_id__in=lines)
    return dict(rows.order_by().values_list("origin_line_id").annotate(total=Sum("quantity")))


def shipped_by_line(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return what left for each line of an order and did not come back, in stock units."""
    return _moved_by_line(lines, "to", (LocationKind.CUSTOMER,))


def received_by_line(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return what came in for each line of an order and was not sent back, in stock units."""
    return _moved_by_line(lines, "from", BOUGHT_FROM)


def _moved_by_line(lines: Sequence[UUID], way: str, outside: Sequence[str]) -> dict[UUID, Decimal]:
    """Return what moved ``way`` ("from" or "to") places outside, less what moved the other way, by line."""
    moves = Move.objects.filter(origin_line_id__in=lines).filter(
        Q(to_location__kind__in=outside) | Q(from_location__kind__in=outside)
    )
    there = Q(**{f"{way}_location__kind__in": outside})
    rows = moves.order_by().values_list("origin_line_id")
    return dict(
        rows.annotate(
            total=Coalesce(Sum("quantity", filter=there), ZERO, output_field=QUANTITY)
            - Coalesce(Sum("quantity", filter=~there), ZERO, output_field=QUANTITY)
        )
    )


def drafted_by_line(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return what stands in draft stock documents for each line of an order, in stock units."""
    rows = StockDocumentLine.objects.filter(
        origin_line_id__in=lines, document__status=DocumentStatus.DRAFT
    )
    return dict(rows.order_by().values_list("origin_line_id").annotate(total=Sum("stock_quantity")))


def moved_value_by_line(lines: Sequence[UUID]) -> dict[UUID, Decimal]:
    """Return the value of what moved for each line of an order and was not reversed, in company currency."""
    moves = Move.objects.filter(origin_line_id__in=lines, reverses=None, reversal=None)
    return dict(moves.order_by().values_list("origin_line_id").annotate(total=Sum("value")))


def reserved_places(
    lines: Sequence[UUID], warehouse: UUID
) -> dict[tuple[UUID, UUID], list[tuple[UUID, UUID | None, Decimal]]]:
    """Return what is reserved for lines of an order and in no draft: (line, product) -> (location, lot, quantity)."""
    drafted = (
        StockDocumentLine.objects.alias(lot_or_place=Coalesce("lot_id", "from_location_id"))
        .filter(
            origin_line_id=OuterRef("origin_line_id"),
            product_id=OuterRef("product_id"),
            from_location_id=OuterRef("location_id"),
            lot_or_place=Coalesce(OuterRef("lot_id"), OuterRef("location_id")),
            document__status=DocumentStatus.DRAFT,
        )
        .order_by()
        .values("origin_line_id")
        .annotate(total=Sum("stock_quantity"))
        .values("total")
    )
    rows = Reservation.objects.filter(origin_line_id__in=lines, location__warehouse_id=warehouse)
    rows = rows.annotate(
        left=F("quantity") - Coalesce(Subquery(drafted), Value(ZERO), output_field=QUANTITY)
    ).order_by("-location__is_default", "location__code", "pk")
    places: dict[tuple[UUID, UUID], list[tuple[UUID, UUID | None, Decimal]]] = defaultdict(list)
    for line, product, location, lot, left in rows.values_list(
        "origin_line_id", "product_id", "location_id", "lot_id", "left"
    ):
        if left > 0:
            places[line, product].append((location, lot, left))
    return places


def shipped_quantity(line: str = "pk") -> Any:
    """Return the expression for what left for an order line, to annotate a queryset of lines; ``line`` is its id."""
    moves = Move.objects.filter(
        origin_line_id=OuterRef(line), to_location__kind=LocationKind.CUSTOMER, reversal=None
    )
    total = (
        moves.order_by().values("origin_line_id").annotate(total=Sum("quantity")).values("total")
    )
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def reserved_quantity(line: str = "pk") -> Any:
    """Return the expression for what is reserved for an order line, to annotate a queryset of lines."""
    rows = Reservation.objects.filter(origin_line_id=OuterRef(line)).order_by()
    total = rows.values("origin_line_id").annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def reserved_for_origin(origin: str = "pk") -> Any:
    """Return the expression for what is reserved for a whole order, to annotate a queryset of orders."""
    rows = Reservation.objects.filter(origin_id=OuterRef(origin)).order_by()
    total = rows.values("origin_id").annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(total), Value(ZERO), output_field=QUANTITY)


def documents_of(origin_type: str, origin_id: UUID) -> QuerySet[StockDocument]:
    """Return the stock documents made for an order, oldest first, with their reversals."""
    rows = StockDocument.objects.filter(origin_type=origin_type, origin_id=origin_id)
    return rows.select_related("warehouse").order_by("pk")


def posted_lines(document: StockDocument) -> list[StockDocumentLine]:
    """Return the lines of a document with product, unit, places and, once posted, their move."""
    rows = document.lines.select_related(
        "product", "unit", "lot", "from_location__warehouse", "to_location__warehouse", "move"
    )
    rows = rows.select_related("bound_for__warehouse", "transit", "why")
    return list(rows.order_by("position", "pk"))


def related_documents(document: StockDocument) -> list[StockDocument]:
    """Return what a document is the rest of, reverses or takes goods of, and what is or does so of it."""
    related = Q(backorder_of=document) | Q(reverses=document)
    related |= Q(pk__in=[pk for pk in (document.backorder_of_id, document.reverses_id) if pk])
    related |= Q(lines__source_line__document=document) | Q(lines__drawn_by__document=document)
    return list(StockDocument.objects.filter(related).distinct().order_by("pk"))


def origin_of(document: StockDocument) -> Any:
    """Return the order a document was made for, or None; its app is above this one, so it is found by name."""
    if not document.origin_type or document.origin_id is None:
        return None
    model = apps.get_model(document.origin_type)
    return model._default_manager.filter(pk=document.origin_id).first()


def cost_history(product: Product, *, limit: int = 12) -> list[ValueLine]:
    """Return the latest changes of the value of a product's stock, newest first, with what caused them."""
    rows = ValueLine.objects.filter(product=product).select_related("move__document", "entry")
    return list(rows.order_by("-pk")[:limit])


def costing_to_apply(user: Any = None) -> QuerySet[Product]:
    """Return goods on hand that are valued otherwise than their category says now, with how they are."""
    home = Coalesce("category__stock_account", "cost_pool__account")
    scope = Case(
        When(category__costing_method=CostingMethod.LOT, then=Value(PoolScope.LOT)),
        default=F("category__cost_scope"),
    )
    rows = Product.objects.filter(cost_pool__quantity__gt=0).exclude(
        cost_pool__costing_method=F("category__costing_method"),
        cost_pool__scope=scope,
        cost_pool__account=home,
    )
    return rows.select_related("category", "unit", "cost_pool").order_by("sku", "pk")


def parts_of(product: Product) -> list[CostPart]:
    """Return what each warehouse or lot holds of the value of a product that is kept by them."""
    rows = CostPart.objects.filter(product=product).select_related("warehouse", "lot")
    return list(rows.order_by("warehouse__code", "lot__number", "pk"))


def layers_left(product: Product) -> list[CostLayer]:
    """Return what is left of each receipt of a product kept first in, first out; the next to go first."""
    return list(CostLayer.objects.filter(product=product, quantity__gt=0).order_by("date", "pk"))
