"""Reads of purchasing: the orders a user may see, and how far each has got.

Received and billed are never stored on an order; they are summed from moves and bill lines, in stock units
(billed: in the line's own unit).
"""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import Greatest

from apps.access.models import User
from apps.access.permissions import allowed_ids
from apps.core.context import company_id
from apps.core.queries import NOTHING, QUANTITY, sum_by_origin
from apps.invoices.choices import CREDIT_KINDS, InvoiceStatus
from apps.invoices.models import Invoice, InvoiceLine
from apps.invoices.selectors import booked_by
from apps.products.choices import ProductKind
from apps.purchasing.choices import OrderStatus
from apps.purchasing.models import PurchaseOrder, PurchaseOrderLine
from apps.stock.choices import DocumentStatus
from apps.stock.models import Move, StockDocument, StockDocumentLine
from apps.warehouses.choices import BOUGHT_FROM
from apps.warehouses.models import Warehouse


def visible_orders(user: User) -> QuerySet[PurchaseOrder]:
    """Return the orders ``user`` may see: those for the warehouses they may work in, newest first."""
    orders = PurchaseOrder.objects.filter(company_id=company_id())
    warehouses = allowed_ids(user, "warehouses.access_warehouse", Warehouse)
    if warehouses is not None:
        orders = orders.filter(warehouse_id__in=warehouses)
    return orders.select_related("party", "currency", "warehouse", "buyer").order_by("-date", "-pk")


def with_progress(lines: Any, *parts: str, until: date | None = None) -> Any:
    """Annotate each line with ``received``, ``drafted`` and ``billed``; see the module.

    A service counts as received as soon as it is ordered. With ``received`` comes ``to_receive``.

    Args:
        parts: the annotations wanted, when not all: each is a sum of its own.
        until: count what came in and was billed up to this day; None is all of it.
    """
    found = lines.annotate(**{part: PROGRESS[part](until) for part in parts or PROGRESS})
    if parts and "received" not in parts:
        return found
    missing = Greatest(F("stock_quantity") - F("received"), NOTHING, output_field=QUANTITY)
    return found.annotate(to_receive=missing)


def _received(until: date | None) -> Any:
    came, went = Q(from_location__kind__in=BOUGHT_FROM), Q(to_location__kind__in=BOUGHT_FROM)
    moved = sum_by_origin(
        Move.objects.filter(date__lte=until) if until else Move.objects,
        Case(
            When(came, F("quantity")),
            When(went, -F("quantity")),
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


def _billed(until: date | None) -> Any:
    bills = InvoiceLine.objects.exclude(invoice__status=InvoiceStatus.CANCELLED)
    if until:
        bills = bills.filter(booked_by(until))
    signed = Case(
        When(invoice__kind__in=CREDIT_KINDS, then=-F("quantity")),
        default=F("quantity"),
        output_field=QUANTITY,
    )
    return sum_by_origin(bills, signed)


PROGRESS: Final[dict[str, Callable[[date | None], Any]]] = {
    "received": _received,
    "drafted": _drafted,
    "billed": _billed,
}


def services_not_billed(until: date) -> Any:
    """Return the order lines of services that were due by ``until`` and are not billed, with their progress.

    A service is received on the day it was expected, else on that of the order.
    """
    lines = PurchaseOrderLine.objects.filter(
        company_id=company_id(),
        product__kind=ProductKind.SERVICE,
        order__status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED],
        order__date__lte=until,
    ).exclude(order__expected_date__gt=until)
    return (
        with_progress(lines, "received", "billed", until=until)
        .filter(billed__lt=F("quantity"))
        .select_related("order", "product__category")
        .order_by("order__date", "order_id", "position", "pk")
    )


def to_receive() -> Q:
    """Return the condition of orders of which something is confirmed and has not come in."""
    lines = with_progress(PurchaseOrderLine.objects.filter(order=OuterRef("pk")), "received")
    return Q(status=OrderStatus.CONFIRMED) & Q(Exists(lines.filter(to_receive__gt=0)))


def to_bill() -> Q:
    """Return the condition of orders of which something came in and is not billed."""
    lines = with_progress(
        PurchaseOrderLine.objects.filter(order=OuterRef("pk")), "received", "billed"
    ).filter(received__gt=0)
    owed = ExpressionWrapper(
        F("received") * F("quantity") - F("billed") * F("stock_quantity"), QUANTITY
    )
    due = lines.annotate(due=owed)
    return Q(status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED]) & Q(
        Exists(due.filter(due__gt=0))
    )


def received_not_billed(until: date) -> QuerySet[PurchaseOrder]:
    """Return the orders of which something came in by the end of ``until`` without having been billed."""
    lines = with_progress(
        PurchaseOrderLine.objects.filter(order=OuterRef("pk")), "received", "billed", until=until
    )
    owed = ExpressionWrapper(
        F("received") * F("quantity") - F("billed") * F("stock_quantity"), QUANTITY
    )
    due = lines.filter(received__gt=0).annotate(due=owed).filter(due__gt=0)
    orders = PurchaseOrder.objects.filter(
        company_id=company_id(),
        status__in=[OrderStatus.CONFIRMED, OrderStatus.CLOSED],
        date__lte=until,
    )
    return orders.filter(Exists(due.values("pk"))).order_by("date", "pk")


def receipts_of(order: PurchaseOrder) -> QuerySet[StockDocument]:
    """Return the receipts made for an order and what took them back, oldest first."""
    return StockDocument.objects.filter(origin_id=order.pk).order_by("date", "pk")


def bills_of(order: PurchaseOrder) -> QuerySet[Invoice]:
    """Return the bills and credit notes made for an order, oldest first."""
    return Invoice.objects.filter(origin_id=order.pk).order_by("date", "pk")


def to_pay_ahead() -> Q:
    """Return the condition of confirmed orders of which something is not billed."""
    lines = with_progress(PurchaseOrderLine.objects.filter(order=OuterRef("pk")), "billed")
    return Q(status=OrderStatus.CONFIRMED) & Q(Exists(lines.filter(billed__lt=F("quantity"))))
