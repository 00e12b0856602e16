"""Reads of sales: the orders a user may see, and how far each has got.

Reserved, shipped and invoiced are never stored on an order; they are summed from reservations, moves and
invoice lines, in stock units (invoiced: in the line's own unit).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, Final

from django.db.models import (
    Case,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, Floor, Greatest

from apps.access.models import User
from apps.access.permissions import allowed_ids
from apps.core.context import company_id
from apps.core.queries import NOTHING, QUANTITY, sum_by_origin
from apps.invoices.choices import CREDIT_KINDS, InvoiceStatus
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.selectors import booked_by
from apps.products.choices import ProductKind
from apps.sales.choices import OrderStatus
from apps.sales.models import SalesOrder, SalesOrderLine, SalesOrderPart
from apps.stock.choices import DocumentStatus
from apps.stock.models import (
    ChannelQuota,
    Level,
    Move,
    Reservation,
    StockDocument,
    StockDocumentLine,
)
from apps.warehouses.choices import STAGING, LocationKind
from apps.warehouses.models import Warehouse


def visible_orders(user: User) -> QuerySet[SalesOrder]:
    """Return the orders ``user`` may see: those of the warehouses they may work in, newest first."""
    orders = SalesOrder.objects.filter(company_id=company_id())
    warehouses = allowed_ids(user, "warehouses.access_warehouse", Warehouse)
    if warehouses is not None:
        orders = orders.filter(warehouse_id__in=warehouses)
    return orders.select_related(
        "party", "currency", "warehouse", "salesperson", "channel"
    ).order_by("-date", "-pk")


def with_progress(lines: Any, *parts: str, until: date | None = None, kits: bool = True) -> Any:
    """Annotate each line with ``reserved``, ``shipped``, ``drafted`` and ``invoiced``; see the module.

    A service counts as shipped as soon as it is ordered, a kit when all that it holds is. With ``shipped`` comes
    ``to_ship``. Parts of kits have the same progress but ``invoiced``.

    Args:
        parts: the annotations wanted, when not all: each is a sum of its own.
        until: count what was shipped and invoiced up to this day; None is all of it.
        kits: whether kits may be among them; False, where it is known, saves planning their sums.
    """
    sums = {part: PROGRESS[part](until) for part in parts or PROGRESS}
    if kits and lines.model is SalesOrderLine:
        sums = {name: _or_kits(name, sums[name], until) for name in sums}
    found = lines.annotate(**sums)
    if parts and "shipped" not in parts:
        return found
    missing = Greatest(F("stock_quantity") - F("shipped"), NOTHING, output_field=QUANTITY)
    return found.annotate(to_ship=missing)


def has_kits() -> Exists:
    """Return the condition of confirmed orders that ask for kits."""
    parts = SalesOrderPart.objects.filter(company_id=OuterRef("company_id"))
    return Exists(parts.filter(line__order_id=OuterRef("pk")))


def _or_kits(name: str, plain: Any, until: date | None) -> Any:
    """Return ``plain``, for a kit how many whole kits the least of its parts makes up."""
    if name == "invoiced":
        return plain
    parts = SalesOrderPart.objects.filter(company_id=OuterRef("company_id"), line_id=OuterRef("pk"))
    done = parts.annotate(done=Floor(PROGRESS[name](until) / F("per_kit"))).order_by("done")
    kits = Coalesce(Subquery(done.values("done")[:1]), NOTHING, output_field=QUANTITY)
    return Case(
        When(product__kind=ProductKind.KIT, then=kits), default=plain, output_field=QUANTITY
    )


def _reserved(_until: date | None) -> Any:
    return sum_by_origin(Reservation.objects, F("quantity"))


def _shipped(until: date | None) -> Any:
    out, back = (
        Q(to_location__kind=LocationKind.CUSTOMER),
        Q(from_location__kind=LocationKind.CUSTOMER),
    )
    moved = sum_by_origin(
        Move.objects.filter(date__lte=until) if until else Move.objects,
        Case(
            When(out, F("quantity")),
            When(back, -F("quantity")),
            default=NOTHING,
            output_field=QUANTITY,
        ),
    )
    return Case(
        When(product__kind=ProductKind.SERVICE, then=F("stock_quantity")),
        default=moved,
        output_field=QUANTITY,
    )


def _drafted(_until: date | None) -> Any:
    drafts = StockDocumentLine.objects.filter(document__status=DocumentStatus.DRAFT)
    return sum_by_origin(drafts, F("stock_quantity"))


def _invoiced(until: date | None) -> Any:
    billed = InvoiceLine.objects.exclude(invoice__status=InvoiceStatus.CANCELLED)
    if until:
        billed = billed.filter(booked_by(until))
    signed = Case(
        When(invoice__kind__in=CREDIT_KINDS, then=-F("quantity")),
        default=F("quantity"),
        output_field=QUANTITY,
    )
    return sum_by_origin(billed, signed)


PROGRESS: Final[dict[str, Callable[[date | None], Any]]] = {
    "reserved": _reserved,
    "shipped": _shipped,
    "drafted": _drafted,
    "invoiced": _invoiced,
}


def kits_among(lines: Iterable[SalesOrderLine]) -> list[SalesOrderLine]:
    """Return the lines that ask for kits."""
    return [line for line in lines if line.product.kind == ProductKind.KIT]


def parts_of(order: SalesOrder, lines: Sequence[SalesOrderLine], *progress: str) -> list[Any]:
    """Return what the kits among ``lines`` hold, with how far each part has got; no statement without kits."""
    if not kits_among(lines):
        return []
    rows = SalesOrderPart.objects.filter(line__order=order).select_related("line", "product__unit")
    return list(with_progress(rows, *progress).order_by("line__position", "pk"))


def delivered_not_invoiced(until: date) -> Any:
    """Return the order lines of which something was delivered by ``until`` and not invoiced, with their progress.

    A service is delivered on the day it was asked for, else on that of the order. ``has_invoice`` says whether an
    invoice of the order is booked by then; that of a down payment asks for no goods and is none.
    """
    invoices = Invoice.objects.filter(
        company_id=OuterRef("company_id"),
        origin_id=OuterRef("order_id"),
        lines__down_payment__isnull=True,
    ).exclude(status=InvoiceStatus.CANCELLED)
    lines = SalesOrderLine.objects.filter(
        company_id=company_id(),
        order__status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED],
        order__date__lte=until,
    ).exclude(product__kind=ProductKind.SERVICE, order__requested_date__gt=until)
    owed = ExpressionWrapper(
        F("shipped") * F("quantity") - F("invoiced") * F("stock_quantity"), QUANTITY
    )
    return (
        with_progress(lines, "shipped", "invoiced", until=until)
        .filter(shipped__gt=0)
        .annotate(due=owed, has_invoice=Exists(invoices.filter(booked_by(until, "")).values("pk")))
        .filter(due__gt=0)
        .select_related("order", "product__category")
        .order_by("order__date", "order_id", "position", "pk")
    )


def to_ship() -> Q:
    """Return the condition of orders of which something is confirmed and not shipped."""
    return _on_some_goods(Q(to_ship__gt=0), "shipped")


def to_take_out() -> Q:
    """Return the condition of orders for which goods are reserved that stand in no draft shipment."""
    return _on_some_goods(Q(reserved__gt=F("drafted")), "reserved", "drafted")


def waiting_for_stock() -> Q:
    """Return the condition of orders that want more than is reserved for them."""
    return _on_some_goods(Q(to_ship__gt=F("reserved")), "reserved", "shipped")


def to_reserve() -> Q:
    """Return the condition of orders that lack what their warehouse has free."""
    lacking = Q(to_ship__gt=F("reserved"))
    return _on_some_goods(lacking, "reserved", "shipped", free=True)


def past_their_day(today: date) -> QuerySet[SalesOrder]:
    """Return the confirmed orders that still hold goods after the day they were to be held until, by key."""
    held = Reservation.objects.filter(company_id=OuterRef("company_id"), origin_id=OuterRef("pk"))
    orders = SalesOrder.objects.filter(
        company_id=company_id(), status=OrderStatus.CONFIRMED, held_until__lt=today
    )
    return orders.filter(Exists(held)).order_by("pk")


def _on_some_goods(condition: Q, *progress: str, free: bool = False) -> Q:
    """Return the condition of confirmed orders with a line, or a part of a kit, as ``condition`` says.

    Args:
        free: only where goods of it are free in the order's warehouse, and its channel may have more promised.
    """
    lines = SalesOrderLine.objects.filter(order=OuterRef("pk")).exclude(
        product__kind=ProductKind.KIT
    )
    parts = SalesOrderPart.objects.filter(line__order=OuterRef("pk"))
    if free:
        lines = lines.filter(Exists(_free_in("order")), ~Exists(_full_quota("order")))
        parts = parts.filter(Exists(_free_in("line__order")), ~Exists(_full_quota("line__order")))
    found = [
        Q(Exists(with_progress(rows, *progress, kits=False).filter(condition)))
        for rows in (lines, parts)
    ]
    return Q(status=OrderStatus.CONFIRMED) & (found[0] | found[1])


def _free_in(order: str) -> QuerySet[Level]:
    """Return where goods of a line's product are free in the warehouse of the order that its field names."""
    return Level.objects.filter(
        company_id=OuterRef("company_id"),
        product_id=OuterRef("product_id"),
        location__warehouse_id=OuterRef(f"{order}__warehouse_id"),
        location__kind=LocationKind.STORAGE,
        location__is_held=False,
        on_hand__gt=F("reserved"),
    ).exclude(location__role__in=STAGING)


