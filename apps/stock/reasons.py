"""Reads of the reasons to adjust stock: those a user may see, those in use, and the one taken where nobody chooses."""

from typing import Any

from django.db.models import QuerySet

from apps.core.context import company_id
from apps.core.permissions import may
from apps.stock.choices import COMES_IN, GOES_OUT, AdjustmentReason
from apps.stock.models import Reason, StockDocument, StockDocumentLine
from apps.warehouses.choices import LocationKind

OUTSIDE = (LocationKind.ADJUSTMENT, LocationKind.SCRAP)


def visible_reasons(user: Any) -> QuerySet[Reason]:
    """Return the reasons of the company, for those who may see them."""
    if not may(user, "stock.view_reason"):
        return Reason.objects.none()
    rows = Reason.objects.filter(company_id=company_id()).select_related("account")
    return rows.order_by("sequence", "code", "-pk")


def reasons_in_use(*kinds: str) -> QuerySet[Reason]:
    """Return the reasons to choose from: of ``kinds``, else all but those for goods lost on their way."""
    rows = Reason.objects.filter(is_active=True)
    rows = rows.filter(kind__in=kinds) if kinds else rows.exclude(kind=AdjustmentReason.LOST)
    return rows.order_by("sequence", "code")


def usual_reason(kind: str) -> Reason | None:
    """Return the first reason in use of a kind; None when the company keeps none."""
    return reasons_in_use(kind).filter(company_id=company_id()).first()


def reason_of(document: StockDocument, line: StockDocumentLine) -> Reason | None:
    """Return the reason of a line of an adjustment: its own, else the document's."""
    return line.why if line.why_id else document.why


def kind_of(document: StockDocument, line: StockDocumentLine) -> str:
    """Return the kind of a line's reason."""
    return line.why.kind if line.why else document.reason


def fits(kind: str, line: StockDocumentLine) -> bool:
    """Return whether goods of a line may go the way they go for a reason of a kind."""
    comes_in = line.from_location.kind in OUTSIDE
    outside = line.from_location.kind if comes_in else line.to_location.kind
    if kind in (GOES_OUT if comes_in else COMES_IN):
        return False
    return (kind == AdjustmentReason.SCRAP) == (outside == LocationKind.SCRAP)
