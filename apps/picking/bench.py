"""What lies on the bench of a shipment: its lines to be packed, what of them is in packages, and the packages."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from apps.core.context import company_id
from apps.core.money import ZERO
from apps.picking.choices import PackageStatus
from apps.picking.models import Package
from apps.stock.models import StockDocumentLine
from apps.warehouses.choices import LocationRole
from apps.warehouses.selectors import allowed_warehouses


@dataclass(frozen=True, slots=True)
class BenchRow:
    """A line of a shipment that is to be packed.

    Attributes:
        here: how much of it lies in the open package; stock unit.
        packed: how much of it lies in packages, the open one too.
    """

    line: StockDocumentLine
    here: Decimal
    packed: Decimal

    @property
    def left(self) -> Decimal:
        """Return how much of it is in no package yet."""
        return self.line.stock_quantity - self.packed


def bench_rows(shipment: UUID) -> list[BenchRow]:
    """Return the lines of a shipment that lie where they are packed, in their order."""
    rows = StockDocumentLine.objects.filter(
        document_id=shipment, from_location__role=LocationRole.PACKING
    ).select_related("product__unit", "lot")
    is_open = Q(packed__package__status=PackageStatus.OPEN)
    rows = rows.annotate(
        in_all=Sum("packed__quantity"), in_open=Sum("packed__quantity", filter=is_open)
    )
    return [
        BenchRow(row, row.in_open or ZERO, row.in_all or ZERO)
        for row in rows.order_by("position", "pk")
    ]


def packages_of(shipment: UUID) -> QuerySet[Package]:
    """Return the packages of a shipment as they were begun, each with its lines."""
    rows = Package.objects.filter(company_id=company_id(), shipment_id=shipment)
    rows = rows.prefetch_related("lines__shipment_line__product__unit", "lines__shipment_line__lot")
    return rows.order_by("number", "pk")


def visible_packages(user: Any) -> QuerySet[Package]:
    """Return the packages of the warehouses ``user`` may work in."""
    rows = Package.objects.filter(company_id=company_id()).select_related(
        "shipment__party", "shipment__warehouse"
    )
    allowed = allowed_warehouses(user)
    if allowed is not None:
        rows = rows.filter(shipment__warehouse_id__in=allowed)
    return rows.annotate(line_count=Count("lines")).order_by("-pk")