def _full_quota(order: str) -> QuerySet[ChannelQuota]:
    """Return the quota that leaves nothing of a line's product to the channel of the order that its field names."""
    return ChannelQuota.objects.filter(
        company_id=OuterRef("company_id"),
        product_id=OuterRef("product_id"),
        warehouse_id=OuterRef(f"{order}__warehouse_id"),
        channel_id=OuterRef(f"{order}__channel_id"),
        promised=F("quantity"),
    )


def to_invoice() -> Q:
    """Return the condition of orders of which something is shipped and not invoiced."""
    lines = with_progress(
        SalesOrderLine.objects.filter(order=OuterRef("pk")), "shipped", "invoiced"
    )
    owed = ExpressionWrapper(
        F("shipped") * F("quantity") - F("invoiced") * F("stock_quantity"), QUANTITY
    )
    due = lines.filter(shipped__gt=0).annotate(due=owed)
    return Q(status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED]) & Q(
        Exists(due.filter(due__gt=0))
    )


def shipped_not_invoiced(until: date) -> QuerySet[SalesOrder]:
    """Return the orders of which something left by the end of ``until`` without having been invoiced."""
    lines = with_progress(
        SalesOrderLine.objects.filter(order=OuterRef("pk")), "shipped", "invoiced", until=until
    )
    owed = ExpressionWrapper(
        F("shipped") * F("quantity") - F("invoiced") * F("stock_quantity"), QUANTITY
    )
    due = lines.filter(shipped__gt=0).annotate(due=owed).filter(due__gt=0)
    orders = SalesOrder.objects.filter(
        company_id=company_id(),
        status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED],
        date__lte=until,
    )
    return orders.filter(Exists(due.values("pk"))).order_by("date", "pk")


def shipments_of(order: SalesOrder) -> QuerySet[StockDocument]:
    """Return the shipments made for an order and what took them back, oldest first."""
    return StockDocument.objects.filter(origin_id=order.pk).order_by("date", "pk")


def invoices_of(order: SalesOrder) -> QuerySet[Invoice]:
    """Return the invoices and credit notes made for an order, oldest first."""
    return Invoice.objects.filter(origin_id=order.pk).order_by("date", "pk")


def charged_freight(order: SalesOrder) -> bool:
    """Return whether an invoice of an order charges its freight: the first that is more than a down payment."""
    rows = invoices_of(order).exclude(status=InvoiceStatus.CANCELLED)
    return rows.filter(lines__down_payment__isnull=True).exists()


def to_pay_ahead() -> Q:
    """Return the condition of confirmed orders of which something is not invoiced."""
    lines = with_progress(SalesOrderLine.objects.filter(order=OuterRef("pk")), "invoiced")
    return Q(status=OrderStatus.CONFIRMED) & Q(Exists(lines.filter(invoiced__lt=F("quantity"))))
