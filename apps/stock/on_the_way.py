"""Reads of transfers in two steps: which go so, and what is on its way between warehouses."""

from typing import Any

from django.db.models import Q, QuerySet

from apps.companies.selectors import company_in_force
from apps.stock.choices import DocumentKind, DocumentStatus
from apps.stock.models import StockDocument, TransitLine
from apps.warehouses.choices import Steps
from apps.warehouses.selectors import allowed_warehouses


def goes_in_two_steps(document: StockDocument) -> bool:
    """Say whether a transfer is sent by one warehouse and received by another: as soon as one of them wants it so."""
    if document.kind != DocumentKind.TRANSFER or document.origin_type or document.reverses_id:
        return False
    if document.to_warehouse is None or document.to_warehouse_id == document.warehouse_id:
        return False
    return Steps.TWO in (document.warehouse.transfer_steps, document.to_warehouse.transfer_steps)


def visible_transit(user: Any) -> QuerySet[TransitLine]:
    """Return what is on its way from or to warehouses ``user`` may work in, the longest on its way first."""
    rows = TransitLine.objects.filter(open_quantity__gt=0).select_related(
        "document", "line__to_location", "product__unit", "lot", "from_warehouse", "to_warehouse"
    )
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(Q(from_warehouse_id__in=allowed) | Q(to_warehouse_id__in=allowed))
    return rows.order_by("sent_on", "-pk")


def arriving(user: Any) -> QuerySet[TransitLine]:
    """Return what is on its way to the warehouses ``user`` may work in."""
    return keep_arriving(visible_transit(user), user)


def keep_arriving(rows: QuerySet[TransitLine], user: Any) -> QuerySet[TransitLine]:
    """Keep what is on its way to the warehouses ``user`` may work in."""
    allowed = allowed_warehouses(user)
    return rows if allowed is None else rows.filter(to_warehouse_id__in=allowed)


def late(rows: QuerySet[TransitLine], _user: Any) -> QuerySet[TransitLine]:
    """Keep what should have arrived before today."""
    return rows.filter(expected_date__lt=company_in_force().today())


def may_be_reversed(document: StockDocument) -> bool:
    """Say whether a document can be undone by its opposite: neither a reversal nor one that sent goods on their way."""
    if document.kind == DocumentKind.TRANSFER and document.transit_lines.exists():
        return False
    return document.reverses_id is None


def waits_to_be_sent(document: StockDocument) -> bool:
    """Say whether a transfer is a draft that goes in two steps."""
    return document.status == DocumentStatus.DRAFT and goes_in_two_steps(document)


def is_on_the_way(document: StockDocument) -> bool:
    """Say whether something a transfer sent is on its way."""
    if document.status != DocumentStatus.POSTED:
        return False
    return document.transit_lines.filter(open_quantity__gt=0).exists()
